"""`/verify`: a form for a link, a number, a file or text; and the result in words.

Nothing that was handed in is kept, and nothing of it goes into an address: the form is posted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from issuer.errors import FetchError
from issuer.services import name_help, verification
from issuer.services.name_help import Named
from issuer.services.recognition import reading
from issuer.services.toolkit import Toolkit
from issuer.verify import Report
from issuer.web import guard, negotiation
from issuer.web.pages import bundle as bundle_pages
from issuer.web.pages import credential as credential_pages
from issuer.web.pages import handed_in, result_page
from issuer.web.pages.contents import UTC
from issuer.web.pages.handed_in import LONGEST_QUESTION, Found, Mistake
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("verify", __name__)


@dataclass(frozen=True)
class Asked:
    """What was checked: the report, and what was found where."""

    report: Report
    found: Found


@blueprint.get("/verify")
def form() -> Response:
    """Show the form, with a number or link in it where one was handed on."""
    return show_form(q=request.args.get("q", "")[:LONGEST_QUESTION])


@blueprint.post("/verify")
def result() -> Response:
    """Check what was handed in and say what was found."""
    guard.charge()
    toolkit = the_toolkit()
    found = handed_in.read(toolkit)
    names = request.form.get("name", "")[: bundle_pages.LONGEST_NAMES]
    if isinstance(found, Found) and found.bundle:
        return bundle_pages.show(found.bundle, names=names)
    asked = found if isinstance(found, Mistake) else _check(toolkit, found)
    if isinstance(asked, Mistake):
        return show_form(mistake=asked)
    return _result(asked, names)


def _check(toolkit: Toolkit, found: Found) -> Asked | Mistake:
    if found.source is not None:
        source = found.source
        options = handed_in.options(toolkit)
        report = verification.check(toolkit, source.data, media_type=source.media_type, options=options)
        return Asked(report, found)
    try:
        options = handed_in.options(toolkit)
        return Asked(verification.check_url(toolkit, found.link, options=options), found)
    except FetchError as exc:
        return no_link(exc)


def no_link(error: FetchError) -> Mistake:
    """Return why a link could not be brought, for the form."""
    return Mistake("q", f"We could not get that link. {error.detail}")


def show_form(*, q: str = "", mistake: Mistake | None = None) -> Response:
    """Show the form again, with what is wrong; a question that was posted stands in it."""
    q = q or request.form.get("q", "").strip()[:LONGEST_QUESTION]
    names = request.form.get("name", "")[: bundle_pages.LONGEST_NAMES]
    html = render_template(
        "verify.html",
        q=q,
        error=mistake,
        text="",
        names=names,
        districts=reading.districts(the_toolkit()),
        district=request.values.get("district", ""),
    )
    return negotiation.page(html, cache="no-store", status=200 if mistake is None else 422)


def _named(asked: Asked, applicant: Sequence[str]) -> tuple[Named, ...]:
    """Compare an applicant's names with our record where the page is open, else with what the file holds."""
    if not applicant:
        return ()
    exhibit = asked.found.exhibit
    if exhibit is not None and exhibit.is_open:
        return (Named(None, name_help.on_record(exhibit.holder, applicant)),)
    return name_help.on_report(asked.report, applicant)


def _result(asked: Asked, names: str) -> Response:
    exhibit = asked.found.exhibit
    is_open = exhibit is None or exhibit.is_open
    zone = exhibit.profile.timezone if exhibit is not None and is_open else UTC
    return result_page.show(
        asked.report,
        zone=zone,
        with_document=exhibit is None,
        open=is_open,
        again=asked.found.again,
        signs_reports=the_toolkit().settings.public_reports,
        page=credential_pages.path_of(exhibit) if exhibit is not None and is_open else None,
        number=exhibit.credential.certificate_number if exhibit is not None and is_open else None,
        named=_named(asked, bundle_pages.read_names(names)),
    )
