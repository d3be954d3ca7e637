"""`/sign-in`: a person hands an API key to the browser for some hours, and works with pages instead of a program.

One cookie, for these pages alone: no script reads it, no other site sends it, and it is gone with the browser or after
eight hours. Every form repeats a word that only the browser with the cookie was given, so that no other site can
press a button here; a form that another site sent is refused before a key is looked at.
"""

import hmac
import re
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from flask import Blueprint, Response, g, redirect, render_template, request

from issuer.errors import NotAuthorizedError
from issuer.services import api_keys
from issuer.services.api_keys import Scope, sign_in
from issuer.services.api_keys.sign_in import LASTS, SignedIn
from issuer.web import guard, negotiation
from issuer.web.toolkits import the_toolkit

P = ParamSpec("P")
blueprint = Blueprint("signed_in", __name__)
COOKIE: Final = "__Host-mintmark"
"""The prefix binds it to this host and to HTTPS or loopback (RFC 6265bis section 4.1.3.2)."""
FIELD: Final = "form_token"
FIRST_PAGE: Final = "/batches"
LONGEST_KEY: Final = 200
_PAGES: Final = re.compile(r"/batches(/[0-9a-f-]{36})?", re.ASCII)
_OTHER_SITES: Final = frozenset({"cross-site", "same-site"})
_WRONG: Final = "This key opens nothing here. It may be mistyped, ended or revoked."
_NOT_ENOUGH: Final = "This key may not read credentials. The operator can make one that may."


@blueprint.after_request
def keep_to_itself(response: Response) -> Response:
    """Tell caches and search engines to leave every answer alone."""
    return private(response)


@blueprint.get("/sign-in")
def form() -> Response:
    """Ask for the key."""
    return _form(_asked(request.args.get("next", "")))


@blueprint.post("/sign-in")
def open_() -> Response:
    """Take a key, and go on to the page that was asked for."""
    refuse_other_sites()
    guard.charge()
    toolkit, following = the_toolkit(), _asked(request.form.get("next", ""))
    key = request.form.get("key", "").strip()[:LONGEST_KEY]
    caller = api_keys.caller(toolkit, key)
    if caller is None:
        return _form(following, _WRONG)
    if Scope.CREDENTIALS_READ not in caller.scopes:
        return _form(following, _NOT_ENOUGH)
    token = sign_in.open_with(toolkit, key)
    if token is None:
        return _form(following, _WRONG)
    response = to(following)
    response.set_cookie(COOKIE, token, max_age=LASTS, secure=True, httponly=True, samesite="Strict", path="/")
    return response


@blueprint.post("/sign-out")
def close() -> Response:
    """Forget the key in this browser."""
    refuse_other_sites()
    sign_in.close(the_toolkit(), request.cookies.get(COOKIE, ""))
    response = to("/sign-in")
    response.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict", path="/")
    return response


def who() -> SignedIn:
    """Return who works here; to be asked inside a view that is `for_signed_in`."""
    found = g.signed_in
    if not isinstance(found, SignedIn):
        raise TypeError("this page does not ask who works here")
    return found


def look() -> SignedIn:
    """Return who works in this browser.

    Raises:
        NotAuthorizedError: NOT_AUTHENTICATED where nobody signed in, or the time is over.
    """
    found = sign_in.of(the_toolkit(), request.cookies.get(COOKIE, ""))
    if found is None:
        raise NotAuthorizedError("Sign in with an API key first.", code="NOT_AUTHENTICATED")
    found.caller.require(Scope.CREDENTIALS_READ)
    return found


def for_signed_in(view: Callable[P, Response]) -> Callable[P, Response]:
    """Show a page to whoever signed in; lead everybody else to the form first."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        found = sign_in.of(the_toolkit(), request.cookies.get(COOKIE, ""))
        if found is None:
            return private(to(f"/sign-in?next={_asked(request.path)}"))
        found.caller.require(Scope.CREDENTIALS_READ)
        guard.charge(key_id=found.caller.key_id)
        g.signed_in = found
        return view(*args, **kwargs)

    return guarded


def require_own_form(given: str) -> SignedIn:
    """Return who presses a button that issues or stops something.

    Args:
        given: what the form repeated.

    Raises:
        NotAuthorizedError: another site made the form, or the key may not issue.
    """
    refuse_other_sites()
    found = who()
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), found.form_token.encode()):
        raise NotAuthorizedError(
            "This form is not of the page that you are signed in to.", hint="Load the page again."
        )
    found.caller.require(Scope.CREDENTIALS_ISSUE)
    return found


def refuse_other_sites() -> None:
    """Refuse a form that another site sent (Fetch Metadata section 2.4); old browsers say nothing.

    Raises:
        NotAuthorizedError: another site sent it.
    """
    if request.headers.get("Sec-Fetch-Site", "") in _OTHER_SITES:
        raise NotAuthorizedError("Another site sent this form.", hint="Open the page here and try again.")


def private(response: Response) -> Response:
    """Mark an answer as nobody else's."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def to(path: str) -> Response:
    """Lead to another page of this host."""
    response = redirect(path, 303)
    response.autocorrect_location_header = False  # Whatever address this site is reached under, it stays.
    return response  # type: ignore[return-value]  # Werkzeug's own response class, which Flask's extends


def _asked(path: str) -> str:
    return path if _PAGES.fullmatch(path) else FIRST_PAGE


def _form(following: str, error: str = "") -> Response:
    html = render_template(
        "sign_in.html", following=following, error=error, hours=round(LASTS.total_seconds() / 3600)
    )
    return negotiation.page(html, cache="no-store", status=422 if error else 200)
