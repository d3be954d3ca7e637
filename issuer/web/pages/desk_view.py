"""What a session of the desk looks like on a page: the bar of outcomes, the rows, the numbers of pages.

Every word about a credential comes from its report; words about the work are `services.desk.groups`'.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.services.desk.groups import NEXT_STEP, Group
from issuer.services.desk.judged import report_of
from issuer.services.desk.progress import Progress
from issuer.store import DeskRow
from issuer.verify import Verdict
from issuer.verify.wording import heading
from issuer.web.pages import outcome
from issuer.web.pages.outcome_words import MARK_OF_VERDICT

FILL_OF: Final = {"good": 1, "look": 2, "refused": 4, "unknown": 3}
"""The chart color of each group; the order of the key is the order of the parts."""
ANSWERS: Final = ("Genuine", "Current", "Known issuer", "Counts here")
_NARROW: Final = 4.0
"""Per cent below which a number does not fit over its part; the key says it."""


@dataclass(frozen=True)
class Segment:
    """One part of the bar: where it begins and how wide it is in per cent, and what it stands for."""

    group: Group
    fill: int
    count: int
    begins: float
    width: float

    @property
    def has_room(self) -> bool:
        """Whether its number fits over it."""
        return self.width >= _NARROW


@dataclass(frozen=True)
class Line:
    """One file in the list.

    Attributes:
        title: who holds it as printed, or what the file is called.
        below: what it is for, and what the file is called.
        answers: label, mark and word of each answer, always four.
    """

    number: int
    title: str
    below: str
    mark: str
    verdict: str
    answers: tuple[tuple[str, str, str], ...]
    next_step: str
    checked_at: datetime | None


def segments(progress: Progress) -> tuple[Segment, ...]:
    """Return the parts of the bar of what is judged; a group without files is no part."""
    found: list[Segment] = []
    begins = 0.0
    for group, count in progress.groups:
        width = 100 * count / progress.done if progress.done else 0.0
        if count:
            found.append(Segment(group, FILL_OF[group.key], count, round(begins, 3), round(width, 3)))
        begins += width
    return tuple(found)


def lines(rows: Sequence[DeskRow]) -> tuple[Line, ...]:
    """Return rows as they are shown."""
    return tuple(_line(row) for row in rows)


def _line(row: DeskRow) -> Line:
    title = row.holder or row.name or f"File {row.number}"
    below = [row.achievement, row.name if row.holder else ""]
    report = report_of(row.report)
    if row.verdict is None:
        waits = tuple((label, "none", "Waiting") for label in ANSWERS)
        return Line(row.number, title, row.name and row.achievement, "none", "Waiting", waits, "Wait", None)
    verdict = Verdict(row.verdict)
    if report is None:
        answers = tuple((label, "none", "Not checked") for label in ANSWERS)
    else:
        told = outcome.answers(report)
        answers = tuple((label, mark, word) for label, (mark, _, word, _) in zip(ANSWERS, told, strict=True))
    return Line(
        number=row.number,
        title=title,
        below=" · ".join(filter(None, below)),
        mark=MARK_OF_VERDICT[verdict],
        verdict=heading(verdict, None) if report is None else report.heading,
        answers=answers,
        next_step=NEXT_STEP[verdict],
        checked_at=row.checked_at,
    )
