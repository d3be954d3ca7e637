"""`/verify/pack`, `/verify/report`: take the result of a check along, with what it rests on, or signed.

The same form is posted once more and checked once more: between two requests nothing is kept. What a holder
does not show at its number is not handed out so either. A signed report is made only for whoever asks for it by
name, because it does store that a file with this digest was checked; never who asked.
"""

from typing import Final

from flask import Blueprint, Response, make_response

from issuer.documents.times import format_time
from issuer.errors import FetchError, InputError, NotFoundError
from issuer.services import evidence, reports
from issuer.services.evidence import Evidenced
from issuer.services.reports import Checked
from issuer.services.toolkit import Toolkit
from issuer.terms import vc
from issuer.verify.recognising import MEDIA_ZIP
from issuer.web import guard
from issuer.web.pages import handed_in, verify
from issuer.web.pages.handed_in import Found, Mistake
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("keeping", __name__)

REPORT_COST: Final = 20.0
"""A report is signed, logged and kept: it costs a caller as much as twenty checks."""
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


@blueprint.post("/verify/report")
def report() -> Response:
    """Check what was handed in, sign what was found, and return the paper of it."""
    guard.charge(cost=REPORT_COST)
    toolkit = the_toolkit()
    if not toolkit.settings.public_reports:
        raise NotFoundError("This site signs no reports here.")
    found = handed_in.read(toolkit)
    made = found if isinstance(found, Mistake) else _signed(toolkit, found)
    if isinstance(made, Mistake):
        return verify.show_form(mistake=made)
    moment = format_time(made.report.checked_at).replace(":", "")
    return download(reports.pdf(toolkit, made.signed), vc.MEDIA_PDF, f"verification-report-{moment}.pdf")


def _signed(toolkit: Toolkit, found: Found) -> Checked | Mistake:
    if found.exhibit is not None and not found.exhibit.is_open:
        return Mistake("q", NOT_SHOWN)
    try:
        return reports.check(toolkit, found.source or found.link, options=handed_in.options(toolkit))
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
