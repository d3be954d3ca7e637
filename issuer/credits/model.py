"""What a salary-lane decision looks at: credentials, the teacher's facts, approvals, earlier uses.

All values are frozen and plain: days, exact fractions, words. Whoever fills them has verified the
credentials; nothing here knows a signature. What is not known is None, and a rule that needs it answers
"pending" and never "met".
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What a credential is for: one competency, or a set of them."""

    MICRO_CREDENTIAL = "microCredential"
    MICRO_ENDORSEMENT = "microEndorsement"


class Standing(StrEnum):
    """Whether a credential counts on the day of the decision."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    COULD_NOT_CHECK = "could_not_check"


@dataclass(frozen=True, slots=True)
class Component:
    """One micro-credential inside a micro-endorsement; `id` and `hours` where they are known."""

    code: str
    id: str | None = None
    hours: Fraction | None = None


@dataclass(frozen=True, slots=True)
class UniversityEndorsement:
    """A university's statement about an achievement.

    Attributes:
        university: its name or id.
        valid_from: first day on which it holds.
        valid_until: last day, None for no end.
        accreditor: who accredits the university, None when it is not known.
        transcripted: whether the university posts the credit on a transcript.
        worth: how much it posts, in words; empty where it does not say, or not any more.
    """

    university: str
    valid_from: date
    valid_until: date | None = None
    accreditor: str | None = None
    transcripted: bool = False
    worth: str = ""

    def covers(self, day: date) -> bool:
        """Say whether it was in force on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Earned:
    """One credential of a request.

    Attributes:
        id: the credential's id; its code where there is none.
        code: the achievement's code, such as "SEL-01".
        awarded: the day of the award.
        hours: what the issuer suggests.
        unit: the unit of `hours`.
        version: the achievement's version, None when it is not known.
        title: the achievement's name for a person.
        components: what a micro-endorsement is made of; its hours are theirs and never added to them.
        standing: whether it is in force on the day of the decision.
        endorsements: what universities say about the achievement.
        transcript: whether an official transcript with this credit lies with the request.
    """

    id: str
    code: str
    kind: Kind
    awarded: date
    hours: Fraction
    unit: str = "semesterHour"
    version: str | None = None
    title: str | None = None
    components: tuple[Component, ...] = ()
    standing: Standing = Standing.VALID
    endorsements: tuple[UniversityEndorsement, ...] = ()
    transcript: bool = False


@dataclass(frozen=True, slots=True)
class PreApproval:
    """An approval before the work: for one achievement, its version frozen at that moment.

    Attributes:
        granted: the day, None when only the fact is known.
        version: the version that was approved, None for whichever.
        receipt: id of the signed receipt, where there is one.
    """

    code: str
    granted: date | None = None
    version: str | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One credit that a decision consumed.

    Attributes:
        credit: the credential's id, or its code.
        code: the achievement's code.
        district: who counted it.
        on: the day of the decision.
        decision: id of the decision, where it is known.
    """

    credit: str
    code: str
    district: str
    on: date | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Hours that earlier decisions of this district counted, in its unit, with the day they took effect."""

    on: date
    amount: Fraction


@dataclass(frozen=True)
class Teacher:
    """What the district knows about the person who asks.

    Attributes:
        hire_date: when the district hired them.
        degree_date: when the degree of the current lane was awarded.
        lane: the lane they are on, None when it is not known.
        on_file: hours beyond the degree that are on file already, in the district's unit; None for just
            as many as the lane asks for.
        preapprovals: what was approved before the work.
        uses: credits consumed by earlier decisions, of this district and of others.
        counted: hours of micro-credentials that earlier decisions of this district counted.
        lane_changes: days on which earlier lane changes took effect.
    """

    hire_date: date | None = None
    degree_date: date | None = None
    lane: str | None = None
    on_file: Fraction | None = None
    preapprovals: tuple[PreApproval, ...] = ()
    uses: tuple[Use, ...] = ()
    counted: tuple[Counted, ...] = ()
    lane_changes: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Stack:
    """What completes a micro-endorsement; used for hints alone, whoever issues decides.

    Attributes:
        code: the micro-endorsement's code.
        every: codes that must all be earned.
        some: codes of which `of_some` must be earned.
    """

    code: str
    every: tuple[str, ...]
    some: tuple[str, ...] = ()
    of_some: int = 0

    def is_complete(self, codes: frozenset[str]) -> bool:
        """Say whether these codes complete it."""
        return codes.issuperset(self.every) and len(codes.intersection(self.some)) >= self.of_some


@dataclass(frozen=True)
class Request:
    """What a teacher asks to have counted.

    Attributes:
        on: the day of the request; the rules and the standing of credentials are those of this day.
        stacks: known micro-endorsements; only for hints.
    """

    on: date
    credentials: tuple[Earned, ...]
    teacher: Teacher = field(default_factory=Teacher)
    stacks: tuple[Stack, ...] = ()
