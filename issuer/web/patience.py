"""How long a request may wait, all in all: whoever asks hears within five seconds that the site is slow.

Counted are the line for a thread (`queueing`), the turn among those who verify and every wait for the database. Who has
nothing left when a thread is free is refused at once with 503 (`TOO_BUSY`), so that a line that is too long becomes
shorter; who runs out later gets 503 (`STORE_UNAVAILABLE`). Both carry `Retry-After`, and the same request may be made
again. Only what needs no database, the files of the site and whether the process lives, is answered however late.

Requests that carry or read whole files of rows may wait longer for the database, as long as they leave threads to
others. What is sent while it is read has no such limit, nor have the background jobs.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from flask import Flask, request

from issuer.errors import BusyError
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
MOST_LONG: Final = 2
"""How many requests of a process may wait long at the same time; every other one waits like any request."""
ALWAYS: Final = frozenset({"health", "static_files"})
"""Blueprints that need no database."""
_WAITS_LONG: Final = "mintmark.waits_long"
_WAITED_S: Final[ContextVar[float]] = ContextVar("mintmark_waited_s", default=0.0)


@contextmanager
def waited(seconds: float) -> Iterator[None]:
    """Say that what this thread serves in this block stood in line for so long."""
    token = _WAITED_S.set(seconds)
    try:
        yield
    finally:
        _WAITED_S.reset(token)


class _Bounded:
    """Calls an application with a patience for each request."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self._inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        with patience.within(PATIENCE_S - _WAITED_S.get()):
            return self._inner(environ, start_response)


def install(app: Flask) -> None:
    """Bound what every request of `app` waits."""
    app.wsgi_app = _Bounded(app.wsgi_app)  # type: ignore[method-assign]  # as Flask documents it
    long = threading.BoundedSemaphore(MOST_LONG)

    @app.before_request
    def refuse_or_lengthen() -> None:
        if _WAITED_S.get() >= PATIENCE_S and request.blueprint not in ALWAYS:
            raise BusyError("This request waited too long for a free thread.")
        if request.blueprint in LONG and long.acquire(blocking=False):
            request.environ[_WAITS_LONG] = True
            patience.extend(LONG_S - PATIENCE_S)

    @app.teardown_request
    def give_back(_error: BaseException | None) -> None:
        if request.environ.pop(_WAITS_LONG, False):
            long.release()
