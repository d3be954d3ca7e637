"""Micro-endorsements on their way: who completes which, from which components, under which review.

Laws: one micro-endorsement of one achievement at a time per profile and person (a partial unique index);
a component counts in one profile's micro-endorsement of an achievement only (`pathway_claims`); what a
record was put together from never changes (triggers `composition_parts_never_change`,
`composition_parts_are_kept`); one open review at a time (a partial unique index); reviews and notices are
kept, and change only by being closed or sent (`pathway_reviews_are_kept`, `pathway_reviews_close_once`,
`notices_are_kept`, `notices_are_sent_once`); an award keeps whose it is and ends once
(`pathway_awards_are_kept`, `pathway_awards_end_once`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of


class Cause(StrEnum):
    """What happened to the component that opened a review."""

    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class ReviewOutcome(StrEnum):
    """How a review ended."""

    REISSUED = "reissued"
    REVOKED = "revoked"


PATHWAY_AWARDS: Final = Table(
    "pathway_awards",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("achievement_id", TEXT, ForeignKey("achievements.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("attestation_id", TEXT, ForeignKey("attestations.id"), nullable=False),
    moment("created_at"),
    moment("ended_at", nullable=True),
    UniqueConstraint("profile_id", "external_id"),
    Index(
        "uq_pathway_awards_one_at_a_time",
        "profile_id",
        "person_id",
        "achievement_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

COMPOSITION_PARTS: Final = Table(
    "composition_parts",
    METADATA,
    Column("attestation_id", TEXT, ForeignKey("attestations.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("component_id", TEXT, nullable=False, index=True),
    Column("component_number", Integer, nullable=False),
    PrimaryKeyConstraint("attestation_id", "place"),
    UniqueConstraint("attestation_id", "component_id"),
    ForeignKeyConstraint(
        ["component_id", "component_number"],
        ["credential_versions.credential_id", "credential_versions.number"],
    ),
)

PATHWAY_CLAIMS: Final = Table(
    "pathway_claims",
    METADATA,
    Column("achievement_id", TEXT, ForeignKey("achievements.id"), nullable=False),
    Column("component_id", TEXT, ForeignKey("credentials.id"), nullable=False),
    Column("award_id", TEXT, ForeignKey("pathway_awards.id"), nullable=False, index=True),
    PrimaryKeyConstraint("achievement_id", "component_id"),
)

PATHWAY_REVIEWS: Final = Table(
    "pathway_reviews",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("award_id", TEXT, ForeignKey("pathway_awards.id"), nullable=False, index=True),
    Column("credential_id", TEXT, ForeignKey("credentials.id"), nullable=False, index=True),
    Column("component_id", TEXT, ForeignKey("credentials.id"), nullable=False),
    Column("cause", Choice(Cause), nullable=False),
    Column("category", TEXT, nullable=False),
    moment("opened_at"),
    moment("answer_by"),
    moment("closed_at", nullable=True),
    Column("outcome", Choice(ReviewOutcome)),
    Column("decided_by", TEXT),
    CheckConstraint(one_of("cause", Cause), name="cause"),
    CheckConstraint(one_of("outcome", ReviewOutcome), name="outcome"),
    CheckConstraint(
        "(closed_at IS NULL) = (outcome IS NULL) AND (closed_at IS NULL) = (decided_by IS NULL)",
        name="closed_has_an_outcome",
    ),
    Index(
        "uq_pathway_reviews_one_open",
        "award_id",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

PATHWAY_PARTNERS: Final = Table(
    "pathway_partners",
    METADATA,
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("partner_id", TEXT, ForeignKey("profiles.id"), nullable=False, index=True),
    moment("added_at"),
    PrimaryKeyConstraint("profile_id", "partner_id"),
    CheckConstraint("profile_id <> partner_id", name="another_profile"),
)

PATHWAY_DUE: Final = Table(
    "pathway_due",
    METADATA,
    Column("person_id", TEXT, ForeignKey("persons.id"), primary_key=True),
    Column("tries", Integer, nullable=False),
    moment("due_at"),
    Column("problem", TEXT),
    Index("ix_pathway_due_due_at", "due_at"),
)

CURSORS: Final = Table(
    "cursors",
    METADATA,
    Column("name", TEXT, primary_key=True),
    Column("position", Integer, nullable=False),
)

NOTICES: Final = Table(
    "notices",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("credential_id", TEXT, ForeignKey("credentials.id"), nullable=False, index=True),
    Column("kind", TEXT, nullable=False),
    Column("category", TEXT),
    moment("created_at"),
    moment("answer_by", nullable=True),
    moment("sent_at", nullable=True),
    Index(
        "ix_notices_unsent",
        "created_at",
        "id",
        sqlite_where=text("sent_at IS NULL"),
        postgresql_where=text("sent_at IS NULL"),
    ),
)


@dataclass(frozen=True)
class PathwayAward:
    """That a person completes, or completed, a micro-endorsement with a profile.

    Attributes:
        id: `urn:uuid:` of the row.
        external_id: the id under which its credential is asked for.
        attestation_id: the record of what it is put together from now.
        ended_at: when its credential was ended for good; then another one may follow.
    """

    id: str
    profile_id: str
    person_id: str
    achievement_id: str
    external_id: str
    attestation_id: str
    created_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class PartRecord:
    """One component of a record: the credential and the version that was used."""

    attestation_id: str
    place: int
    component_id: str
    component_number: int


@dataclass(frozen=True)
class ReviewRecord:
    """Why a micro-endorsement is on hold, and what became of it.

    Attributes:
        credential_id: the micro-endorsement.
        component_id: the component that opened the review.
        category: the public category of the component's ending.
        answer_by: until when the holder may answer.
        decided_by: pseudonymous id of who closed it.
    """

    id: str
    award_id: str
    credential_id: str
    component_id: str
    cause: Cause
    category: str
    opened_at: datetime
    answer_by: datetime
    closed_at: datetime | None = None
    outcome: ReviewOutcome | None = None
    decided_by: str | None = None


@dataclass(frozen=True)
class DueRecord:
    """A person whose pathways are to be looked at; `problem` is the code of the last failure."""

    person_id: str
    tries: int
    due_at: datetime
    problem: str | None = None


@dataclass(frozen=True)
class NoticeRecord:
    """Something that a holder must be told; whoever delivers mail marks it as sent.

    Attributes:
        kind: what it is about, such as "micro-endorsement.on-hold".
        category: the public category, where there is one.
        answer_by: until when the holder may answer.
    """

    id: str
    profile_id: str
    person_id: str
    credential_id: str
    kind: str
    category: str | None
    created_at: datetime
    answer_by: datetime | None = None
    sent_at: datetime | None = None
