"""Has anything been committed since? One cheap question to the database, for answers that are kept in memory.

SQLite counts, for each connection, the commits of all other connections and processes (`PRAGMA data_version`),
so one connection is kept apart that never writes and never holds a transaction. PostgreSQL describes which
transactions a reader sees (`pg_current_snapshot`); two readers with the same description see the same rows.
Not a time and not a count: words of two databases, or of two processes, cannot be compared.
"""

import threading
from typing import Final

from sqlalchemy import Engine, PoolProxiedConnection, text

from issuer.store import marks
from issuer.store.refusals import translated

_COUNT: Final = "PRAGMA data_version"
_SNAPSHOT: Final = text(
    # A server that was restarted, or another one that took over, may have lost what was seen before.
    "SELECT pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text"
)


class Revisions:
    """Asks one database of this process; safe to share between threads."""

    def __init__(self, reading: Engine) -> None:
        self._reading = reading
        self._lock = threading.Lock()
        self._apart: PoolProxiedConnection | None = None

    def now(self) -> str:
        """Return a word for everything that is committed; while it stays the same, nothing was committed.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        if self._reading.dialect.name == "postgresql":
            with translated(), self._reading.connect() as connection:
                return str(connection.execute(_SNAPSHOT).scalar_one())
        return str(self._asked(_COUNT))

    def mark(self) -> str:
        """Return the mark of what seldom changes, as it is committed now.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        if self._reading.dialect.name == "postgresql":
            with translated(), self._reading.connect() as connection:
                return marks.read_mark(connection)
        return str(self._asked(marks.QUESTION))

    def close(self) -> None:
        """Close the connection that was kept apart; the next question opens another."""
        with self._lock:
            if self._apart is not None:
                self._apart.close()
                self._apart = None

    def _asked(self, question: str) -> object:
        with marks.directly(), self._lock:
            if self._apart is None:
                self._apart = self._reading.raw_connection()
                self._apart.detach()
            return marks.ask_directly(self._apart.dbapi_connection, question)
