"""How long one request may wait for its database, over all its statements together.

The web layer says it once for a request (`within`); whoever says nothing (workers, the command line) waits as
long as locks and statements allow. Counted are the seconds that are spent waiting for the database, not the work
between. On SQLite a wait is a statement or one's turn to write; on PostgreSQL it is every wait for the server
(`patient_driver`), so that one statement cannot outlast what is left.

One's turn among those who verify counts too (`acquire`), for whoever is late before may be late because of the database.

This says nothing about what became of a commit that was sent: as ever, ask again.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from threading import Lock
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import BusyError, StoreUnavailableError

TOO_LATE: Final = "The database took too long for this request."


class Patience:
    """Seconds that one request has left; entered while it waits. Not shared between threads."""

    __slots__ = ("_left_s", "_until")

    def __init__(self, seconds: float) -> None:
        self._left_s = seconds
        self._until: float | None = None

    def __enter__(self) -> None:
        """Begin to wait."""
        self._until = monotonic_seconds() + self._left_s

    def __exit__(self, *_error: object) -> None:
        """End to wait, and take away what it took."""
        self._left_s, self._until = self.left_s, None

    @property
    def is_waiting(self) -> bool:
        """Say whether a wait is being counted."""
        return self._until is not None

    @property
    def left_s(self) -> float:
        """Return what is left at this moment, in seconds; 0 or less when it is used up."""
        return self._left_s if self._until is None else self._until - monotonic_seconds()

    def extend(self, seconds: float) -> None:
        """Allow more seconds than before."""
        self._left_s += seconds


_CURRENT: Final[ContextVar[Patience | None]] = ContextVar("mintmark_patience", default=None)
_UNCOUNTED: Final = nullcontext()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let everything in this block together wait this many seconds for the database."""
    token = _CURRENT.set(Patience(seconds))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def extend(seconds: float) -> None:
    """Allow the request at hand more seconds, where it has a limit."""
    if (patience := _CURRENT.get()) is not None:
        patience.extend(seconds)


def left_s() -> float | None:
    """Return the seconds that are left, 0 or less when they are used up; None where nothing was said."""
    patience = _CURRENT.get()
    return None if patience is None else patience.left_s


def waiting() -> AbstractContextManager[None]:
    """Return the block in which a wait for the database is counted; a wait inside another is counted once.

    Raises:
        StoreUnavailableError: nothing is left.
    """
    patience = _CURRENT.get()
    if patience is None or patience.is_waiting:
        return _UNCOUNTED
    if patience.left_s <= 0:
        raise StoreUnavailableError(TOO_LATE)
    return patience


def acquire(turn: Lock) -> None:
    """Take a lock, and wait for it no longer than the request at hand may.

    Raises:
        BusyError: it was not free in time.
    """
    if turn.acquire(blocking=False):
        return
    left = left_s()
    if left is None:
        turn.acquire()
        return
    if left > 0:
        with waiting():
            if turn.acquire(timeout=left):
                return
    raise BusyError("Others were being served before this request, and it waited too long for its turn.")
