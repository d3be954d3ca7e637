"""Endorsement credentials that profiles of this installation issue, and the statements that they bind.

Laws: one endorsement per (profile, external id), those that were given up not counted; a status slot is
used once, for ever, in a list that carries endorsements alone (trigger `endorsements_use_their_own_lists`);
an endorsement begins as prepared (`endorsements_begin_prepared`); an issued one has its bytes, key and
time, and nothing of it changes any more (`endorsements_only_finish`); nothing is deleted
(`endorsements_are_kept`). A statement never changes (`statements_never_change`); one that holds a person's
facts can be erased, a public one cannot (`public_statements_are_kept`): the digest in the signed
endorsement then still says that it was there. That an endorsement was withdrawn stands in `status_bits`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
)

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, Choice, JsonText, moment, one_of
from issuer.store.rows import settled_once
from issuer.store.rows.credentials import VersionState
from issuer.store.rows.status_lists import Category


class SubjectType(StrEnum):
    """What an endorsement is about."""

    ACHIEVEMENT = "Achievement"
    PROFILE = "Profile"
    CREDENTIAL = "OpenBadgeCredential"


class Audience(StrEnum):
    """Who may read an endorsement: everybody, or whoever was given its address or file."""

    PUBLIC = "public"
    HOLDER = "holder"


ENDORSEMENTS: Final = Table(
    "endorsements",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("request_digest", TEXT, nullable=False),
    Column("subject_id", TEXT, nullable=False),
    Column("subject_type", Choice(SubjectType), nullable=False),
    Column("subject_version", TEXT),
    Column("name", TEXT, nullable=False),
    Column("audience", Choice(Audience), nullable=False),
    Column("state", Choice(VersionState), nullable=False),
    moment("valid_from"),
    moment("valid_until", nullable=True),
    *settled_once.slot(),
    Column("intent", JsonText(), nullable=False),
    *settled_once.settling(),
    Column("context_hashes", JsonText()),
    *settled_once.laws("endorsements", and_issued=" AND context_hashes IS NOT NULL"),
    CheckConstraint(one_of("subject_type", SubjectType), name="subject_type"),
    CheckConstraint(one_of("audience", Audience), name="audience"),
    CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="period"),
    Index("ix_endorsements_subject_id", "subject_id"),
    Index("ix_endorsements_sha256", "sha256"),
)

STATEMENTS: Final = Table(
    "statements",
    METADATA,
    Column("token", TEXT, primary_key=True),
    Column("endorsement_id", TEXT, ForeignKey("endorsements.id"), nullable=False, unique=True),
    Column("kind", TEXT, nullable=False),
    Column("version", TEXT, nullable=False),
    Column("audience", Choice(Audience), nullable=False),
    Column("body", LargeBinary, nullable=False),
    moment("created_at"),
    CheckConstraint(one_of("audience", Audience), name="audience"),
    CheckConstraint("length(token) >= 22", name="token_is_long"),
    Index("ix_statements_kind", "kind"),
)


@dataclass(frozen=True)
class EndorsementRecord:
    """One endorsement credential of a profile.

    Attributes:
        id: the credential id, `urn:uuid:…`.
        external_id: the id under which the caller asked for it; asking again gives this row.
        request_digest: digest of what was asked, so that another request under the same id is refused.
        subject_id: id of the thing that is endorsed.
        subject_version: the version of the achievement that is meant, None for every version or no achievement.
        name: what a list shows.
        audience: who may read it.
        intent: the plain document and what else finishes it after a crash.
        body: the exact signed bytes, when issued.
        sha256: hex digest of the body.
        ended_at: when its status bit was set; the bit never goes back.
        ended_category: why, in the public words.
    """

    id: str
    profile_id: str
    external_id: str
    request_digest: str
    subject_id: str
    subject_type: SubjectType
    subject_version: str | None
    name: str
    audience: Audience
    state: VersionState
    valid_from: datetime
    valid_until: datetime | None
    status_list_id: str
    status_index: int
    intent: JsonObject = field(repr=False)
    prepared_at: datetime
    issued_at: datetime | None = None
    abandoned_at: datetime | None = None
    key_id: str | None = None
    body: bytes | None = field(default=None, repr=False)
    sha256: str | None = None
    context_hashes: JsonObject | None = None
    ended_at: datetime | None = None
    ended_category: Category | None = None


@dataclass(frozen=True)
class StatementRecord:
    """The canonical statement that an endorsement binds by digest.

    Attributes:
        token: last part of its address; never guessed.
        kind: its `type`.
        version: its `version`, which names the schema.
        audience: as the endorsement's; one for the holder can be erased.
        body: the exact canonical bytes.
    """

    token: str
    endorsement_id: str
    kind: str
    version: str
    audience: Audience
    body: bytes = field(repr=False)
    created_at: datetime
