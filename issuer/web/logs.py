"""Structured logs: one JSON object a line, with nothing in it about a person.

A request's line holds method, route template, status, milliseconds and a request id: never an address,
query string, path, name or token (domain.md VER-10). An error's line holds its type and places in the
code, and not its message, which may quote what somebody sent.
"""

import json
import logging
import secrets
import sys
import traceback
from functools import partial
from typing import Final, TextIO

from flask import Flask, Response, g, request

from issuer.clock import monotonic_seconds, utc_now
from issuer.documents.times import format_time

ACCESS: Final = logging.getLogger("mintmark.access")
_DEEPEST: Final = 12


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; members of `record.fields` are added."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its line end."""
        line: dict[str, object] = {
            "at": format_time(utc_now()),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= describe(record.exc_info[1])
        return json.dumps(line)


def describe(error: BaseException) -> dict[str, object]:
    """Return type and places of an error, without its words."""
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    return {
        "error": f"{type(error).__module__}.{type(error).__qualname__}",
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def to_stream(stream: TextIO = sys.stderr, level: int = logging.INFO) -> None:
    """Send every log of this process to a stream as JSON lines."""
    # No line holds them, and they are asked for with each.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # What these libraries log on their own holds addresses and statements.
    for noisy in ("werkzeug", "sqlalchemy", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def install(app: Flask) -> None:
    """Log every request of `app`, and name it by an id that the answer carries too."""

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(8)
        g.began = monotonic_seconds()

    @app.after_request
    def end(response: Response) -> Response:
        identifier = g.get("request_id", "")
        began = g.get("began")
        rule = request.url_rule
        response.headers["Request-Id"] = identifier
        fields = {
            "method": request.method if request.method.isascii() and request.method.isalpha() else "?",
            "route": rule.rule if rule is not None else "unknown",
            "status": response.status_code,
            "ms": round((monotonic_seconds() - began) * 1000, 1) if began is not None else None,
            "request_id": identifier,
        }
        if ACCESS.isEnabledFor(logging.INFO):
            # Made here: a look for the line of code that logs, which the line does not hold, would cost as much again.
            told = {"fields": fields}
            record = ACCESS.makeRecord(
                ACCESS.name, logging.INFO, __name__, 0, "request", (), None, extra=told
            )
            write = partial(ACCESS.handle, record)
            if response.direct_passthrough:
                # The server is handed a file, and tells nobody when it has left.
                write()
            else:
                # When the answer has left, so that nobody waits for it.
                response.call_on_close(write)
        return response
