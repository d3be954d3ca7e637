"""Making and changing the tables: Alembic, run by the program itself and never by hand.

All of an upgrade is one transaction, and two processes that start at once upgrade one after the other.
The rest of the program does not import this module: a process that serves has no use for Alembic (`tables`).
A migration may not break the program version before it (expand first, contract a release later).
"""

import os
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from issuer.errors import ConfigurationError
from issuer.store.engines import make_engine, parse_url
from issuer.store.refusals import translated
from issuer.store.tables import FOLDER, exists

_LOCK: Final = 20_260_301
"""Any number of our own: PostgreSQL's advisory lock for upgrades."""
_PATIENCE_S: Final = 60
"""How long an upgrade waits for another one, and for tables that running programs hold."""


def upgrade(url: str, *, revision: str = "head") -> None:
    """Make the tables, or bring them to a revision; nothing happens when they are there already.

    Raises:
        ConfigurationError: the address cannot be understood, or a newer program made the tables.
        StoreUnavailableError: the database did not answer.
        ConflictError: what is recorded does not fit the new rules; nothing was changed.
    """
    address = parse_url(url)
    _make_file(address)
    # Rebuilding a SQLite table needs references off; they are compared before the commit instead.
    engine = make_engine(address, foreign_keys=False)
    try:
        with translated(), engine.connect() as connection:
            connection.begin()
            if connection.dialect.name == "postgresql":
                _take_turn(connection)
            _refuse_newer(connection)
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            _require_references(connection)
            connection.commit()
    finally:
        engine.dispose()


def _take_turn(connection: Connection) -> None:
    """Wait until no other process upgrades this PostgreSQL database; SQLite's BEGIN IMMEDIATE does so too.

    Raises:
        ConfigurationError: the database keeps text in another encoding than UTF-8.
    """
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise ConfigurationError(
            f"The database keeps text as {encoding}; UTF8 is needed.",
            hint="Create it anew: CREATE DATABASE mintmark TEMPLATE template0 ENCODING 'UTF8'.",
        )
    connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE_S}s'"))
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _refuse_newer(connection: Connection) -> None:
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise ConfigurationError(
            f"A newer program made this database (revision {found}).", hint="Run that program."
        )


def _require_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise ConfigurationError(
            "The upgrade would leave rows that name what is not there; nothing was changed."
        )


def _make_file(address: URL) -> None:
    """Make the database file readable by its owner alone, because it holds names and addresses."""
    if exists(address):
        return
    path = Path(str(address.database))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    os.chmod(path, 0o600)  # noqa: PTH101  (touch honours the umask)
