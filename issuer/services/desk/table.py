"""The results of a session as a table: one row for each credential, for a spreadsheet and for programs."""

from collections.abc import Iterator
from typing import Final

from issuer.documents.times import format_time
from issuer.services.desk.groups import NEXT_STEP
from issuer.services.desk.judged import report_of
from issuer.services.spreadsheet import Cell
from issuer.services.toolkit import Toolkit
from issuer.store import DeskFilter, DeskRow, DeskSession
from issuer.verify import Answer, AnswerValue, Report, Verdict
from issuer.verify.summary import summarize

HEADINGS: Final = (
    "number",
    "file",
    "part",
    "verdict",
    "genuine",
    "current",
    "known_issuer",
    "counts_here",
    "reason_codes",
    "next_step",
    "holder",
    "achievement",
    "hours",
    "unit",
    "issuer",
    "issuer_id",
    "awarded",
    "valid_from",
    "valid_until",
    "credential_id",
    "file_sha256",
    "checked_at",
    "sentence",
)
PAGE: Final = 50
NOT_CHECKED: Final = "not_checked"


def rows(toolkit: Toolkit, session: DeskSession) -> Iterator[tuple[Cell, ...]]:
    """Yield the rows under HEADINGS in the order of the files; a page of them is in memory at a time.

    A file that holds several credentials has a row for each of them after its own.
    """
    offset = 0
    while True:
        with toolkit.database.reader() as reader:
            page = reader.desk.rows(session.id, DeskFilter(order="file"), offset=offset, limit=PAGE)
        for row in page:
            yield from _rows(row)
        if len(page) < PAGE:
            return
        offset += PAGE


def _rows(row: DeskRow) -> Iterator[tuple[Cell, ...]]:
    report = report_of(row.report)
    if report is None:
        verdict = row.verdict or NOT_CHECKED
        step = NEXT_STEP[Verdict(row.verdict)] if row.verdict else ""
        checked_at = "" if row.checked_at is None else format_time(row.checked_at)
        known = {"verdict": verdict, "reason_codes": row.code, "next_step": step}
        known |= {"checked_at": checked_at, "sentence": row.words}
        yield _row(row, "", known)
        return
    yield _row(row, "", _facts(report))
    for part in report.parts:
        yield _row(row, part.name, _facts(part.report))


def _row(row: DeskRow, part: str, known: dict[str, str | None]) -> tuple[Cell, ...]:
    named: dict[str, Cell] = {"number": row.number, "file": row.name, "part": part, **known}
    return tuple(named.get(name) for name in HEADINGS)


def _facts(report: Report) -> dict[str, str | None]:
    facts = summarize(report)
    answers = report.answers
    return {
        "verdict": report.verdict.value,
        "genuine": _word(answers.genuine),
        "current": _word(answers.current),
        "known_issuer": _word(answers.known_issuer),
        "counts_here": _word(answers.counts_here),
        "reason_codes": " ".join(facts.codes),
        "next_step": NEXT_STEP[report.verdict],
        "holder": facts.holder,
        "achievement": facts.achievement,
        "hours": facts.hours,
        "unit": facts.unit,
        "issuer": facts.issuer,
        "issuer_id": facts.issuer_id,
        "awarded": facts.awarded,
        "valid_from": facts.valid_from,
        "valid_until": facts.valid_until,
        "credential_id": facts.credential_id,
        "file_sha256": report.sha256,
        "checked_at": format_time(report.checked_at),
        "sentence": report.sentence,
    }


def _word(answer: Answer) -> str:
    value: AnswerValue = answer.value
    return value.value
