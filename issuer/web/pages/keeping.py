"""`/verify/pack`: take the result of a check along, with everything that it rests on.

The same form is posted once more and checked once more: between two requests nothing is kept. What a holder
does not show at its number is not handed out as a pack either.
"""

from typing import Final

from flask import Blueprint, Response, make_response

from issuer.documents.times import format_time
from issuer.errors import FetchError, InputError
from issuer.services import evidence
from issuer.services.evidence import Evidenced
from issuer.services.toolkit import Toolkit
from issuer.verify.recognising import MEDIA_ZIP
from issuer.web import guard
from issuer.web.pages import handed_in, verify
from issuer.web.pages.handed_in import Found, Mistake
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("keeping", __name__)

NOT_SHOWN: Final = (
    "The holder does not show this credential at its number. Ask the holder for the file, and check that."
)


@blueprint.post("/verify/pack")
def pack() -> Response:
    """Check what was handed in and return the evidence pack."""
    guard.charge()
    toolkit = the_toolkit()
    found = handed_in.read(toolkit)
    made = found if isinstance(found, Mistake) else _evidenced(toolkit, found)
    if isinstance(made, Mistake):
        return verify.show_form(mistake=made)
    moment = format_time(made.report.checked_at).replace(":", "")
    return download(made.pack, MEDIA_ZIP, f"evidence-{moment}.zip")


def _evidenced(toolkit: Toolkit, found: Found) -> Evidenced | Mistake:
    if found.exhibit is not None and not found.exhibit.is_open:
        return Mistake("q", NOT_SHOWN)
    try:
        if found.source is None:
            return evidence.check_url(toolkit, found.link, options=handed_in.options(toolkit))
        return evidence.check(toolkit, found.source, options=handed_in.options(toolkit))
    except FetchError as exc:
        return verify.no_link(exc)
    except InputError as exc:
        return Mistake("file", exc.detail)


def download(body: bytes, media_type: str, name: str) -> Response:
    """Return bytes as a file to keep; no cache may."""
    response = make_response(body)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
