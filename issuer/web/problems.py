"""The only map from errors to HTTP: RFC 9457 problem documents, or a page for a person.

The core raises an `IssuerError`; its class decides the status and its code names the problem type,
`/problems/<code>`, which explains it. An unexpected exception becomes a 500 with a log id; its
details stay in the log.
"""

import json
import logging
import secrets
from typing import Final

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from issuer.errors import (
    BusyError,
    ConfigurationError,
    ConflictError,
    ConformanceError,
    FetchError,
    InputError,
    IssuerError,
    KeyUnavailableError,
    NotAuthorizedError,
    NotFoundError,
    SigningError,
    StoreUnavailableError,
    VerificationError,
    WorkersUnavailableError,
)
from issuer.terms.codes import CODES
from issuer.terms.meaning import Meaning
from issuer.web.rate_limits import RateLimitedError

PROBLEM_TYPE: Final = "application/problem+json"
STATUS_OF_CLASS: Final[tuple[tuple[type[IssuerError], int], ...]] = (
    (NotAuthorizedError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (ConformanceError, 422),
    (InputError, 400),
    (VerificationError, 422),
    (FetchError, 502),
    (KeyUnavailableError, 503),
    (SigningError, 503),
    (StoreUnavailableError, 503),
    (BusyError, 503),
    (WorkersUnavailableError, 503),
    (ConfigurationError, 503),
)
STATUS_OF_CODE: Final = {
    "FETCH_BLOCKED": 422,
    "INPUT_TOO_LARGE": 413,
    "MEDIA_TYPE_NOT_SUPPORTED": 415,
    "RATE_LIMITED": 429,
    "NOT_AUTHENTICATED": 401,
    "LINK_ENDED": 410,
    "TOO_MANY_CODES": 429,
}
CODE_OF_STATUS: Final = {
    400: "MALFORMED_VALUE_ERROR",
    401: "NOT_AUTHENTICATED",
    403: "NOT_AUTHORIZED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    409: "CONFLICT",
    413: "INPUT_TOO_LARGE",
    415: "MEDIA_TYPE_NOT_SUPPORTED",
    422: "SCHEMA_VIOLATION",
    429: "RATE_LIMITED",
    503: "KEY_UNAVAILABLE",
}
SENTENCE_OF_STATUS: Final = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not answer this method.",
    413: "What you sent is larger than what we read.",
    415: "We cannot read this kind of file.",
    429: "Too many requests came from your network in a short time.",
}
UNAUTHENTICATED: Final = 401
UNAVAILABLE: Final = 503
ASK_AGAIN_S: Final = 5
"""When to ask again after something of ours did not answer."""
CREDENTIAL_PAGES: Final = "/c/"
NO_CREDENTIAL: Final = Meaning(
    "We cannot find that credential",
    "Check the address for typing mistakes. The holder may also have replaced the link, or closed the page.",
)
log = logging.getLogger(__name__)


def status_of(error: IssuerError) -> int:
    """Return the HTTP status for an error of ours."""
    if error.code in STATUS_OF_CODE:
        return STATUS_OF_CODE[error.code]
    return next((status for kind, status in STATUS_OF_CLASS if isinstance(error, kind)), 500)


def wants_page() -> bool:
    """Tell whether the caller is a person with a browser rather than a program."""
    if request.path.startswith(("/api/", "/vc/")):
        return False
    best = request.accept_mimetypes.best_match(["application/json", PROBLEM_TYPE, "text/html"])
    return best == "text/html"


def respond(
    status: int,
    code: str,
    detail: str,
    *,
    pointer: str | None = None,
    hint: str | None = None,
    reference: str | None = None,
) -> Response:
    """Build the answer for one problem, as a page or as a problem document."""
    meaning = CODES.get(code, Meaning("Something went wrong", "Try again; if it stays, tell the operator."))
    if wants_page():
        if code == NotFoundError.default_code and request.path.startswith(CREDENTIAL_PAGES):
            meaning = NO_CREDENTIAL
        page = render_template(
            "problem.html",
            title=meaning.title,
            status=status,
            reason=HTTP_STATUS_CODES.get(status, "").lower(),
            code=code,
            detail=detail,
            hint=hint,
            advice=[line for line in (meaning.advice,) if line != hint],
            reference=reference,
        )
        return make_response(page, status)
    body = {
        "type": f"/problems/{code}",
        "title": meaning.title,
        "status": status,
        "detail": detail,
        "code": code,
        "advice": hint or meaning.advice,
    }
    if pointer is not None:
        body["pointer"] = pointer
    if reference is not None:
        body["reference"] = reference
    response = make_response(json.dumps(body), status)
    response.mimetype = PROBLEM_TYPE
    return response


def answer(error: IssuerError) -> Response:
    """Return the answer that an error of ours becomes."""
    response = respond(status_of(error), error.code, error.detail, pointer=error.pointer, hint=error.hint)
    if isinstance(error, RateLimitedError):
        response.headers["Retry-After"] = str(error.wait_s)
    if response.status_code == UNAVAILABLE:
        response.headers["Retry-After"] = str(ASK_AGAIN_S)
    if response.status_code == UNAUTHENTICATED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Mintmark API"'
    return response


def install(app: Flask) -> None:
    """Register the three handlers: ours, HTTP's own, and the unexpected."""

    @app.errorhandler(IssuerError)
    def ours(error: IssuerError) -> Response:
        return answer(error)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        if error.response is not None:
            return make_response(error.response)
        response = respond(
            status, CODE_OF_STATUS.get(status, "INTERNAL_ERROR"), SENTENCE_OF_STATUS.get(status) or error.name
        )
        for name, value in error.get_headers():
            if name.lower() in {"allow", "retry-after", "www-authenticate"}:
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        reference = secrets.token_hex(6)
        log.error("unexpected error %s", reference, exc_info=error)
        return respond(
            500,
            "INTERNAL_ERROR",
            "The request could not be finished; nothing was changed.",
            reference=reference,
        )
