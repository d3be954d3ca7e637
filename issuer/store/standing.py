"""Connections that stand open between transactions, so that one costs a third of what fetching it from the pool does.

For SQLite alone, whose connection nobody else can end. One in which anything went wrong is closed and never used again;
a process that was forked uses none of its parent's (`forks`). A connection to a server goes back to the pool, which looks
whether it still lives before it is used.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Pool

from issuer.store import forks, patience


class Standing:
    """The connections of one engine; safe to share between threads, each of which has its own while it works."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_kept = engine.dialect.name == "sqlite"
        self._idle: list[Connection] = []
        self._of_parents: list[tuple[list[Connection], Pool]] = []
        forks.note(self)

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Give a connection without a transaction; what is begun and not committed in the block is rolled back.

        Raises:
            StoreUnavailableError: nothing is left of what the request at hand may wait.
        """
        connection, is_whole = self._taken(), False
        try:
            yield connection
            if connection.in_transaction():
                connection.rollback()
            is_whole = True
        finally:
            if is_whole and self._is_kept:
                self._idle.append(connection)
            else:
                connection.close()

    def begin_anew(self) -> None:
        """Use no connection that is open, of the pool neither, and close none: that is for the parent to do."""
        # Kept for good. What is thrown away would be rolled back and go to the pool, and come out of it again.
        self._of_parents.append((self._idle, self._engine.pool))
        self._idle = []
        self._engine.dispose(close=False)

    def close(self) -> None:
        """Close what is idle, and every connection of the pool; those at work are closed when they end."""
        idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
        self._engine.dispose()

    def _taken(self) -> Connection:
        try:
            # One atomic step: of two threads only one finds it.
            return self._idle.pop()
        except IndexError:
            with patience.waiting():
                return self._engine.connect()
