"""The trace of *Counts here?* for a page: each rule, what it looked at, what it concluded."""

from dataclasses import dataclass
from typing import Any

from issuer.verify import Report

OUTCOMES = {
    "met": ("yes", "Met"),
    "not_met": ("no", "Not met"),
    "pending": ("unknown", "Open"),
    "note": ("note", "Note"),
}


@dataclass(frozen=True)
class Line:
    """One rule of the trace."""

    word: str
    looked_at: str
    concluded: str


@dataclass(frozen=True)
class Counted:
    """What a district's rules said.

    Attributes:
        title: the answer.
        lines: the trace.
    """

    title: str
    lines: tuple[Line, ...]


def of_report(report: Report) -> Counted | None:
    """Return what the report says about a chosen district; None where none was chosen."""
    check = report.check("counts_here")
    trace: Any = None if check is None else check.evidence.get("trace")
    if check is None or not isinstance(trace, list):
        return None
    lines = tuple(
        Line(OUTCOMES[step["outcome"]][1], step["lookedAt"], step["concluded"])
        for step in trace
        if step["rule"] != "lanes"
    )
    return Counted(check.sentence, lines)
