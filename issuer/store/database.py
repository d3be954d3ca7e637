"""The database: units that write, readers that do not wait for them.

Promises:
- Durability: when a unit's `with` block has ended without an error, what it wrote is on disk (SQLite: WAL
  with synchronous=FULL; PostgreSQL: synchronous commit). An error at the end of a unit can mean either,
  so every caller must be able to ask again.
- Atomicity: a unit is kept whole or not at all; a unit in which a statement failed is never kept.
- Concurrency: on SQLite one unit at a time over all processes (BEGIN IMMEDIATE, five seconds of patience);
  on PostgreSQL units run side by side and the rules of the tables decide. Hold a unit for rows alone, never
  while signing, fetching or canonicalizing.
- Readers see one moment of the database, from their first query on, and cannot write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from issuer.errors import ConfigurationError
from issuer.store.statements import Statements, translated
from issuer.store.unit import Unit

BUSY_TIMEOUT_S: Final = 5
_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
)


class Database:
    """One database, open. Safe to share between threads; open another one in another process."""

    def __init__(self, *, writer: Engine, reading: Engine) -> None:
        self._writer = writer
        self._reading = reading

    @contextmanager
    def unit(self, name: str = "unit") -> Iterator[Unit]:
        """Open a unit; it is committed when the block ends without an error.

        Args:
            name: what this unit does, for faults and logs, such as "issue.prepare".

        Raises:
            ConflictError: a part of the unit failed and the error was swallowed.
            StoreUnavailableError: the database is locked, full or gone.
        """
        with translated(), self._writer.connect() as connection:
            connection.begin()
            statements = Statements(connection)
            unit = Unit(statements)
            yield unit
            unit.require_whole()
            self._commit(connection, name)

    @contextmanager
    def reader(self) -> Iterator[Unit]:
        """Open a unit that can only read, and waits for nobody.

        Raises:
            StoreUnavailableError: the database is gone, or something was written.
        """
        with translated(), self._reading.connect() as connection:
            connection.begin()
            yield Unit(Statements(connection))

    def problems(self) -> tuple[str, ...]:
        """Return what the database itself finds wrong with its files and references, if anything."""
        if self._reading.dialect.name != "sqlite":
            return ()
        with translated(), self._reading.connect() as connection:
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        return (
            *(line for line in found if line != "ok"),
            *(f"a row of {row[0]} names one of {row[2]} that is not there" for row in broken),
        )

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reading.dispose()

    def _commit(self, connection: Connection, name: str) -> None:  # noqa: ARG002  (tests break it by name)
        connection.commit()


def open_database(url: str) -> Database:
    """Open the database at a SQLAlchemy address; `upgrade` must have made its tables.

    Raises:
        ConfigurationError: the address cannot be understood, or names a database in memory.
    """
    address = parse_url(url)
    return Database(
        writer=make_engine(address, begin="BEGIN IMMEDIATE"),
        reading=make_engine(address, begin="BEGIN", read_only=True),
    )


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string(hide_password=False)


def parse_url(url: str) -> URL:
    """Read a database address.

    Raises:
        ConfigurationError: it cannot be understood, or names a database in memory.
    """
    try:
        address = make_url(url)
    except ArgumentError as exc:
        raise ConfigurationError("MINTMARK_DATABASE_URL is not a database address.") from exc
    if address.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ConfigurationError(
            f"MINTMARK_DATABASE_URL names {address.get_backend_name()!r}; only sqlite and postgresql are kept."
        )
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise ConfigurationError("MINTMARK_DATABASE_URL names a database in memory, which keeps nothing.")
    return address


def make_engine(address: URL, *, begin: str, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    """Return an engine whose transactions begin as asked, on SQLite with all its pragmas set."""
    if address.get_backend_name() == "postgresql":
        level = "REPEATABLE READ" if read_only else "READ COMMITTED"
        return create_engine(
            address, isolation_level=level, execution_options={"postgresql_readonly": read_only}
        )
    engine = create_engine(address)
    extra = ["PRAGMA query_only = ON"] if read_only else []
    extra += [] if foreign_keys else ["PRAGMA foreign_keys = OFF"]

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver must not begin transactions by itself, or reads would not be one snapshot.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, *extra):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
