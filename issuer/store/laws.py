"""Triggers that make the database refuse what must never happen, in the words of SQLite and PostgreSQL.

Migrations create them; the docstrings in `rows/` name them. They hold against our own mistakes and
against a careless hand in a database shell. Somebody who may drop triggers is found by the hash chain, the
Merkle tree and `fsck`, not by these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

Verb = Literal["INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True)
class Law:
    """One thing that is refused.

    Attributes:
        name: the trigger's name, and what the refusal says.
        table: where it holds.
        verb: on what.
        when: SQL about OLD and NEW, with `DIFFERS` between two values that may be null; empty for always.
            A subquery may stand in it on INSERT, in the brackets that SQL gives it.
    """

    name: str
    table: str
    verb: Verb
    when: str = ""

    def sql(self, dialect: str) -> tuple[str, ...]:
        """Return the statements that create it."""
        if dialect == "sqlite":
            when = f" WHEN {self.when.replace('DIFFERS', 'IS NOT')}" if self.when else ""
            trigger = f"CREATE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} FOR EACH ROW{when}"
            return (f"{trigger} BEGIN SELECT RAISE(ABORT, 'law {self.name}'); END",)
        when = f" WHEN ({self.when.replace('DIFFERS', 'IS DISTINCT FROM')})" if self.when else ""
        if "(SELECT " in when:
            return self._looking(self.when.replace("DIFFERS", "IS DISTINCT FROM"))
        function = (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION 'law {self.name}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        trigger = (
            f"CREATE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} FOR EACH ROW{when}"
            f" EXECUTE FUNCTION {self.name}()"
        )
        emptying = (
            f"CREATE TRIGGER {self.name}_whole BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION {self.name}()"
        )
        return (function, trigger, emptying) if self.verb == "DELETE" else (function, trigger)

    def _looking(self, when: str) -> tuple[str, ...]:
        """Return the statements for PostgreSQL, whose WHEN may not look into other rows."""
        function = (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN"
            f" RAISE EXCEPTION 'law {self.name}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
            " RETURN NEW; END $$"
        )
        trigger = (
            f"CREATE TRIGGER {self.name} BEFORE {self.verb} ON {self.table} FOR EACH ROW"
            f" EXECUTE FUNCTION {self.name}()"
        )
        return (function, trigger)


def kept(table: str) -> Law:
    """Refuse to delete a row of a table."""
    return Law(f"{table}_are_kept", table, "DELETE")


def fixed(name: str, table: str, *columns: str, or_when: str = "") -> Law:
    """Refuse to change some columns of a table, and whatever else `or_when` says."""
    parts = [f"NEW.{column} DIFFERS OLD.{column}" for column in columns]
    return Law(name, table, "UPDATE", " OR ".join([*parts, *([or_when] if or_when else [])]))


def never(name: str, table: str) -> Law:
    """Refuse to change anything of a table."""
    return Law(name, table, "UPDATE")


def enact(connection: Connection, laws: Iterable[Law]) -> None:
    """Create laws in a database."""
    for law in laws:
        for statement in law.sql(connection.dialect.name):
            connection.exec_driver_sql(statement)


def repeal(connection: Connection, laws: Iterable[Law]) -> None:
    """Drop laws that a migration enacts anew in other words; both stand in its one transaction."""
    for law in laws:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TRIGGER {law.name}")
        else:
            connection.exec_driver_sql(f"DROP FUNCTION {law.name}() CASCADE")
