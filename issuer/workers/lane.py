"""One lane through the interpreter: whoever keeps it busy goes in turn, and steps aside while waiting for others.

Threads of one process share one interpreter. Where several verify at once, each takes as long as all of them
together, so that a few who send heavy input double everybody's wait. In the lane they go one after the other, in the
order in which they came: a request then waits for what is under way and no more. Work that waits (for the network,
for a worker process) steps aside, so that nobody waits for a slow host of somebody else.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from issuer.workers.protocol import Workers


class Lane:
    """Held by one thread at a time, handed on in order. A child of a fork needs one of its own."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting: Final[deque[threading.Lock]] = deque()
        self._mine = threading.local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold the lane; a thread that holds it already goes on as it is."""
        if self._is_mine:
            yield
            return
        self._enter()
        try:
            yield
        finally:
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
        turn.acquire()  # Whoever leaves lets the first of those who wait through.
        self._mine.holds = True

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
