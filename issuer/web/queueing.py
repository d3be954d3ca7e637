"""How long a request waits for a thread before anybody looks at it, counted for its patience (`patience`).

Gunicorn takes every connection and lets it stand in line. Under another server nothing is counted.
"""

from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from issuer.clock import monotonic_seconds
from issuer.web import patience


class CountingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's worker with threads, and a look at the clock where a connection begins and ends to stand in line.

    A connection on which nothing was sent yet leaves its thread again, and stands in line anew once something was.
    """

    def enqueue_req(self, conn: Any) -> None:  # noqa: ANN401  (gunicorn's, here and below)
        """Let a connection stand in line."""
        conn.in_line_since = monotonic_seconds()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:  # noqa: ANN401  (as gunicorn calls it)
        """Serve a connection, in a thread."""
        with patience.waited(monotonic_seconds() - conn.in_line_since):
            return super().handle(conn)
