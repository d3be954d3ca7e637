"""How far work is, for the script of its page: as events, or asked for again and again.

A stream of events holds a thread of the server, so that it ends after STREAM_S and the browser asks again, and
no more than MOST_STREAMS run in one process; whoever comes then is told so, and asks every two seconds instead.
"""

import json
import threading
from collections.abc import Callable, Iterator
from typing import Final

from flask import Response

from issuer.clock import monotonic_seconds
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotAuthorizedError, NotFoundError

MOST_STREAMS: Final = 2
STREAM_S: Final = 15.0
LOOK_EVERY_S: Final = 0.7
AGAIN_MS: Final = 500
TOO_MANY: Final = 503
_streams = threading.BoundedSemaphore(MOST_STREAMS)
_pause = threading.Event()
"""Never set: only its clock is used, which a signal does not cut short."""

Tell = Callable[[], JsonObject]
"""Says how far it is: `done`, `total` and `words`. It is over when done is total."""


def now(tell: Tell) -> Response:
    """Return how far it is."""
    response = Response(json.dumps(tell()), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def stream(tell: Tell) -> Response:
    """Send how far it is whenever that changes (server-sent events, HTML section 9.2)."""
    first = tell()
    if not _streams.acquire(blocking=False):
        return Response(status=TOO_MANY)
    response = Response(_events(tell, first), mimetype="text/event-stream")
    response.call_on_close(_streams.release)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # A proxy in front hands each event on as it comes.
    return response


def _events(tell: Tell, first: JsonObject) -> Iterator[str]:
    until = monotonic_seconds() + STREAM_S
    told = first
    yield f"retry: {AGAIN_MS}\ndata: {json.dumps(told)}\n\n"
    while told["done"] != told["total"] and monotonic_seconds() < until:
        _pause.wait(LOOK_EVERY_S)
        try:
            found = tell()
        except (NotFoundError, NotAuthorizedError):
            return  # It was forgotten or has ended; the page says so when it is asked for again.
        # A comment keeps the line open, and shows a reader that has gone.
        yield ":\n\n" if found == told else f"data: {json.dumps(found)}\n\n"
        told = found
