"""From a judgment to the row that keeps it."""

from datetime import datetime

from issuer.documents import strict_json
from issuer.services.batch_verification.judging import Judged
from issuer.services.desk.groups import RANK_OF
from issuer.store import DeskResult
from issuer.verify import Report
from issuer.verify.reading import read_report
from issuer.verify.summary import clean, summarize


def result_of(session_id: str, judged: Judged, now: datetime) -> DeskResult:
    """Return what is kept of one judgment.

    Args:
        session_id: whose file it is.
        judged: what was found.
        now: the moment, for what has no report.
    """
    report, problem = judged.report, judged.problem
    facts = None if report is None else summarize(_shown(report))
    return DeskResult(
        session_id=session_id,
        number=judged.number,
        verdict=judged.verdict.value,
        rank=RANK_OF[judged.verdict],
        holder=facts.holder if facts and facts.holder_is_named else "",
        achievement=facts.achievement if facts else "",
        code=None if problem is None else problem.code,
        words=None if problem is None else clean(problem.detail),
        checked_at=now if report is None else report.checked_at,
        report=None if report is None else strict_json.encode(report.to_json()),
    )


def _shown(report: Report) -> Report:
    """Return the report whose facts stand in the list: of a container that is no credential, its first part."""
    return report.parts[0].report if report.credential is None and report.parts else report


def report_of(data: bytes | None) -> Report | None:
    """Return a report that was kept, None where there is none."""
    return None if data is None else read_report(data)
