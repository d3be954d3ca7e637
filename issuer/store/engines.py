"""Engines: how connections to SQLite and PostgreSQL are opened, so that both keep the same promises.

What the two databases do by themselves differs in five points, and each is levelled here or in `base`:
durability (full sync, synchronous commit), patience (five seconds for a lock, on either), one snapshot for
readers, text that sorts by code point, and text without NUL. Parameters never stand in an error's text.
"""

from typing import Any, Final

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from issuer.errors import ConfigurationError, StoreUnavailableError
from issuer.store import marks, patience, patient_driver

BUSY_TIMEOUT_S: Final = 5
STATEMENT_TIMEOUT_S: Final = 30
SEATS: Final = 15
"""How many threads of a process work with one database at a time (`seats`), and how many connections an engine keeps."""
LONGEST_LOG_PAGES: Final = 16_000
_ENDLESS: Final = -1
_WAIT: Final = "mintmark wait"
"""Under which a connection of SQLite keeps the seconds that it waits for its turn to write."""
_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_S * 1000}",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA secure_delete = ON",
)
_WRITER_PRAGMAS: Final = (
    # A job copies the log into the file every second (`write_ahead`). Where none runs, the commit that makes the log longer
    # than this many pages does it, so that it has an end: 66 MB.
    f"PRAGMA wal_autocheckpoint = {LONGEST_LOG_PAGES}",
)
_SESSION: Final = (
    f"SET lock_timeout = '{BUSY_TIMEOUT_S}s'",
    f"SET statement_timeout = '{STATEMENT_TIMEOUT_S}s'",
    "SET idle_in_transaction_session_timeout = '60s'",
    # A cluster may ask for more than `on` (a replica's word); it may not make do with less.
    (
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') IN ('off', 'local')"
    ),
)
_POSTGRESQL_CONNECT: Final[dict[str, Any]] = {
    "connect_timeout": BUSY_TIMEOUT_S,
    "keepalives_idle": BUSY_TIMEOUT_S,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": BUSY_TIMEOUT_S * 1000,
    "application_name": "mintmark",
}


def parse_url(url: str) -> URL:
    """Read a database address; PostgreSQL is spoken to by psycopg alone.

    Raises:
        ConfigurationError: it cannot be understood, or names a database in memory or a driver that is not ours.
    """
    try:
        address = make_url(url)
    except ArgumentError as exc:
        raise ConfigurationError("MINTMARK_DATABASE_URL is not a database address.") from exc
    backend, _, driver = address.drivername.partition("+")
    if backend == "postgres":
        backend = "postgresql"
    if backend not in {"sqlite", "postgresql"}:
        raise ConfigurationError(
            f"MINTMARK_DATABASE_URL names {backend!r}; only sqlite and postgresql are kept."
        )
    ours = "pysqlite" if backend == "sqlite" else "psycopg"
    if driver not in {"", ours}:
        raise ConfigurationError(f"MINTMARK_DATABASE_URL names the driver {driver!r}; only {ours} is used.")
    if backend == "sqlite" and address.database in {None, "", ":memory:"}:
        raise ConfigurationError("MINTMARK_DATABASE_URL names a database in memory, which keeps nothing.")
    return address if backend == "sqlite" else address.set(drivername="postgresql+psycopg")


def make_engine(
    address: URL, *, begin: str = "BEGIN IMMEDIATE", read_only: bool = False, foreign_keys: bool = True
) -> Engine:
    """Return an engine whose transactions keep the promises of `database`.

    Args:
        address: as `parse_url` returned it.
        begin: how a transaction begins on SQLite; PostgreSQL has one way.
        read_only: for readers: one snapshot, no writing.
        foreign_keys: False for rebuilding tables on SQLite; PostgreSQL always checks.

    Raises:
        ConfigurationError: the driver of PostgreSQL is not installed.
    """
    if address.get_backend_name() == "postgresql":
        return _postgresql(address, read_only=read_only)
    return _sqlite(address, begin=begin, read_only=read_only, foreign_keys=foreign_keys)


def _sqlite(address: URL, *, begin: str, read_only: bool, foreign_keys: bool) -> Engine:
    engine = create_engine(address, hide_parameters=True, pool_size=SEATS, max_overflow=_ENDLESS)
    extra = ["PRAGMA query_only = ON"] if read_only else [*_WRITER_PRAGMAS]
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
        if begin == "BEGIN":
            # It takes no lock and reads nothing.
            marks.begin_directly(connection.connection.dbapi_connection, begin)
        else:
            _take_turn(connection, begin)

    return engine


def _take_turn(connection: Connection, begin: str) -> None:
    """Wait for one's turn to write, no longer than the request at hand may.

    How long a connection waits is kept, because nothing else of a writer waits for a lock, and told to it only when it
    is another time than before: from a second on in half seconds, so that requests mostly have the same.
    """
    left = patience.left_s()
    wait_s: float = BUSY_TIMEOUT_S if left is None else min(max(left, 0), BUSY_TIMEOUT_S)
    if wait_s > 1:
        wait_s = int(2 * wait_s) / 2
    driver = connection.connection.dbapi_connection
    if connection.info.get(_WAIT, BUSY_TIMEOUT_S) != wait_s:
        connection.info.pop(_WAIT, None)
        marks.set_patience(driver, wait_s)
        connection.info[_WAIT] = wait_s
    try:
        marks.begin_directly(driver, begin)
    except StoreUnavailableError:
        connection.info.pop(_WAIT, None)
        marks.set_patience(driver, BUSY_TIMEOUT_S)
        raise


def _postgresql(address: URL, *, read_only: bool) -> Engine:
    try:
        engine = create_engine(
            address,
            hide_parameters=True,
            isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
            execution_options={"postgresql_readonly": read_only},
            connect_args=dict(_POSTGRESQL_CONNECT),
            # A connection that the server or the network dropped is replaced before it is used.
            pool_pre_ping=True,
            pool_size=SEATS,
            # Who has a seat never waits for a connection: a unit inside a reader would wait for other units like it.
            max_overflow=_ENDLESS,
        )
    except ImportError as exc:
        raise ConfigurationError(
            "MINTMARK_DATABASE_URL names PostgreSQL, whose driver is not installed.",
            hint="Install it with `pip install 'mintmark[postgresql]'`.",
        ) from exc

    @event.listens_for(engine, "do_connect")
    def _connect(
        dialect: Dialect, _entry: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]
    ) -> DBAPIConnection:
        made: DBAPIConnection = patient_driver.connect(dialect, arguments, options)
        return made

    @event.listens_for(engine, "connect")
    def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for statement in _SESSION:
            cursor.execute(statement)
        cursor.close()
        connection.commit()

    return engine
