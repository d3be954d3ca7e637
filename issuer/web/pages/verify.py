"""`/verify`: a form for a link, a number, a file or text; and the result in words.

Nothing that was handed in is kept, and nothing of it goes into an address: the form is posted. A link or
number of ours is answered from the record; what a foreign link holds is fetched under the fetcher's rules.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template, request

from issuer.badges import certificate_number
from issuer.errors import FetchError, NotFoundError
from issuer.services import exhibits, verification
from issuer.services.exhibits import Exhibit
from issuer.services.toolkit import Toolkit
from issuer.terms import vc
from issuer.verify import Report
from issuer.web import guard, negotiation
from issuer.web.limits import UPLOAD_BODY
from issuer.web.pages import credential as credential_pages
from issuer.web.pages import outcome
from issuer.web.pages.contents import UTC
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("verify", __name__)

LONGEST_QUESTION: Final = 2_000
NOT_ASKED: Final = "Give a link, a certificate number, a file or the text of a credential."
NOT_UNDERSTOOD: Final = (
    "That is neither a link that begins with https:// nor a certificate number. Check it for typing mistakes."
)
NO_SUCH: Final = "There is no credential of this number or link here. Check it for typing mistakes."
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PAGE: Final = re.compile(r"/c/([A-Za-z0-9_-]{22,64})(?:\.[a-z]{3,4}|/[a-z.]{1,12})?")


@dataclass(frozen=True)
class Mistake:
    """Why a check could not begin: the field at fault, and a sentence."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Asked:
    """What was checked: the report, and the credential of ours where it is one."""

    report: Report
    exhibit: Exhibit | None = None


@blueprint.get("/verify")
def form() -> Response:
    """Show the form, with a number or link in it where one was handed on."""
    return _form(q=request.args.get("q", "")[:LONGEST_QUESTION])


@blueprint.post("/verify")
def result() -> Response:
    """Check what was handed in and say what was found."""
    guard.charge()
    toolkit = the_toolkit()
    question = request.form.get("q", "").strip()[:LONGEST_QUESTION]
    pasted = request.form.get("text", "").strip()
    file = request.files.get("file")
    data = file.read(UPLOAD_BODY) if file is not None else b""
    if data:
        return _result(Asked(verification.check(toolkit, data)))
    if pasted:
        return _result(Asked(verification.check(toolkit, pasted.encode("utf-8", "surrogatepass"))))
    if not question:
        return _form(mistake=Mistake("q", NOT_ASKED))
    found = _look_up(toolkit, question)
    if isinstance(found, Mistake):
        return _form(q=question, mistake=found)
    return _result(found)


def _look_up(toolkit: Toolkit, question: str) -> Asked | Mistake:
    """Answer a number or a link: from the record when it is ours, else from the network."""
    number = certificate_number.normalise(question)
    try:
        if certificate_number.valid(number):
            return _ours(toolkit, exhibits.by_number(toolkit, number))
        own = _own_address(toolkit, question)
        if own is not None:
            return _ours(toolkit, exhibits.at(toolkit, own))
    except NotFoundError:
        return Mistake("q", NO_SUCH)
    if not question.startswith("https://"):
        return Mistake("q", NOT_UNDERSTOOD)
    try:
        return Asked(verification.check_url(toolkit, question))
    except FetchError as exc:
        return Mistake("q", f"We could not get that link. {exc.detail}")


def _own_address(toolkit: Toolkit, question: str) -> str | None:
    """Return the last part of a page's address when a link leads to this site, under whatever port it runs."""
    try:
        parts = urlsplit(question)
        host = parts.hostname
    except ValueError:
        return None
    match = _PAGE.fullmatch(parts.path)
    if match is None or parts.scheme not in {"https", "http"} or host not in {toolkit.host, *LOOPBACK}:
        return None
    return match[1]


def _ours(toolkit: Toolkit, exhibit: Exhibit) -> Asked:
    return Asked(verification.check(toolkit, exhibit.body, media_type=vc.MEDIA_VC), exhibit)


def _form(*, q: str = "", mistake: Mistake | None = None) -> Response:
    html = render_template("verify.html", q=q, error=mistake, text="")
    return negotiation.page(html, cache="no-store", status=200 if mistake is None else 422)


def _result(asked: Asked) -> Response:
    exhibit = asked.exhibit
    is_open = exhibit is None or exhibit.is_open
    zone = exhibit.profile.timezone if exhibit is not None and is_open else UTC
    html = render_template(
        "result.html",
        view=outcome.view(asked.report, zone=zone, with_document=exhibit is None),
        open=is_open,
        page=credential_pages.path_of(exhibit) if exhibit is not None and is_open else None,
        number=exhibit.credential.certificate_number if exhibit is not None and is_open else None,
        does_not_say=outcome.DOES_NOT_SAY,
        zone=zone,
    )
    return negotiation.page(html, cache="no-store")
