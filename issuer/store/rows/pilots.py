"""Pilots of districts: their cohort, what they cost, what they pay for completing, and what educators answered.

Laws: a cost, an incentive and an answer stay as they were written (`pilot_costs_never_change`, `pilot_answers_never_change`,
`incentives_are_paid_once`) and are kept (`pilot_costs_are_kept`, `incentives_are_kept`, `pilot_answers_are_kept`,
`pilots_are_kept`, `pilot_members_are_kept`); a pilot keeps its district and code (`pilots_keep_their_codes`). A mistake in
a cost is put right by another cost below zero. Days are `YYYY-MM-DD`, amounts exact text such as "250". No credential
names anything of this.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, JsonText, moment

PILOTS: Final = Table(
    "pilots",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("code", TEXT, nullable=False),
    Column("document", JsonText(), nullable=False),
    moment("created_at"),
    moment("changed_at"),
    UniqueConstraint("district_id", "code"),
)

PILOT_MEMBERS: Final = Table(
    "pilot_members",
    METADATA,
    Column("pilot_id", TEXT, ForeignKey("pilots.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("joined_on", TEXT, nullable=False),
    Column("left_on", TEXT),
    PrimaryKeyConstraint("pilot_id", "person_id"),
)

PILOT_COSTS: Final = Table(
    "pilot_costs",
    METADATA,
    Column("pilot_id", TEXT, ForeignKey("pilots.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("amount", TEXT, nullable=False),
    Column("currency", TEXT, nullable=False),
    Column("spent_on", TEXT, nullable=False),
    moment("created_at"),
    PrimaryKeyConstraint("pilot_id", "external_id"),
)

INCENTIVES: Final = Table(
    "incentives",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("pilot_id", TEXT, ForeignKey("pilots.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("credential_id", TEXT, ForeignKey("credentials.id"), nullable=False, index=True),
    Column("amount", TEXT, nullable=False),
    Column("currency", TEXT, nullable=False),
    Column("owed_on", TEXT, nullable=False),
    Column("payroll", TEXT),
    moment("created_at"),
    moment("paid_at", nullable=True),
    UniqueConstraint("pilot_id", "credential_id"),
    CheckConstraint("(payroll IS NULL) = (paid_at IS NULL)", name="paid_names_a_payroll"),
)

PILOT_ANSWERS: Final = Table(
    "pilot_answers",
    METADATA,
    Column("pilot_id", TEXT, ForeignKey("pilots.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("practice", Integer, nullable=False),
    Column("students", Integer, nullable=False),
    Column("incentive", Integer, nullable=False),
    moment("created_at"),
    PrimaryKeyConstraint("pilot_id", "external_id"),
    CheckConstraint("practice IN (0, 1)", name="practice"),
    CheckConstraint("students IN (0, 1)", name="students"),
    CheckConstraint("incentive IN (0, 1)", name="incentive"),
)


@dataclass(frozen=True)
class PilotRecord:
    """One pilot; `document` is what the district said of it, as `services.pilots.keeping` writes it."""

    id: str
    district_id: str
    code: str
    document: JsonObject
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class PilotMemberRecord:
    """Somebody of a cohort; `left_on` is None while they take part."""

    pilot_id: str
    person_id: str
    joined_on: str
    left_on: str | None = None


@dataclass(frozen=True)
class PilotCostRecord:
    """What was spent, below zero where an earlier entry was wrong."""

    pilot_id: str
    external_id: str
    kind: str
    amount: str
    currency: str
    spent_on: str
    created_at: datetime


@dataclass(frozen=True)
class IncentiveRecord:
    """What a district owes somebody for one micro-endorsement; `payroll` names the run that paid it."""

    id: str
    pilot_id: str
    person_id: str
    credential_id: str
    amount: str
    currency: str
    owed_on: str
    created_at: datetime
    payroll: str | None = None
    paid_at: datetime | None = None


@dataclass(frozen=True)
class PilotAnswerRecord:
    """What somebody who is not named answered: 1 for yes."""

    pilot_id: str
    external_id: str
    practice: int
    students: int
    incentive: int
    created_at: datetime
