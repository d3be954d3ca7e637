"""Security headers on every answer (one place, no page can forget them).

Pages load nothing from elsewhere: `default-src 'none'` and own files only. The embed page is the
one page that another site may frame. Documents for machines are readable from any origin without
credentials, because they are public by design.
"""

from typing import Final

from flask import Flask, Response, g, request

PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
_ALONE: Final = PAGE_POLICY.format(ancestors="'none'")
_FRAMED: Final = PAGE_POLICY.format(ancestors="*")
PICTURE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def allow_framing() -> None:
    """Let other sites frame the answer to this request (the embed page only)."""
    g.may_be_framed = True


def install(app: Flask) -> None:
    """Add the headers to every answer of `app`."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        framed = bool(g.get("may_be_framed", False))
        media_type = response.mimetype
        page_policy = _FRAMED if framed else _ALONE
        policy = PICTURE_POLICY if media_type == "image/svg+xml" else page_policy
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if not framed:
            response.headers.setdefault("X-Frame-Options", "DENY")
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
