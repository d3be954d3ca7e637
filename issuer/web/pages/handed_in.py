"""What somebody hands in to be checked: a link, a number, a file or text, and where it is found.

Nothing of it is kept. A link or number of ours is answered from the record; a foreign link is only named
here, and fetched by the verifier under the fetcher's rules.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import request

from issuer.badges import certificate_number
from issuer.errors import NotFoundError
from issuer.services import trust, verification
from issuer.services.evidence import Source
from issuer.services.recognition import reading
from issuer.services.showing import exhibits
from issuer.services.showing.exhibits import Exhibit
from issuer.services.toolkit import Toolkit
from issuer.services.verification import Options
from issuer.terms import vc
from issuer.web.limits import UPLOAD_BODY

LONGEST_QUESTION: Final = 2_000
NOT_ASKED: Final = "Give a link, a certificate number, a file or the text of a credential."
NOT_UNDERSTOOD: Final = (
    "That is neither a link that begins with https:// nor a certificate number. Check it for typing mistakes."
)
MISTYPED: Final = (
    "There is a typing mistake in this certificate number: its letters do not fit together. Compare it with the paper,"
    " letter by letter. Behind the first letters it never holds 0, 1, I, L or O."
)
NO_SUCH: Final = "There is no credential of this number or link here. Check it for typing mistakes."
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_BUNDLE: Final = re.compile(r"/b/([A-Za-z0-9_-]{43})")
_PAGE: Final = re.compile(r"/c/([A-Za-z0-9_-]{22,64})(?:\.[a-z]{3,4}|/[a-z.]{1,12})?")


@dataclass(frozen=True)
class Mistake:
    """Why a check could not begin: the field at fault, and a sentence."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Found:
    """What is to be checked.

    Attributes:
        source: the bytes; None for a link that is still to be fetched.
        link: that link.
        exhibit: the credential of ours where it is one.
        bundle: the token of a bundle of ours where the link is one's.
        again: the form's fields with which the same can be asked again; None for a file, which a form
            cannot hold.
    """

    source: Source | None = None
    link: str = ""
    exhibit: Exhibit | None = None
    bundle: str = ""
    again: tuple[tuple[str, str], ...] | None = None


def read(toolkit: Toolkit) -> Found | Mistake:
    """Return what the form of this request hands in."""
    question = request.form.get("q", "").strip()[:LONGEST_QUESTION]
    pasted = request.form.get("text", "").strip()
    data = _uploaded("file") or _uploaded("photo")
    if data:
        return _of_file(toolkit, data)
    if pasted:
        return Found(Source(pasted.encode("utf-8", "surrogatepass")), again=(("text", pasted),))
    if not question:
        return Mistake("q", NOT_ASKED)
    return _look_up(toolkit, question)


def _uploaded(field: str) -> bytes:
    file = request.files.get(field)
    return b"" if file is None else file.read(UPLOAD_BODY)


def _of_file(toolkit: Toolkit, data: bytes) -> Found | Mistake:
    """Return a file to be judged; a photo of a code of ours stands for the page that the code leads to."""
    address = verification.address_on(toolkit, data)
    if address is not None and any(_own_address(toolkit, address, form) for form in (_PAGE, _BUNDLE)):
        return _look_up(toolkit, address)
    return Found(Source(data))


def options(toolkit: Toolkit) -> Options:
    """Ask *Known issuer?* as soon as there is a list: whoever keeps one wants it used (ADR 8)."""
    return Options(trust=trust.listed(toolkit), district=asked_district(toolkit))


def asked_district(toolkit: Toolkit) -> str | None:
    """Return the district that was chosen, None for none and for one that has no rules."""
    slug = request.values.get("district", "")
    return slug if slug in {profile.slug for profile in reading.districts(toolkit)} else None


def _look_up(toolkit: Toolkit, question: str) -> Found | Mistake:
    """Find a number or a link in the record when it is ours."""
    number = certificate_number.normalise(question)
    again = (("q", question),)
    try:
        if certificate_number.valid(number):
            return _ours(exhibits.by_number(toolkit, number), again)
        if certificate_number.looks_like(number):
            return Mistake("q", MISTYPED)
        bundle = _own_address(toolkit, question, _BUNDLE)
        if bundle is not None:
            return Found(link=toolkit.url(f"/b/{bundle}"), bundle=bundle, again=again)
        own = _own_address(toolkit, question, _PAGE)
        if own is not None:
            return _ours(exhibits.at(toolkit, own), again)
    except NotFoundError:
        return Mistake("q", NO_SUCH)
    if not question.startswith("https://"):
        return Mistake("q", NOT_UNDERSTOOD)
    return Found(link=question, again=again)


def _own_address(toolkit: Toolkit, question: str, form: re.Pattern[str]) -> str | None:
    """Return the last part of a page's address when a link leads to this site, under whatever port it runs."""
    try:
        parts = urlsplit(question)
        host = parts.hostname
    except ValueError:
        return None
    match = form.fullmatch(parts.path)
    if match is None or parts.scheme not in {"https", "http"} or host not in {toolkit.host, *LOOPBACK}:
        return None
    return match[1]


def _ours(exhibit: Exhibit, again: tuple[tuple[str, str], ...]) -> Found:
    return Found(Source(exhibit.body, vc.MEDIA_VC), exhibit=exhibit, again=again)
