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
_SAME: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(self), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


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
        wanted = [("Content-Security-Policy", policy), *_SAME]
        if not framed:
            wanted.append(("X-Frame-Options", "DENY"))
        if request.is_secure:
            wanted.append(("Strict-Transport-Security", "max-age=31536000"))
        # What a view set itself stays. To look each of them up anew takes three times as long.
        there = {name.lower() for name in response.headers.keys()}  # noqa: SIM118  (iterating gives pairs)
        for name, value in wanted:
            if name.lower() not in there:
                response.headers.add(name, value)
        return response
