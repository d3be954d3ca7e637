"""Words that stay the same while something is unchanged: cheap questions, for answers that are kept in memory.

Asked outside any transaction, for what is committed at this moment. On SQLite one connection is kept apart for
them, which never writes and never holds a transaction; a process that was forked opens its own (`forks`).
"""

import threading

from sqlalchemy import Engine, PoolProxiedConnection

from issuer.store import forks, marks
from issuer.store.refusals import translated


class Words:
    """Asks one database of this process; safe to share between threads."""

    def __init__(self, reading: Engine) -> None:
        self._reading = reading
        self._lock = threading.Lock()
        self._apart: PoolProxiedConnection | None = None
        self._of_parents: list[PoolProxiedConnection | None] = []
        forks.note(self)

    def begin_anew(self) -> None:
        """Leave the connection to the parent, without closing it; another thread may have been asking."""
        self._lock = threading.Lock()
        self._of_parents.append(self._apart)
        self._apart = None

    def mark(self) -> str:
        """Return the mark of what seldom changes, as it is committed now.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        if self._reading.dialect.name == "postgresql":
            with translated(), self._reading.connect() as connection:
                return marks.read_mark(connection)
        return str(self._asked(marks.QUESTION))

    def list_word(self, slug: str) -> str:
        """Return the word of a status list, as `marks.read_list_word`, for what is committed now.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        if self._reading.dialect.name == "postgresql":
            with translated(), self._reading.connect() as connection:
                return marks.read_list_word(connection, slug)
        return str(self._asked(marks.LIST_QUESTION + "?", slug))

    def close(self) -> None:
        """Close the connection that was kept apart; the next question opens another."""
        with self._lock:
            if self._apart is not None:
                self._apart.close()
                self._apart = None

    def _asked(self, question: str, *values: str) -> object:
        with self._lock:
            if self._apart is None:
                with marks.directly():
                    self._apart = self._reading.raw_connection()
                    self._apart.detach()
            return marks.ask_directly(self._apart.dbapi_connection, question, *values)
