"""`Idempotency-Key`: a write that is sent again gets the answer of the first time.

The key belongs to the API key that sent it. What makes a request the same is method, path and body. An
answer of 500 or more is not kept, nor one that says "too often": the same key may be sent again. Where no API key is
asked for, a key belongs to the very request with which it came, so that strangers' keys never meet.
"""

import hashlib
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec

from flask import Response, make_response, request

from issuer.errors import InputError, IssuerError
from issuer.services import answers
from issuer.web import problems
from issuer.web.api.access import caller
from issuer.web.toolkits import the_toolkit

P = ParamSpec("P")
HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
PARAMETER: Final[dict[str, Any]] = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "A word of yours for this request. Sent again within 24 hours with the same body, it gets "
    "the same answer; with another body it gets 409.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
}
_FOR_ANYBODY: Final[dict[str, Any]] = {
    **PARAMETER,
    "description": "A word of yours for this request, such as a random UUID. Sent again within 24 hours with the same "
    "request, it gets the same answer.",
}
_FORM: Final = re.compile(r"[!-~]{1,200}")
_KEPT_HEADERS: Final = ("Content-Type", "Location", "ETag")
_TOO_OFTEN: Final = 429
_SERVER_ERROR: Final = 500


def repeatable_by_anybody(view: Callable[P, Any]) -> Callable[P, Response]:
    """Do the same for an operation without an API key; stands below `public`."""
    return _repeatable(
        view, lambda: f"anybody:{_digest(request.full_path, request.headers.get('Accept', ''))}", _FOR_ANYBODY
    )


def repeatable(view: Callable[P, Any]) -> Callable[P, Response]:
    """Answer a repeated request as the first time; stands below `requires`, above the arguments."""
    return _repeatable(view, lambda: f"api-key:{caller().key_id}", PARAMETER)


def _repeatable(
    view: Callable[P, Any], whose: Callable[[], str], parameter: dict[str, Any]
) -> Callable[P, Response]:
    @wraps(view)
    def once(*args: P.args, **kwargs: P.kwargs) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return make_response(view(*args, **kwargs))
        if not _FORM.fullmatch(key):
            raise InputError(f"{HEADER} has 1 to 200 visible ASCII characters.")
        scope = whose()
        kept = answers.begin(the_toolkit(), scope=scope, key=key, body_digest=_digest())
        if kept is not None:
            return _replay(kept)
        response = _answer(view, *args, **kwargs)
        if response.status_code < _SERVER_ERROR and response.status_code != _TOO_OFTEN:
            answers.finish(the_toolkit(), scope=scope, key=key, response=_keep(response))
        else:
            answers.give_up(the_toolkit(), scope=scope, key=key)
        return response

    documented: dict[str, Any] = dict(getattr(view, "_apidoc", {}))
    manual = documented.get("manual_doc", {})
    documented["manual_doc"] = {**manual, "parameters": [*manual.get("parameters", []), parameter]}
    once._apidoc = documented  # type: ignore[attr-defined]  # noqa: SLF001  (flask-smorest's own convention)
    return once


def _answer(view: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> Response:
    """Return the view's answer, or the problem that its refusal becomes, so that a refusal repeats too."""
    try:
        return make_response(view(*args, **kwargs))
    except IssuerError as exc:
        return problems.answer(exc)


def _digest(*more: str) -> str:
    """Return the digest of what makes this request the same as another."""
    told = "\n".join([f"{request.method} {request.path}", request.mimetype, *more, ""]).encode()
    told += request.get_data()
    return "sha256:" + hashlib.sha256(told).hexdigest()


def _keep(response: Response) -> bytes:
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    body = b64encode(response.get_data()).decode()
    return json.dumps({"status": response.status_code, "headers": headers, "body": body}).encode()


def _replay(kept: bytes) -> Response:
    told = json.loads(kept)
    response = make_response(b64decode(told["body"]), told["status"])
    for name, value in told["headers"].items():
        response.headers[name] = value
    response.headers[REPLAYED] = "true"
    return response
