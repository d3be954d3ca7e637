"""Credit: rules of districts, values of recognisers, approvals, employment facts, decisions and used credits.

Laws: a version of a district's rules, a value, an approval and a decision never change and are kept
(`lane_rules_never_change`, `lane_rules_are_kept`, `credit_equivalencies_never_change`,
`credit_equivalencies_are_kept`, `pre_approvals_never_change`, `pre_approvals_are_kept`,
`lane_decisions_never_change`, `lane_decisions_are_kept`); a credit is used once in a district, for ever: one row per (district, credential) and per
(district, person, achievement) (`credit_uses_never_change`, `credit_uses_are_kept`). What a district knows of
a person's employment changes and can be erased. Days are `YYYY-MM-DD`, amounts are exact text such as
"7.5" or "2/3".
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, JsonText, moment

LANE_RULES: Final = Table(
    "lane_rules",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("version", TEXT, nullable=False),
    Column("document", JsonText(), nullable=False),
    moment("created_at"),
    UniqueConstraint("district_id", "version"),
)

CREDIT_EQUIVALENCIES: Final = Table(
    "credit_equivalencies",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("recogniser_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("achievement_id", TEXT, ForeignKey("achievements.id"), nullable=False, index=True),
    Column("achievement_version", TEXT, nullable=False),
    Column("number", Integer, nullable=False),
    Column("document", JsonText(), nullable=False),
    moment("created_at"),
    UniqueConstraint("recogniser_id", "external_id"),
    UniqueConstraint(
        "recogniser_id",
        "achievement_id",
        "achievement_version",
        "number",
        name="uq_credit_equivalencies_number",
    ),
    CheckConstraint("number >= 1", name="number"),
)

PRE_APPROVALS: Final = Table(
    "pre_approvals",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("achievement_version_id", TEXT, ForeignKey("achievement_versions.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("granted_on", TEXT, nullable=False),
    Column("decider", TEXT, nullable=False),
    moment("created_at"),
    UniqueConstraint("district_id", "external_id"),
    UniqueConstraint("district_id", "person_id", "achievement_version_id"),
)

EMPLOYMENTS: Final = Table(
    "employments",
    METADATA,
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("hired_on", TEXT),
    Column("degree_on", TEXT),
    Column("lane", TEXT),
    Column("on_file", TEXT),
    moment("changed_at"),
    PrimaryKeyConstraint("district_id", "person_id"),
)

LANE_DECISIONS: Final = Table(
    "lane_decisions",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("external_id", TEXT, nullable=False),
    Column("rules_id", TEXT, ForeignKey("lane_rules.id"), nullable=False),
    Column("requested_on", TEXT, nullable=False),
    Column("effective_on", TEXT, nullable=False),
    Column("hours", TEXT, nullable=False),
    Column("lane_changed", Integer, nullable=False),
    Column("inputs", JsonText(), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", TEXT, nullable=False),
    moment("decided_at"),
    UniqueConstraint("district_id", "external_id"),
    CheckConstraint("lane_changed IN (0, 1)", name="lane_changed"),
    Index("ix_lane_decisions_district_id", "district_id", "decided_at"),
)

CREDIT_USES: Final = Table(
    "credit_uses",
    METADATA,
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("credential_id", TEXT, nullable=False),
    Column("code", TEXT, nullable=False),
    Column("decision_id", TEXT, ForeignKey("lane_decisions.id"), nullable=False, index=True),
    Column("used_on", TEXT, nullable=False),
    PrimaryKeyConstraint("district_id", "credential_id"),
    UniqueConstraint("district_id", "person_id", "code"),
)


@dataclass(frozen=True)
class LaneRulesRecord:
    """One version of a district's rules; `document` is the rule set as it was given."""

    id: str
    district_id: str
    version: str
    document: JsonObject
    created_at: datetime


@dataclass(frozen=True)
class EquivalencyRecord:
    """One version of what a recogniser says an achievement is worth.

    Attributes:
        achievement_version: the version it is about, "" for every version.
        number: 1 for the first about this achievement version.
        document: the statement, as `credits.equivalency` writes it.
    """

    id: str
    recogniser_id: str
    external_id: str
    achievement_id: str
    achievement_version: str
    number: int
    document: JsonObject
    created_at: datetime


@dataclass(frozen=True)
class PreApprovalRecord:
    """An approval before the work; it names one immutable version, which is how that is frozen."""

    id: str
    district_id: str
    person_id: str
    achievement_version_id: str
    external_id: str
    granted_on: str
    decider: str
    created_at: datetime


@dataclass(frozen=True)
class EmploymentRecord:
    """What a district knows of a person: days, lane, hours on file; None where it is not known."""

    district_id: str
    person_id: str
    hired_on: str | None
    degree_on: str | None
    lane: str | None
    on_file: str | None
    changed_at: datetime


@dataclass(frozen=True)
class LaneDecisionRecord:
    """One recorded decision.

    Attributes:
        effective_on: from when a new lane is paid.
        hours: what was counted, exact, in the district's unit.
        inputs: everything that was looked at, so that it can be decided again.
        body: the decision's exact canonical JSON.
        digest: `sha256:<hex>` of the body.
    """

    id: str
    district_id: str
    person_id: str
    external_id: str
    rules_id: str
    requested_on: str
    effective_on: str
    hours: str
    lane_changed: int
    inputs: JsonObject = field(repr=False)
    body: bytes = field(repr=False)
    digest: str
    decided_at: datetime


@dataclass(frozen=True)
class CreditUseRecord:
    """One credit that a decision used up in a district: a credential, or a component of one."""

    district_id: str
    person_id: str
    credential_id: str
    code: str
    decision_id: str
    used_on: str
