"""Whose turn it is to write, among the threads of one process: first come, first served.

SQLite lets one transaction write at a time, and makes others look again after 1, 2, 5, 10 and more milliseconds. A thread
that waits here begins the moment the one before it has ended, in the order in which they came. Other processes know
nothing of it: for them SQLite's own lock stands behind, as ever. A process that was forked begins anew (`forks`).
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from issuer.errors import StoreUnavailableError
from issuer.store import forks, patience


class Turns:
    """The turns of one database in this process; safe to share between threads, and none takes two at once.

    Args:
        wait_s: seconds for which a thread waits for its turn, or less where its request has less left.
    """

    def __init__(self, *, wait_s: float) -> None:
        self._wait_s = wait_s
        self.begin_anew()
        forks.note(self)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have one's turn for the length of the block.

        Raises:
            StoreUnavailableError: it did not come in time.
        """
        self._take()
        try:
            yield
        finally:
            self._pass_on()

    def begin_anew(self) -> None:
        """Forget whose turn it is: a thread of the parent that had its turn will never end it here."""
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting = deque[threading.Lock]()

    def _take(self) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            call = threading.Lock()
            call.acquire()
            self._waiting.append(call)
        is_mine = False
        try:
            is_mine = self._is_called(call)
        finally:
            if not is_mine:
                self._leave(call)
        if not is_mine:
            raise StoreUnavailableError("Other threads were writing, and one's turn did not come in time.")

    def _is_called(self, call: threading.Lock) -> bool:
        """Wait; say whether one's turn came."""
        left = patience.left_s()
        with patience.waiting():
            return call.acquire(timeout=self._wait_s if left is None else max(min(left, self._wait_s), 0))

    def _leave(self, call: threading.Lock) -> None:
        """Stand in line no longer; a turn that came at this very moment goes to the next."""
        with self._guard:
            if call in self._waiting:
                self._waiting.remove(call)
                return
        self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
