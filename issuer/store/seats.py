"""Seats: how many threads of one process work with a database at the same time.

A thread takes a seat with its outermost reader or unit. What it opens inside needs none: if each of them had to wait
for connections of its own, threads that hold one and want a second would wait for each other. Whoever finds no seat
waits as long as the request at hand may (`patience`), and no longer than for a lock. In a process that was forked all are free
(`forks`): of those who sat only one thread is there.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from issuer.errors import StoreUnavailableError
from issuer.store import forks, patience


@dataclass
class _Place:
    """Whether one thread sits; another thread may end what this one began, when it throws a reader away."""

    is_taken: bool = False


class _Thread(threading.local):
    """What is known of the thread at hand."""

    def __init__(self) -> None:
        self.place = _Place()


class Seats:
    """The seats of one database in this process.

    Args:
        count: how many.
        wait_s: seconds for which a thread waits for one.
    """

    def __init__(self, count: int, *, wait_s: float) -> None:
        self._count, self._wait_s = count, wait_s
        self.begin_anew()
        forks.note(self)

    def begin_anew(self) -> None:
        """Forget who sits: the other threads of the parent will never rise here."""
        self._free = threading.BoundedSemaphore(self._count)
        self._thread = _Thread()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Sit for the length of the block; a thread that sits already goes on as it is.

        Raises:
            StoreUnavailableError: none became free in time.
        """
        place = self._thread.place
        if place.is_taken:
            yield
            return
        # What is taken here is given back there, in a child too.
        free = self._free
        if not free.acquire(blocking=False):
            self._wait()
        place.is_taken = True
        try:
            yield
        finally:
            place.is_taken = False
            free.release()

    def _wait(self) -> None:
        left = patience.left_s()
        with patience.waiting():
            wait_s = self._wait_s if left is None else max(min(left, self._wait_s), 0)
            if not self._free.acquire(timeout=wait_s):
                raise StoreUnavailableError("Every connection to the database is in use.")
