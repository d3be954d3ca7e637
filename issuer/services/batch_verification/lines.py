"""One answer as one line of NDJSON: verdict, four answers, reason codes, the facts of a row, on request the report."""

from collections.abc import Iterable

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.errors import IssuerError
from issuer.services.batch_verification.judging import Judged
from issuer.verify import Verdict
from issuer.verify.summary import summarize


def answer(judged: Judged, *, full: bool = False) -> JsonObject:
    """Return one answer as JSON; every member is always there, but for `report`, which has to be asked for."""
    report = judged.report
    found: JsonObject = {
        "number": judged.number,
        "name": judged.name,
        "verdict": judged.verdict.value,
        "sentence": report.sentence if report else None,
        "answers": report.answers.to_json() if report else None,
        "summary": summarize(report).to_json() if report else None,
        "kind": report.kind if report else None,
        "sha256": report.sha256 if report else None,
        "checkedAt": format_time(report.checked_at) if report else None,
        "problem": problem(judged.problem) if judged.problem else None,
    }
    return found | ({"report": report.to_json() if report else None} if full else {})


def problem(error: IssuerError) -> JsonObject:
    """Return why there is no report."""
    return {"code": error.code, "detail": error.detail, "pointer": error.pointer}


def end(verdicts: Iterable[Verdict], error: IssuerError | None = None) -> JsonObject:
    """Return the last line: how many answers stand before it, by verdict, and what ended the batch early."""
    counts = dict.fromkeys((verdict.value for verdict in Verdict), 0)
    for verdict in verdicts:
        counts[verdict.value] += 1
    return {
        "end": True,
        "count": sum(counts.values()),
        "verdicts": dict[str, Json](counts),
        "problem": problem(error) if error else None,
    }
