"""A signed verification report for a page: what was found then, about which digests, and by whom.

Only what the verifier has shown to be bound by the signature is read here; the words are those of the paper.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time
from issuer.services.reports.paper import KINDS, UNKNOWN
from issuer.services.reports.signing import KIND
from issuer.verify import Report, Verdict
from issuer.verify.wording import HEADINGS
from issuer.web.pages.members import text
from issuer.web.pages.outcome import OutcomeView
from issuer.web.pages.outcome_words import MARK_OF_VERDICT

HEADING: Final = "A genuine verification report"
SENTENCE: Final = (
    "Its maker signed it, and nothing was changed since. What was found then, good or bad, stands below."
)


@dataclass(frozen=True)
class Line:
    """What was found about one file."""

    title: str
    mark: str
    heading: str
    sha256: str


@dataclass(frozen=True)
class Told:
    """What a report says: who found it, when, and about each file what."""

    by: str
    made_at: datetime
    lines: tuple[Line, ...]


def of(report: Report) -> Told | None:
    """Return what a verified document says if it is a verification report whose statement was shown."""
    found = next((item.statement for item in report.statements if item.kind == KIND), None)
    if found is None or report.issuer is None:
        return None
    items = found.get("items")
    listed = items if isinstance(items, list) else []
    return Told(
        by=report.issuer.name or report.issuer.id,
        made_at=parse_time(found.get("madeAt")),
        lines=tuple(_line(item) for item in listed if isinstance(item, dict)),
    )


def worded(view: OutcomeView) -> OutcomeView:
    """Return the words of a page for a genuine report: what was found may be anything but good."""
    if view.report.verdict not in {Verdict.VALID, Verdict.UNTRUSTED}:
        return view
    return replace(view, heading=HEADING, sentence=SENTENCE)


def _line(item: JsonObject) -> Line:
    verdict = Verdict(text(item, "verdict"))
    heading = UNKNOWN if verdict is Verdict.INDETERMINATE else HEADINGS[verdict]
    title = text(item, "title") or KINDS.get(text(item, "kind"), "A file")
    return Line(title, MARK_OF_VERDICT[verdict], heading, text(item, "sha256"))
