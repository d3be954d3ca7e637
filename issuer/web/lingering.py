"""How a connection ends: what a client still sends is read and thrown away for a moment, so that it can read its last answer.

Closed with unread bytes, a socket resets the connection and the answer may be lost (RFC 9112 section 9.6). Gunicorn waits for the
end of the other side in the one thread that takes connections, up to two seconds for each: a client that asks and never ends would
hold up everybody. Here the poller waits. Only plain sockets, as `mintmark serve` opens them.
"""

import selectors
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from issuer.clock import monotonic_seconds

LONGEST_S: Final = 2.0
MOST_BYTES: Final = 1 << 20
_PIECE: Final = 1 << 16


@dataclass
class _Parting:
    ends_at: float
    read: int = 0


class Lingering:
    """The connections of a worker that were answered for the last time; used by the thread of the poller alone.

    Args:
        let_go: closes a connection, called once for each.
    """

    def __init__(self, let_go: Callable[[Any], None]) -> None:
        self._let_go = let_go
        # Since each may stay as long as any other, the first to come is the first whose time is over.
        self._partings: dict[Any, _Parting] = {}

    def add(self, poller: selectors.BaseSelector, conn: Any) -> None:  # noqa: ANN401  (gunicorn's, which has no types)
        """Say to a client that nothing more comes, and wait in the poller for its end."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, poller, conn))
        except (OSError, ValueError):
            # The other side is gone, or the thread has closed the socket already.
            self._let_go(conn)
            return
        self._partings[conn] = _Parting(monotonic_seconds() + LONGEST_S)

    def end_overdue(self, poller: selectors.BaseSelector) -> None:
        """Let those go whose time is over."""
        now = monotonic_seconds()
        while self._partings:
            conn, parting = next(iter(self._partings.items()))
            if parting.ends_at > now:
                break
            self._end(poller, conn)

    def _drain(self, poller: selectors.BaseSelector, conn: Any, _client: object) -> None:  # noqa: ANN401  (as above)
        try:
            read = len(conn.sock.recv(_PIECE))
        except BlockingIOError:
            return
        except OSError:
            read = 0
        parting = self._partings[conn]
        parting.read += read
        if not read or parting.read >= MOST_BYTES:
            self._end(poller, conn)

    def _end(self, poller: selectors.BaseSelector, conn: Any) -> None:  # noqa: ANN401  (as above)
        del self._partings[conn]
        poller.unregister(conn.sock)
        self._let_go(conn)
