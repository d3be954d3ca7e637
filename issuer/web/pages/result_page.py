"""The page of one result, wherever it is shown: every name that its template knows, with what it is when unsaid."""

from typing import Any, Final

from flask import Response, render_template

from issuer.badges.names.advice import ADVISES
from issuer.verify import Report
from issuer.web import negotiation
from issuer.web.pages import bundle, counted, outcome, report_view
from issuer.web.pages.contents import UTC

UNSAID: Final[dict[str, Any]] = {
    "open": True,
    "again": None,
    "page": None,
    "number": None,
    "named": (),
    "signs_reports": False,
    "name_marks": bundle.NAME_MARKS,
    "advises": ADVISES,
    "does_not_say": outcome.DOES_NOT_SAY,
}
"""Everything that is needed beside the result itself; a name that is added to the template is added here."""


def show(
    report: Report,
    *,
    zone: str = UTC,
    with_document: bool = True,
    template: str = "result.html",
    **said: Any,  # noqa: ANN401  (names of a template)
) -> Response:
    """Return the page of a result.

    Args:
        report: what was found.
        zone: IANA zone in which moments are told.
        with_document: also show the document that was checked; a page that links to it does not.
        template: the page.
        said: replaces what is unsaid, and adds what the template asks besides.
    """
    view = outcome.view(report, zone=zone, with_document=with_document)
    told = report_view.of(report)
    shown = view if told is None else report_view.worded(view)
    html = render_template(
        template, **(UNSAID | said), view=shown, told=told, zone=zone, counted=counted.of_report(report)
    )
    return negotiation.page(html, cache="no-store")
