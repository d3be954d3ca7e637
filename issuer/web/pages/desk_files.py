"""One file of the desk as a page, its evidence pack, signed reports, and the whole batch as CSV."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Blueprint, Response, render_template

from issuer.documents.times import format_time
from issuer.errors import NotFoundError
from issuer.services import evidence, reports
from issuer.services.desk import sessions, signed, table
from issuer.services.desk.judged import report_of
from issuer.services.evidence import Source
from issuer.services.spreadsheet import csv_lines
from issuer.terms import vc
from issuer.verify import Verdict
from issuer.verify.recognising import MEDIA_ZIP
from issuer.verify.wording import heading, sentence
from issuer.web import guard, negotiation
from issuer.web.pages import result_page
from issuer.web.pages.contents import UTC
from issuer.web.pages.keeping import REPORT_COST, download
from issuer.web.pages.outcome_words import ADVICE, MARK_OF_VERDICT
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("desk_files", __name__)
_MARK_OF_UTF8: Final = "\ufeff"
"""Without it, spreadsheets read names with accents wrongly."""
_WAITS: Final = ("Waiting", "This file was not checked yet. Look again in a moment.")


@blueprint.get("/desk/<address:token>/<int(max=1000):number>")
def file(token: str, number: int) -> Response:
    """Show what was found about one file, as a check of that file alone would show it."""
    toolkit = the_toolkit()
    session, row = sessions.file_of(toolkit, token, number)
    found = report_of(row.report)
    shared: dict[str, Any] = {"session": session, "row": row, "base": f"/desk/{token}", "zone": UTC}
    signs = toolkit.settings.public_reports
    if found is not None:
        return result_page.show(found, template="desk_file.html", signs_reports=signs, **shared)
    verdict = None if row.verdict is None else Verdict(row.verdict)
    words = _WAITS if verdict is None else (heading(verdict, None), sentence(verdict, None))
    html = render_template(
        "desk_unread.html",
        mark="none" if verdict is None else MARK_OF_VERDICT[verdict],
        heading=words[0],
        sentence=words[1],
        advice=() if verdict is None else ADVICE[verdict],
        **shared,
    )
    return negotiation.page(html, cache="no-store")


@blueprint.post("/desk/<address:token>/<int(max=1000):number>/pack")
def pack(token: str, number: int) -> Response:
    """Check one file again and return the evidence pack of that check."""
    guard.charge()
    toolkit = the_toolkit()
    made = evidence.check(toolkit, Source(sessions.bytes_of(toolkit, token, number)))
    moment = format_time(made.report.checked_at).replace(":", "")
    return download(made.pack, MEDIA_ZIP, f"evidence-{number}-{moment}.zip")


@blueprint.post("/desk/<address:token>/report", defaults={"number": None})
@blueprint.post("/desk/<address:token>/<int(max=1000):number>/report")
def report(token: str, number: int | None) -> Response:
    """Sign what was found, about one file or all of them, and return the paper of it."""
    guard.charge(cost=REPORT_COST)
    toolkit = the_toolkit()
    session = sessions.find(toolkit, token)
    if not toolkit.settings.public_reports:
        raise NotFoundError("This site signs no reports here.")
    paper = reports.pdf(toolkit, signed.sign(toolkit, session, number=number))
    moment = format_time(toolkit.clock()).replace(":", "")
    return download(paper, vc.MEDIA_PDF, f"verification-report-{moment}.pdf")


@blueprint.get("/desk/<address:token>/results.csv")
def results(token: str) -> Response:
    """Return one row for each credential; text that a spreadsheet would compute is made harmless."""
    toolkit = the_toolkit()
    session = sessions.find(toolkit, token)

    def lines() -> Iterator[str]:
        yield _MARK_OF_UTF8
        yield from csv_lines(table.HEADINGS, table.rows(toolkit, session))

    response = Response(lines(), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="results.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
