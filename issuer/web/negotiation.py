"""Published bytes as HTTP answers: media type by Accept, ETag, 304, HEAD, CORS, caching.

A document has one body and often several names for its type (a DID document is also JSON); the caller
chooses the name. A page and a document at one address are chosen by Accept too, and `Vary` says so. What nobody offers
is answered with the usual type, as RFC 9110 section 12.4.1 allows.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from flask import Blueprint, Response, make_response, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from issuer.terms import vc

PAGE: Final = "text/html"
NEVER_CHANGES: Final = "public, max-age=31536000, immutable"
MINUTES: Final = "public, max-age=300"
ALWAYS_ASK: Final = "no-cache"
PRIVATE: Final = "private, no-cache"
_LONGEST_KEPT: Final = 300

NAMES_OF: Final[dict[str, tuple[str, ...]]] = {
    vc.MEDIA_DID: (vc.MEDIA_DID, "application/did+ld+json", vc.MEDIA_JSON, vc.MEDIA_LD_JSON),
    vc.MEDIA_LD_JSON: (vc.MEDIA_LD_JSON, vc.MEDIA_JSON),
    vc.MEDIA_JSON: (vc.MEDIA_JSON,),
    vc.MEDIA_JWK: (vc.MEDIA_JWK, vc.MEDIA_JSON),
    vc.MEDIA_JWK_SET: (vc.MEDIA_JWK_SET, vc.MEDIA_JSON),
    vc.MEDIA_VC: (vc.MEDIA_VC, vc.MEDIA_VC_LD, vc.MEDIA_LD_JSON, vc.MEDIA_JSON),
    vc.MEDIA_VC_JWT: (vc.MEDIA_VC_JWT, vc.MEDIA_JWT),
}
"""What else a document of a type may be called; the first is its own name."""


def choose(offers: Sequence[str]) -> str:
    """Return the offer that the caller likes best, the first of equals, and the first when it likes none."""
    accept = request.headers.get("Accept")
    if not accept:
        return offers[0]
    return _best(accept, tuple(offers)) if len(accept) <= _LONGEST_KEPT else _weigh(accept, tuple(offers))


def _weigh(accept: str, offers: tuple[str, ...]) -> str:
    accepted = parse_accept_header(accept, MIMEAccept)
    return max(offers, key=lambda offer: (accepted.quality(offer), -offers.index(offer)))


_best: Final = lru_cache(maxsize=512)(_weigh)
"""The same, remembered: a browser sends one header with every request, and weighing it costs a tenth of a page."""


def wants_page(*documents: str) -> bool:
    """Say whether a person's page is wanted at an address that also has these documents."""
    names = [name for document in documents for name in NAMES_OF[document]]
    return choose([PAGE, *names]) == PAGE


def document(body: bytes, media_type: str, *, cache: str = MINUTES, varies: bool = False) -> Response:
    """Return a published document, or 304 when the caller has it.

    Args:
        body: its exact bytes.
        media_type: its own type; the caller may choose another name of it.
        cache: Cache-Control.
        varies: whether a page lies at the same address.
    """
    names = NAMES_OF.get(media_type, (media_type,))
    response = make_response(body)
    response.headers["Content-Type"] = name = choose(names)
    if varies or len(names) > 1:
        response.vary.add("Accept")
    response.headers["Cache-Control"] = cache
    response.set_etag(etag(body, name))
    response.make_conditional(request)
    return response


def page(html: str, *, cache: str = ALWAYS_ASK, varies: bool = False, status: int = 200) -> Response:
    """Return a person's page."""
    response = make_response(html, status)
    response.headers["Cache-Control"] = cache
    if varies:
        response.vary.add("Accept")
    return response


def etag(body: bytes, media_type: str) -> str:
    """Return a strong validator: other bytes or another name of the type give another one."""
    return hashlib.sha256(media_type.encode() + b"\0" + body).hexdigest()[:32]


def open_to_all(blueprint: Blueprint) -> None:
    """Let scripts of every site read the answers of a blueprint, without credentials.

    What is published is published; nothing here depends on who asks (security.md API-47).
    """

    @blueprint.after_request
    def add(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
            response.headers["Access-Control-Max-Age"] = "86400"
        return response
