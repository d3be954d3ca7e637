"""The line for a thread: how long a request stood in it, counted for its patience (`patience`), and who need not stand in it.

Gunicorn takes every connection, lets it stand in line for a thread, and takes it back after each answer. Here

- whoever has not said anything yet waits with the poller and holds no thread;
- a thread stays with its connection for a moment after an answer, as long as nobody else waits for one: a client that asks again
  at once would pay for two hand-overs with every request;
- whoever was answered for the last time and does not end is not waited for (`lingering`);
- whether the process lives (`/healthz`) is answered by a thread of its own, so that it is heard behind any number of slow requests;
  on a connection that has asked before it stands in line like everything else.

Under another server nothing is counted, nobody stays, and `/healthz` stands in line.
"""

import select
import selectors
import socket
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from issuer.clock import monotonic_seconds
from issuer.web import patience
from issuer.web.lingering import Lingering

STAY_MS: Final = 2
"""How long a thread stays with a connection after an answer: a program that asks on does so within a fraction of it."""
LONGEST_PROBE: Final = 2_048
_PROBES: Final = (b"GET /healthz HTTP/1.", b"HEAD /healthz HTTP/1.")
_HEAD_ENDS: Final = b"\r\n\r\n"
_HAS_MORE: Final = (b"\r\ncontent-length:", b"\r\ntransfer-encoding:", b"\r\nexpect:", b"\r\nupgrade:")


class CountingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker with threads, and a look at the clock where a request begins and ends to stand in line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  (gunicorn's, here and below)
        super().__init__(*args, **kwargs)
        # Appending and taking away are each one step, whichever thread does it.
        self._line = deque[Any]()
        self._staying = deque[Any]()
        self._lingering = Lingering(self._let_go)
        # Its thread is made with the first probe.
        self._probes = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mintmark-probes")

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401  (as above)
        """Let a connection stand in line, once it has said something."""
        said = _begun(conn.sock)
        if said is None and not conn.initialized:
            self._await_word(conn)
            return
        conn.data_ready = True
        conn.in_line_since = monotonic_seconds()
        # On a connection that was answered before, what was read ahead comes first, and answers may lie there unread.
        if said is not None and not conn.initialized and is_probe(said):
            answering = self._probes.submit(super().handle, conn)
            answering.add_done_callback(partial(self._give_back, conn))
            return
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

    def finish_request(self, conn: Any, answered: "Future[Any]") -> None:  # noqa: ANN401  (as above)
        """Take a connection back after an answer, in the thread of the poller, which never waits for a client."""
        ended = not answered.cancelled() and answered.exception() is None and answered.result() is False
        if ended:
            self._lingering.add(self.poller, conn)
        else:
            super().finish_request(conn, answered)

    def murder_pending(self) -> None:
        """End the connections whose time is over: nothing said, or nothing more to say."""
        super().murder_pending()
        self._lingering.end_overdue(self.poller)

    def _let_go(self, conn: Any) -> None:  # noqa: ANN401  (as above)
        self.nr_conns -= 1
        conn.close()

    def _await_word(self, conn: Any) -> None:  # noqa: ANN401  (as above)
        """Wait for the first byte of a connection without a thread, as gunicorn does after five seconds with one."""
        conn.timeout = monotonic_seconds() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _give_back(self, conn: Any, answered: "Future[Any]") -> None:  # noqa: ANN401  (as above)
        self.method_queue.defer(self.finish_request, conn, answered)

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


def is_probe(said: bytes) -> bool:
    """Say whether a request asks for `/healthz` and is here as a whole, so that nobody waits for the rest of it.

    Args:
        said: what a client sent so far; up to LONGEST_PROBE bytes.
    """
    if not said.startswith(_PROBES) or said.find(_HEAD_ENDS) != len(said) - len(_HEAD_ENDS):
        return False
    head = said.lower()
    return not any(more in head for more in _HAS_MORE)


def _begun(client: socket.socket) -> bytes | None:
    """Return how the next request of a connection begins, without taking it; None while nothing was sent."""
    try:
        return client.recv(LONGEST_PROBE, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        # Whoever serves it finds out what became of it.
        return b""


def _is_readable(client: socket.socket, milliseconds: int) -> bool:
    """Say whether something was sent, or the other side ended, before this time was over."""
    poll = select.poll()
    poll.register(client, select.POLLIN)
    return bool(poll.poll(milliseconds))
