"""One lane through the interpreter: whoever keeps it busy goes in turn, and steps aside while waiting for others.

Threads of one process share one interpreter. Where several verify at once, each takes as long as all of them
together, so that a few who send heavy input double everybody's wait. In the lane they go one after the other, in the
order in which they came: a request then waits for what is under way and no more, and leaves the row when it has
waited too long. Work that waits (for the network, for a worker process) steps aside, so that nobody waits for a slow
host of somebody else.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from issuer.workers.protocol import Workers


def _for_ever(turn: threading.Lock) -> None:
    """Take a lock, whenever that may be."""
    turn.acquire()


class Lane:
    """Held by one thread at a time, handed on in order. A child of a fork needs one of its own.

    Args:
        acquire: takes a lock, waiting as long as the work at hand may, or raises; for ever by default.
    """

    def __init__(self, acquire: Callable[[threading.Lock], object] = _for_ever) -> None:
        self._acquire = acquire
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: Final[deque[threading.Lock]] = deque()
        self._mine = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the lane; a thread that holds it already goes on as it is.

        Raises:
            IssuerError: as `acquire`, here and where somebody comes back who stepped aside.
        """
        if self._is_mine:
            yield
            return
        self._enter()
        try:
            yield
        finally:
            # Who stepped aside and found no way back in time does not hold it.
            if self._is_mine:
                self._leave()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let others pass while this thread waits; a thread outside of the lane goes on as it is."""
        if not self._is_mine:
            yield
            return
        self._leave()
        try:
            yield
        finally:
            self._enter()

    @property
    def _is_mine(self) -> bool:
        return bool(getattr(self._mine, "holds", False))

    def _enter(self) -> None:
        with self._guard:
            turn = threading.Lock()
            if self._is_taken:
                turn.acquire()
                self._waiting.append(turn)
            self._is_taken = True
        try:
            self._acquire(turn)  # Whoever leaves lets the first of those who wait through.
            self._mine.holds = True
        finally:
            if not self._is_mine:
                self._give_up(turn)

    def _give_up(self, turn: threading.Lock) -> None:
        """Leave the row; a turn that came at this very moment is the next one's."""
        with self._guard:
            is_waiting = turn in self._waiting
            if is_waiting:
                self._waiting.remove(turn)
        if not is_waiting:
            self._leave()

    def _leave(self) -> None:
        self._mine.holds = False
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False


class AsideWorkers:
    """Workers whose callers step aside while a process works for them."""

    def __init__(self, inner: Workers, lane: Lane) -> None:
        self._inner = inner
        self._lane = lane

    def run(self, target: str, *args: object) -> object:
        """Run a function; promises and errors as `Workers.run`."""
        with self._lane.aside():
            return self._inner.run(target, *args)

    def close(self) -> None:
        """End every worker."""
        self._inner.close()
