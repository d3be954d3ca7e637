"""The line for a thread: how long a request stood in it, counted for its patience (`patience`), and who need not stand in it.

Gunicorn takes every connection, lets it stand in line for a thread, and takes it back after each answer. A client that asks
again at once would pay both ways with every request, so that a thread stays with its connection for a moment, as long as nobody
else waits for one. Under another server nothing is counted and nobody stays.
"""

import select
import socket
from collections import deque
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from issuer.clock import monotonic_seconds
from issuer.web import patience

STAY_MS: Final = 2
"""How long a thread stays with a connection after an answer: a program that asks on does so within a fraction of it."""


class CountingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker with threads, and a look at the clock where a connection begins and ends to stand in line.

    A connection on which nothing was sent yet leaves its thread again, and stands in line anew once something was.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (gunicorn's, here and below)
        super().__init__(*args, **kwargs)
        # Appending and taking away are each one step, whichever thread does it.
        self._line = deque[Any]()
        self._staying = deque[Any]()

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401  (as above)
        """Let a connection stand in line."""
        conn.in_line_since = monotonic_seconds()
        self._line.append(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:  # noqa: ANN401  (as gunicorn calls it)
        """Serve a connection, in a thread: what it asks now, and what it asks right after."""
        self._line.popleft()
        with patience.waited(monotonic_seconds() - conn.in_line_since):
            kept = super().handle(conn)
        while kept is True and self._asks_on(conn):
            kept = super().handle(conn)
        return kept

    def _asks_on(self, conn: Any) -> bool:  # noqa: ANN401  (as above)
        """Wait a moment for the next request of a connection, while nobody stands in line and a thread is left to others."""
        if self._line or not self.alive or len(self._staying) + 1 >= self.cfg.threads:
            return False
        if conn.is_http2 or conn.parser.unreader.buf.getvalue():
            return False
        self._staying.append(conn)
        try:
            return _is_readable(conn.sock, STAY_MS)
        finally:
            self._staying.pop()


def _is_readable(waited_for: socket.socket, milliseconds: int) -> bool:
    """Say whether something was sent, or the other side ended, before this time was over."""
    poll = select.poll()
    poll.register(waited_for, select.POLLIN)
    return bool(poll.poll(milliseconds))
