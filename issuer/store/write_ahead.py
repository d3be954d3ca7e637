"""SQLite's write-ahead log, copied into the database file by a job, so that no request has to.

What is committed lies in the log and is on the disk; somebody has to copy it into the file before the log can begin anew
(https://www.sqlite.org/wal.html, section 3). The commit that makes the log too long does it otherwise (`engines`), in the
middle of a request. This is about cost alone: a log that was not copied is read like the file.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine

from issuer.store import marks
from issuer.store.refusals import translated
from issuer.store.turns import Turns

_COPY: Final = "PRAGMA wal_checkpoint(PASSIVE)"
"""Waits for nobody, and copies what no reader needs to find in the log."""


@dataclass(frozen=True)
class LogCopy:
    """What lies in the log, and how much of it lies in the file too, in pages; both at least 0."""

    pages: int
    copied: int


class WriteAhead:
    """The log of one SQLite database, as one process sees it.

    Args:
        writer: the engine that writes.
        turns: of those who write in this process.
    """

    def __init__(self, writer: Engine, turns: Turns) -> None:
        self._writer = writer
        self._turns = turns
        self._is_behind = False

    def note_commit(self) -> None:
        """Remember that something was committed since the last copy."""
        self._is_behind = True

    def copy(self) -> LogCopy | None:
        """Copy the log into the file where this process committed something; None where it did not.

        Most is copied while others write. Only for what they wrote meanwhile one's turn is taken, so that the log is copied
        whole and the next commit begins it anew; otherwise it would grow for as long as somebody always writes.

        Raises:
            StoreUnavailableError: the database did not answer.
        """
        if not self._is_behind:
            return None
        self._is_behind, done = False, None
        try:
            done = self._ask()
            if done is not None and done.copied < done.pages:
                with self._turns.taken():
                    done = self._ask() or done
        finally:
            # A reader, another process or an error was in the way: the next time goes on, though nothing is committed meanwhile.
            self._is_behind = self._is_behind or done is None or done.copied < done.pages
        return done

    def _ask(self) -> LogCopy | None:
        """Copy what can be copied now; None while another process copies."""
        with translated(), self._writer.connect() as connection, marks.directly():
            # No transaction: a statement of SQLAlchemy would begin one.
            driver = connection.connection.dbapi_connection
            is_busy, pages, copied = driver.execute(_COPY).fetchone()  # type: ignore[union-attr]
        return None if is_busy else LogCopy(max(pages, 0), max(copied, 0))
