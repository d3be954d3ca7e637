"""A careless hand in a database shell: plain SQL, and a way past the laws, on either database."""

import re
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.engine import Engine

from issuer.store.engines import make_engine, parse_url

_BYTES: Final = re.compile(r"x'([0-9a-fA-F]*)'")
_AS_BYTES: Final = re.compile(r"CAST\((.*) AS BLOB\)")
_REPLACED: Final = re.compile(r"replace\((body|signed), ('[^']*', '[^']*')\)")
"""Text inside of columns of bytes, which SQLite does not tell apart."""


def shell(url: str) -> Engine:
    """Open a shell; foreign keys are checked."""
    return make_engine(parse_url(url))


def spoken(connection: Connection, statement: str) -> str:
    """Say a statement in the words of a database; the tests say it in SQLite's."""
    if connection.dialect.name == "sqlite":
        return statement
    statement = _BYTES.sub(r"'\\x\1'::bytea", statement)
    statement = _AS_BYTES.sub(r"\1", statement)
    statement = _REPLACED.sub(r"convert_to(replace(convert_from(\1, 'UTF8'), \2), 'UTF8')", statement)
    for length in ("zeroblob(16)", "randomblob(16)"):
        statement = statement.replace(length, "decode(md5('x'), 'hex')")
    return statement


def tamper(url: str, script: str) -> None:
    """Do what only somebody can do who may drop triggers, rules and references."""
    engine = make_engine(parse_url(url), foreign_keys=False)
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            triggers = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in triggers.scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
            checks = connection.exec_driver_sql(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint"
                " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
            )
            for table, name in checks.all():
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for statement in script.split(";"):
            connection.exec_driver_sql(spoken(connection, statement))
        connection.commit()
    engine.dispose()
