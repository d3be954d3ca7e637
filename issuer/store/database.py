"""The database: units that write, readers that do not wait for them.

Promises:
- Durability: when a unit's `with` block has ended without an error, what it wrote is on disk (SQLite: WAL
  with synchronous=FULL; PostgreSQL: synchronous commit), but for one that says `waits_for_disk=False`. An error at the end of
  a unit can mean either, so every caller must be able to ask again.
- Atomicity: a unit is kept whole or not at all; a unit in which a statement failed is never kept.
- Concurrency: on SQLite one unit at a time over all processes (BEGIN IMMEDIATE, five seconds of patience);
  threads of one process take turns before that, first come, first served (`turns`), with the same patience; on PostgreSQL units run side by side, wait five seconds for a row that another unit holds, and the rules of
  the tables decide. A unit that PostgreSQL breaks off (a deadlock, a lost connection) is StoreUnavailable,
  like a locked SQLite file: the same request may be made again. Hold a unit for rows alone, never while
  signing, fetching or canonicalizing.
- Patience: what a request may wait for all its statements together (`patience`) also ends what it waits for.
- Readers see one moment of the database, from their first query on, and cannot write.
- Text sorts by code point and holds no NUL, on either database.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from issuer.store import disk, patience
from issuer.store.engines import BUSY_TIMEOUT_S, SEATS, make_engine, parse_url
from issuer.store.memory import Memory
from issuer.store.refusals import translated
from issuer.store.seats import Seats
from issuer.store.standing import Standing
from issuer.store.statements import Statements
from issuer.store.turns import Turns
from issuer.store.unit import Unit
from issuer.store.words import Words
from issuer.store.write_ahead import LogCopy, WriteAhead


class Database:
    """One database, open. Safe to share between threads; open another one in another process."""

    def __init__(self, *, writer: Engine, reading: Engine) -> None:
        self._writer = writer
        self._reading = reading
        self._to_write, self._to_read = Standing(writer), Standing(reading)
        self._words = Words(reading)
        self._seats = Seats(SEATS, wait_s=BUSY_TIMEOUT_S)
        # On PostgreSQL units run side by side.
        self._turns = Turns(wait_s=BUSY_TIMEOUT_S) if writer.dialect.name == "sqlite" else None
        self._log = None if self._turns is None else WriteAhead(writer, self._turns)
        self._memory = Memory()

    @contextmanager
    def unit(self, name: str = "unit", *, waits_for_disk: bool = True) -> Iterator[Unit]:
        """Open a unit; it is committed when the block ends without an error.

        Args:
            name: what this unit does, for faults and logs, such as "issue.prepare".
            waits_for_disk: False where nothing may be answered before a later unit has waited: on SQLite a power cut may
                then take this unit, with everything after it (`disk`); the end of a process takes nothing.

        Raises:
            ConflictError: a part of the unit failed and the error was swallowed.
            StoreUnavailableError: the database is locked, full or gone, or slower than this request may wait.
        """
        turn = nullcontext() if self._turns is None else self._turns.taken()
        with self._seats.taken(), translated(), turn, self._to_write.connected() as connection:
            with patience.waiting():
                disk.choose(connection, waits=waits_for_disk)
                connection.begin()
            statements = Statements(connection)
            unit = Unit(statements)
            yield unit
            unit.require_whole()
            self._commit(connection, name)
            if self._log is not None:
                self._log.note_commit()

    @contextmanager
    def reader(self) -> Iterator[Unit]:
        """Open a unit that can only read, and waits for nobody.

        Raises:
            StoreUnavailableError: the database is gone or slower than this request may wait, or something was
                written.
        """
        with self._seats.taken(), translated(), self._to_read.connected() as connection:
            connection.begin()
            yield Unit(Statements(connection, self._memory))

    def copy_log(self) -> LogCopy | None:
        """Copy SQLite's log of what was committed into its file (`write_ahead`), so that no request has to.

        Returns:
            what was done; None on PostgreSQL, or where there was nothing to do.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        return None if self._log is None else self._log.copy()

    def mark(self) -> str:
        """Return the word for what seldom changes (`store.rows.marks`): while it is the same, none of it changed.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        return self._words.mark()

    def list_word(self, slug: str) -> str:
        """Return a word for a status list: while it is the same, its bits, its signed bytes and all keys are.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        return self._words.list_word(slug)

    def problems(self) -> tuple[str, ...]:
        """Return what the database itself finds wrong with its files, references and settings, if anything."""
        if self._reading.dialect.name == "postgresql":
            return self._postgresql_problems()
        with translated(), self._reading.connect() as connection:
            found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        return (
            *(line for line in found if line != "ok"),
            *(f"a row of {row[0]} names one of {row[2]} that is not there" for row in broken),
        )

    def _postgresql_problems(self) -> tuple[str, ...]:
        """Read what the server can say: it checks references and pages itself, unless it was told not to."""
        with translated(), self._reading.connect() as connection:
            off = connection.execute(
                text(
                    "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes',"
                    " 'synchronous_commit', 'session_replication_role')"
                    " AND setting IN ('off', 'local', 'replica') ORDER BY name"
                )
            ).scalars()
            found = [f"the server runs with {name} in a state that can lose or skip writes" for name in off]
            unchecked = connection.execute(
                text(
                    "SELECT conname FROM pg_constraint WHERE NOT convalidated"
                    " AND connamespace = current_schema()::regnamespace ORDER BY conname"
                )
            ).scalars()
            found += [
                f"the rule {name} was never checked against the rows that were there" for name in unchecked
            ]
            asleep = connection.execute(
                text(
                    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
                    " WHERE tgenabled <> 'O' AND relnamespace = current_schema()::regnamespace ORDER BY tgname"
                )
            ).scalars()
            return (*found, *(f"the law {name} is switched off" for name in asleep))

    def close(self) -> None:
        """Close every connection."""
        self._words.close()
        self._to_write.close()
        self._to_read.close()

    def _commit(self, connection: Connection, name: str) -> None:  # noqa: ARG002  (tests break it by name)
        connection.commit()


def open_database(url: str) -> Database:
    """Open the database at a SQLAlchemy address; `upgrade` must have made its tables.

    Raises:
        ConfigurationError: the address cannot be understood, or names a database in memory.
    """
    address = parse_url(url)
    return Database(
        writer=make_engine(address),
        reading=make_engine(address, begin="BEGIN", read_only=True),
    )


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string(hide_password=False)
