"""How far a batch of the desk is, for the script of its page: as events, or asked for again and again.

A stream of events holds a thread of the server, so that it ends after STREAM_S and the browser asks again, and
no more than MOST_STREAMS run in one process; whoever comes then is told so, and asks every two seconds instead.
"""

import json
import threading
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response

from issuer.clock import monotonic_seconds
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotFoundError
from issuer.services.desk import progress
from issuer.services.toolkit import Toolkit
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("desk_progress", __name__)
MOST_STREAMS: Final = 2
STREAM_S: Final = 15.0
LOOK_EVERY_S: Final = 0.7
AGAIN_MS: Final = 500
TOO_MANY: Final = 503
_streams = threading.BoundedSemaphore(MOST_STREAMS)
_pause = threading.Event()
"""Never set: only its clock is used, which a signal does not cut short."""


@blueprint.get("/desk/<address:token>/progress.json")
def now(token: str) -> Response:
    """Return how far the batch is."""
    response = Response(json.dumps(_told(the_toolkit(), token)), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/desk/<address:token>/events")
def events(token: str) -> Response:
    """Send how far the batch is whenever that changes (server-sent events, HTML section 9.2)."""
    toolkit = the_toolkit()
    first = _told(toolkit, token)
    if not _streams.acquire(blocking=False):
        return Response(status=TOO_MANY)
    response = Response(_stream(toolkit, token, first), mimetype="text/event-stream")
    response.call_on_close(_streams.release)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"  # A proxy in front hands each event on as it comes.
    return response


def _stream(toolkit: Toolkit, token: str, first: JsonObject) -> Iterator[str]:
    until = monotonic_seconds() + STREAM_S
    told = first
    yield f"retry: {AGAIN_MS}\ndata: {json.dumps(told)}\n\n"
    while told["done"] != told["total"] and monotonic_seconds() < until:
        _pause.wait(LOOK_EVERY_S)
        try:
            found = _told(toolkit, token)
        except NotFoundError:
            return  # It was forgotten or has ended; the page says so when it is asked for again.
        # A comment keeps the line open, and shows a reader that has gone.
        yield ":\n\n" if found == told else f"data: {json.dumps(found)}\n\n"
        told = found


def _told(toolkit: Toolkit, token: str) -> JsonObject:
    found = progress.of_link(toolkit, token)
    return {"done": found.done, "total": found.total, "words": found.words}
