"""What would it take: how many more of one kind reach the next lane, and when ("two more and you reach MA+15").

Asks the same decision as a real request, with made-up credentials in place of those that are still to be
earned. They are taken as earned on the day of the request, as approved, and as endorsed where the rules ask
for that; the answer names these conditions. Nothing is promised: the rules of the day of the real request
hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from issuer.credits import units
from issuer.credits.decision import decide
from issuer.credits.equivalency import GRADUATE_EQUIVALENT, Basis, Equivalency
from issuer.credits.model import Earned, Kind, PreApproval, Request, UniversityEndorsement
from issuer.credits.outcome import Decision
from issuer.credits.predicates.socket import day
from issuer.credits.rules import RuleSet
from issuer.documents.strict_json import JsonObject

MOST_MORE: Final = 60
_WORDS: Final = {
    Kind.MICRO_CREDENTIAL: ("micro-credential", "micro-credentials"),
    Kind.MICRO_ENDORSEMENT: ("micro-endorsement", "micro-endorsements"),
}
_MADE_UP: Final = "WHAT-IF-"
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Counting:
    """What is counted: credentials of one kind, each of so many hours."""

    kind: Kind
    each: Fraction
    unit: str


@dataclass(frozen=True)
class Prospect:
    """What a number of further credentials would reach.

    Attributes:
        more: how many; None when no number of them reaches the next lane.
        kind: of which kind.
        each: hours of one of them, in `unit`.
        unit: the unit of `each`.
        lane: the lane that is reached, or the next one that is not.
        effective: from when it would be paid; None when it is not reached.
        conditions: what is taken as given, in words.
        sentence: all of this for a teacher.
    """

    more: int | None
    kind: Kind
    each: Fraction
    unit: str
    lane: str | None
    effective: date | None
    conditions: tuple[str, ...]
    sentence: str

    def to_json(self) -> JsonObject:
        """Return it as JSON; every member is always there."""
        return {
            "more": self.more,
            "kind": self.kind.value,
            "hoursEach": units.exact(self.each),
            "unit": self.unit,
            "lane": self.lane,
            "effective": None if self.effective is None else self.effective.isoformat(),
            "conditions": list(self.conditions),
            "sentence": self.sentence,
        }


def what_if(
    rules: RuleSet,
    request: Request,
    equivalencies: Iterable[Equivalency] = (),
    *,
    kind: Kind,
    each: Fraction,
    unit: str = "semesterHour",
) -> Prospect:
    """Find the smallest number of further credentials that reaches the next lane.

    Args:
        rules: the district's rules.
        request: what is earned already, on the day of the question.
        equivalencies: what the district says achievements are worth.
        kind: what would be earned.
        each: the hours of one of them.
        unit: the unit of `each`.
    """
    known = tuple(equivalencies)
    now = decide(rules, request, known)
    given = _conditions(rules)

    def told(more: int | None, found: Decision, sentence: str) -> Prospect:
        lane = (
            None if found.move is None else (found.move.after if more is not None else found.move.following)
        )
        effective = found.window.effective if more is not None else None
        name = None if lane is None else lane.name
        return Prospect(more, kind, each, unit, name, effective, given, sentence)

    if now.move is None:
        return told(None, now, "Your lane is not on file here, so we cannot say what is missing.")
    if now.move.steps:
        words = f"You reach {now.move.after.name} on {day(now.window.effective)} with what you have."
        return told(0, now, words)
    if now.move.following is None:
        return told(None, now, f"{now.move.after.name} is the highest lane of your degree here.")
    target = now.move.following.name
    for more in range(1, MOST_MORE + 1):
        asked = _with(rules, request, more, Counting(kind, each, unit))
        found = decide(rules, asked, (*known, *_values(rules, asked)))
        if found.move is not None and found.move.steps:
            words = f"{_count(more, kind)} more and you reach {found.move.after.name} on {day(found.window.effective)}."
            return told(more, found, words[0].upper() + words[1:])
        if found.hours == now.hours:
            break
    words = f"More {_WORDS[kind][1]} of {units.in_words(each, unit)} do not lead to {target} under the rules of today."
    return told(None, now, words)


def _with(rules: RuleSet, request: Request, more: int, what: Counting) -> Request:
    """Return the request with made-up credentials that meet whatever can still be met."""
    accepted = rules.parameters.get("accreditation", (None,))
    supposed = UniversityEndorsement("A university", request.on, accreditor=accepted[0])
    made = tuple(
        Earned(
            id=f"{_MADE_UP}{number}",
            code=f"{_MADE_UP}{number}",
            kind=what.kind,
            awarded=request.on,
            hours=what.each,
            unit=what.unit,
            endorsements=(supposed,),
            transcript=True,
        )
        for number in range(1, more + 1)
    )
    approved = tuple(PreApproval(item.code, request.on) for item in made)
    teacher = replace(request.teacher, preapprovals=(*request.teacher.preapprovals, *approved))
    return replace(request, credentials=(*request.credentials, *made), teacher=teacher)


def _values(rules: RuleSet, request: Request) -> tuple[Equivalency, ...]:
    """Return values that the district would have to set, where it counts nothing without one."""
    if not rules.parameters.get("equivalencyRequired"):
        return ()
    return tuple(
        Equivalency(
            rules.district, item.code, None, 1, item.hours, item.unit, GRADUATE_EQUIVALENT, Basis.LOCAL, date.min
        )
        for item in request.credentials
        if item.code.startswith(_MADE_UP)
    )  # fmt: skip


def _conditions(rules: RuleSet) -> tuple[str, ...]:
    told = ["You earn them by the day of the request."]
    if rules.parameters.get("preApprovalRequired"):
        told.append("The district approves them before you begin.")
    if "requires" in rules.parameters or rules.parameters.get("acceptsBadgeInLieuOfTranscript") is False:
        told.append("A university endorses them.")
    if rules.parameters.get("equivalencyRequired"):
        told.append("The district sets a value for them.")
    return tuple(told)


def _count(more: int, kind: Kind) -> str:
    number = _NUMBERS[more] if more < len(_NUMBERS) else str(more)
    return f"{number} {_WORDS[kind][0 if more == 1 else 1]}"
