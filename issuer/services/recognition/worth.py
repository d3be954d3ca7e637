"""What is this worth in my district? Told before the work, for anybody, from rules and public statements.

Four answers: accepted, accepted with pre-approval, undecided, not accepted (domain.md P1 step 2).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from issuer.credits import (
    Component,
    Earned,
    Kind,
    PreApproval,
    Request,
    Result,
    Teacher,
    decide,
    transcripted,
    units,
)
from issuer.credits.reasons import REASONS
from issuer.credits.windows import Placed
from issuer.services import catalog
from issuer.services.recognition.counting import conditions
from issuer.services.recognition.reading import holding, unit_of, university_endorsements, values_of
from issuer.services.toolkit import Toolkit
from issuer.store import ProfileRecord


class Acceptance(StrEnum):
    """Whether a district would count an achievement."""

    ACCEPTED = "accepted"
    WITH_APPROVAL = "accepted_with_preapproval"
    UNDECIDED = "undecided"
    NOT_ACCEPTED = "not_accepted"


@dataclass(frozen=True)
class Worth:
    """What an achievement would count for.

    Attributes:
        suggested: the hours that the issuer suggests, in words; None where it suggests none.
        hours: what the district would count, in words; None where it would not, or cannot say.
        amount: the same in the district's unit; also what would count once the district has settled it, 0 for nothing.
        by_district: whether the district itself set that value.
        sentence: the answer.
        conditions: what must be so of the person, as ends of a sentence that begins with "if".
        rules: the district's rules in words.
        posted: what universities post on a transcript for it today, one sentence each.
    """

    district: ProfileRecord
    code: str
    title: str
    acceptance: Acceptance
    suggested: str | None
    hours: str | None
    amount: Fraction
    by_district: bool
    sentence: str
    conditions: tuple[str, ...]
    window: Placed
    rules_version: str
    rules: tuple[str, ...]
    posted: tuple[str, ...]


def worth(toolkit: Toolkit, district: str, code: str, on: date) -> Worth:
    """Say what an achievement that is earned on a day would count for on that day.

    Raises:
        NotFoundError: there is no such profile or achievement, or no rules hold on the day.
    """
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        _row, rules = holding(reader, profile, on)
        achievement = catalog.value(reader, catalog.find_version(reader, code))
        values = values_of(reader, profile)
        endorsed = university_endorsements(reader, achievement)
    today = toolkit.clock().date()
    is_set = achievement.components is not None
    amount = Fraction(0) if achievement.hours is None else Fraction(achievement.hours)
    earned = Earned(
        id=achievement.code,
        code=achievement.code,
        kind=Kind.MICRO_ENDORSEMENT if is_set else Kind.MICRO_CREDENTIAL,
        awarded=on,
        hours=amount,
        unit=unit_of(achievement),
        version=achievement.version,
        title=achievement.name,
        components=(Component("parts"),) if is_set else (),
        endorsements=endorsed,
    )
    teacher = Teacher(hire_date=on, degree_date=on, preapprovals=(PreApproval(earned.code),))
    found = decide(rules, Request(on, (earned,), teacher), values)
    (item,) = found.items
    hours = units.in_words(item.worth, rules.unit) if item.result is Result.COUNTED else None
    acceptance, words = _words(
        item.result, item.reason, hours, approval=bool(rules.parameters.get("preApprovalRequired"))
    )
    return Worth(
        district=profile,
        code=achievement.code,
        title=achievement.name,
        acceptance=acceptance,
        suggested=None if not amount else units.in_words(amount, earned.unit),
        hours=hours,
        amount=Fraction(0) if item.result is Result.NOT_COUNTED else item.worth,
        by_district=item.source == "district",
        sentence=words,
        conditions=tuple(conditions(rules)),
        window=found.window,
        rules_version=rules.version,
        rules=rules.in_words(),
        posted=transcripted.sentences(endorsed, on=today),
    )


def _words(
    result: Result, reason: str | None, hours: str | None, *, approval: bool
) -> tuple[Acceptance, str]:
    if result is Result.COUNTED and approval:
        return Acceptance.WITH_APPROVAL, f"It counts {hours} if the district approves it before you begin."
    if result is Result.COUNTED:
        return Acceptance.ACCEPTED, f"It counts {hours}."
    told = REASONS[reason] if reason is not None else None
    why = "" if told is None else f" {told.title}. {told.advice}"
    if result is Result.PENDING:
        return Acceptance.UNDECIDED, f"The district has not settled this yet.{why}"
    return Acceptance.NOT_ACCEPTED, f"It does not count by itself.{why}"
