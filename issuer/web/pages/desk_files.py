"""One file of the desk as a page, its evidence pack, and the whole batch as CSV."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, render_template

from issuer.documents.times import format_time
from issuer.services import evidence
from issuer.services.desk import sessions, table
from issuer.services.desk.judged import report_of
from issuer.services.evidence import Source
from issuer.services.spreadsheet import csv_lines
from issuer.verify import Verdict
from issuer.verify.recognising import MEDIA_ZIP
from issuer.verify.wording import heading, sentence
from issuer.web import guard, negotiation
from issuer.web.pages import outcome
from issuer.web.pages.contents import UTC
from issuer.web.pages.keeping import download
from issuer.web.pages.outcome_words import ADVICE, MARK_OF_VERDICT
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("desk_files", __name__)
_MARK_OF_UTF8: Final = "\ufeff"
"""Without it, spreadsheets read names with accents wrongly."""
_WAITS: Final = ("Waiting", "This file was not checked yet. Look again in a moment.")


@blueprint.get("/desk/<address:token>/<int(max=1000):number>")
def file(token: str, number: int) -> Response:
    """Show what was found about one file, as a check of that file alone would show it."""
    session, row = sessions.file_of(the_toolkit(), token, number)
    report = report_of(row.report)
    shared = {"session": session, "row": row, "base": f"/desk/{token}", "zone": UTC}
    if report is not None:
        html = render_template(
            "desk_file.html",
            named=(),
            view=outcome.view(report, zone=UTC, with_document=True),
            open=True,
            again=None,
            page=None,
            number=None,
            does_not_say=outcome.DOES_NOT_SAY,
            **shared,
        )
        return negotiation.page(html, cache="no-store")
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
