"""How long a request may wait for the database, all in all: whoever asks hears within five seconds that it is slow.

Then the answer is 503 (`STORE_UNAVAILABLE`) with `Retry-After`; the same request may be made again. Requests that
carry or read whole files of rows may wait longer. What is sent while it is read has no such limit, nor have the
background jobs.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Flask, request

from issuer.store import patience

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE_S: Final = 4.5
"""Leaves half a second of five for everything else."""
LONG_S: Final = 30.0
LONG: Final = frozenset(
    {
        "audit",
        "batch",
        "batch_verifications",
        "batches",
        "batches_pages",
        "desk",
        "desk_files",
        "desk_progress",
        "keeping",
        "pilot",
        "signed_reports",
    }
)
"""Blueprints whose views may read or write as many rows as a file has."""


class _Bounded:
    """Calls an application with a patience for each request."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        with patience.within(PATIENCE_S):
            return self._inner(environ, start_response)


def install(app: Flask) -> None:
    """Bound what every request of `app` waits for the database."""
    app.wsgi_app = _Bounded(app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents it

    @app.before_request
    def lengthen() -> None:
        if request.blueprint in LONG:
            patience.extend(LONG_S - PATIENCE_S)
