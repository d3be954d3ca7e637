"""Endorsements that were signed elsewhere and handed in, and the invitations to endorse.

Laws: the same bytes are kept once; an upload never changes but for what its newest check said and that its
carrier took it off (`endorsement_uploads_only_age`), and is kept (`endorsement_uploads_are_kept`); an
invitation is answered or closed once and says the same for ever (`endorsement_invitations_only_end`). Of its
link the SHA-256 alone is kept.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Table

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of
from issuer.store.rows.endorsements import SubjectType

ENDORSEMENT_INVITATIONS: Final = Table(
    "endorsement_invitations",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False, index=True),
    Column("subject_id", TEXT, nullable=False),
    Column("subject_type", Choice(SubjectType), nullable=False),
    Column("subject_version", TEXT),
    Column("endorser", TEXT, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("created_at"),
    moment("expires_at"),
    moment("answered_at", nullable=True),
    Column("answer_id", TEXT),
    moment("closed_at", nullable=True),
    CheckConstraint(one_of("subject_type", SubjectType), name="subject_type"),
    CheckConstraint("length(token_hash) = 32", name="token_is_hashed"),
    CheckConstraint("(answered_at IS NULL) = (answer_id IS NULL)", name="answered_has_an_answer"),
    CheckConstraint("expires_at > created_at", name="ends_after_it_begins"),
)

ENDORSEMENT_UPLOADS: Final = Table(
    "endorsement_uploads",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("credential_id", TEXT, nullable=False),
    Column("issuer", TEXT, nullable=False),
    Column("issuer_name", TEXT, nullable=False),
    Column("subject_id", TEXT, nullable=False),
    Column("subject_type", Choice(SubjectType), nullable=False),
    Column("subject_version", TEXT),
    Column("name", TEXT, nullable=False),
    Column("comment", TEXT, nullable=False),
    moment("valid_from"),
    moment("valid_until", nullable=True),
    Column("media_type", TEXT, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("sha256", TEXT, nullable=False, unique=True),
    Column("carried", TEXT, nullable=False),
    moment("received_at"),
    Column("verdict", TEXT, nullable=False),
    moment("checked_at"),
    moment("removed_at", nullable=True),
    CheckConstraint(one_of("subject_type", SubjectType), name="subject_type"),
    CheckConstraint("carried IN ('yes', 'no')", name="carried"),
    Index("ix_endorsement_uploads_subject_id", "subject_id"),
)


@dataclass(frozen=True)
class InvitationRecord:
    """An invitation to endorse one thing.

    Attributes:
        profile_id: who invites, and owns what is to be endorsed.
        endorser: who is invited, by name.
        token_hash: SHA-256 of the link's secret part.
        answered_at: when the endorsement came.
        answer_id: which endorsement it was, `urn:uuid:` of it here.
    """

    id: str
    profile_id: str
    subject_id: str
    subject_type: SubjectType
    subject_version: str | None
    endorser: str
    token_hash: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime
    answered_at: datetime | None = None
    answer_id: str | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class UploadRecord:
    """An endorsement that somebody signed in a system of their own.

    Attributes:
        id: `urn:uuid:` of the row; its address here.
        credential_id: its own id.
        issuer: id of the endorser.
        body: the exact bytes that were handed in.
        carried: "yes" when later credentials carry it.
        verdict: what the newest check said.
        checked_at: when that was.
        removed_at: when its carrier took it off the pages.
    """

    id: str
    credential_id: str
    issuer: str
    issuer_name: str
    subject_id: str
    subject_type: SubjectType
    subject_version: str | None
    name: str
    comment: str
    valid_from: datetime
    valid_until: datetime | None
    media_type: str
    body: bytes = field(repr=False)
    sha256: str
    carried: str
    received_at: datetime
    verdict: str
    checked_at: datetime
    removed_at: datetime | None = None
