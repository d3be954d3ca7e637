"""Credentials, their versions and their JWT forms: what was issued, byte for byte.

Laws: certificate numbers are unique; one credential per (profile, external id) and per award (profile,
person, achievement version, attestation digest); a status slot is used once, for ever, also by an
abandoned version; a version begins as prepared (`credential_versions_begin_prepared`), in a list
that carries credentials alone (`credential_versions_use_their_own_lists`); an issued version has its bytes, key and time, and nothing of it changes any more
(triggers `credential_versions_only_finish`, `credentials_never_change`, `credential_jwts_never_change`);
nothing here is deleted (`credentials_are_kept`, `credential_versions_are_kept`,
`credential_jwts_are_kept`). That a version was ended stands in `status_bits`, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from issuer.documents.strict_json import EncodedObject, JsonObject
from issuer.store.base import METADATA, TEXT, Choice, JsonText, index_where, moment, one_of
from issuer.store.rows.status_lists import Category


class VersionState(StrEnum):
    """Where a version is on the road: prepared, then issued or abandoned, then never again changed."""

    PREPARED = "prepared"
    ISSUED = "issued"
    ABANDONED = "abandoned"


CREDENTIALS: Final = Table(
    "credentials",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("achievement_version_id", TEXT, ForeignKey("achievement_versions.id"), nullable=False, index=True),
    Column("attestation_id", TEXT, ForeignKey("attestations.id"), nullable=False, index=True),
    Column("attestation_digest", TEXT, nullable=False),
    Column("certificate_number", TEXT, nullable=False, unique=True),
    moment("awarded_at"),
    moment("created_at"),
    UniqueConstraint("profile_id", "external_id"),
    UniqueConstraint(
        "profile_id",
        "person_id",
        "achievement_version_id",
        "attestation_digest",
        name="uq_credentials_award",
    ),
    Index("ix_credentials_created_at_id", "created_at", "id"),
)

CREDENTIAL_VERSIONS: Final = Table(
    "credential_versions",
    METADATA,
    Column("credential_id", TEXT, ForeignKey("credentials.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Choice(VersionState), nullable=False),
    moment("valid_from"),
    moment("valid_until", nullable=True),
    Column("status_list_id", TEXT, ForeignKey("status_lists.id"), nullable=False),
    Column("status_index", Integer, nullable=False),
    Column("intent", JsonText(), nullable=False),
    moment("prepared_at"),
    moment("issued_at", nullable=True),
    moment("abandoned_at", nullable=True),
    Column("key_id", TEXT, ForeignKey("keys.id")),
    Column("body", LargeBinary),
    Column("sha256", TEXT),
    Column("context_hashes", JsonText()),
    PrimaryKeyConstraint("credential_id", "number"),
    UniqueConstraint("status_list_id", "status_index"),
    CheckConstraint(one_of("state", VersionState), name="state"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("status_index >= 0", name="status_index"),
    CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="period"),
    CheckConstraint(
        "CASE WHEN state = 'issued' THEN body IS NOT NULL AND sha256 IS NOT NULL AND issued_at IS NOT NULL"
        " AND key_id IS NOT NULL AND context_hashes IS NOT NULL"
        " ELSE body IS NULL AND sha256 IS NULL AND issued_at IS NULL END",
        name="issued_has_its_bytes",
    ),
    CheckConstraint("(state = 'abandoned') = (abandoned_at IS NOT NULL)", name="abandoned_has_a_time"),
    index_where("ix_credential_versions_state", "state", "prepared_at", where="state = 'prepared'"),
    index_where("ix_credential_versions_key_id", "key_id", where="key_id IS NOT NULL"),
    index_where("ix_credential_versions_sha256", "sha256", where="sha256 IS NOT NULL"),
)

CREDENTIAL_JWTS: Final = Table(
    "credential_jwts",
    METADATA,
    Column("credential_id", TEXT, nullable=False),
    Column("number", Integer, nullable=False),
    Column("algorithm", TEXT, nullable=False),
    Column("token", TEXT, nullable=False),
    Column("key_id", TEXT, ForeignKey("keys.id"), nullable=False, index=True),
    moment("created_at"),
    PrimaryKeyConstraint("credential_id", "number", "algorithm"),
    ForeignKeyConstraint(
        ["credential_id", "number"], ["credential_versions.credential_id", "credential_versions.number"]
    ),
)


@dataclass(frozen=True)
class CredentialRecord:
    """One award; its documents are its versions.

    Attributes:
        id: the credential id, `urn:uuid:…`; the same in every version.
        external_id: the id under which the caller asked for it; asking again gives this row.
        attestation_digest: as in the attestation; part of what makes an award unique.
        certificate_number: short number for people.
    """

    id: str
    profile_id: str
    external_id: str
    person_id: str
    achievement_version_id: str
    attestation_id: str
    attestation_digest: str
    certificate_number: str
    awarded_at: datetime
    created_at: datetime


@dataclass(frozen=True)
class PreparedVersion:
    """What commit 1 records of a version, before anything is signed.

    Attributes:
        number: 1 for the first; `CredentialRepository.next_number` gives the next.
        status_list_id: row id of the list; with `status_index` the slot that is now burned.
        intent: everything needed to finish or judge it after a crash.
    """

    credential_id: str
    number: int
    valid_from: datetime
    valid_until: datetime | None
    status_list_id: str
    status_index: int
    intent: JsonObject | EncodedObject
    prepared_at: datetime


@dataclass(frozen=True, kw_only=True)
class FinishedVersions:
    """What commit 2 records of prepared versions that one key signed; as the members of `VersionRecord`.

    Attributes:
        names: (credential id, number) of each.
        bodies: the exact signed bytes of each.
        sha256s: the hex digest of each body.
    """

    names: Sequence[tuple[str, int]]
    bodies: Sequence[bytes] = field(repr=False)
    sha256s: Sequence[str]
    key_id: str
    context_hashes: JsonObject
    issued_at: datetime


@dataclass(frozen=True)
class VersionRecord:
    """One version of a credential.

    Attributes:
        body: the exact signed bytes, when issued.
        sha256: hex digest of the body.
        context_hashes: the sha256 of each context that the bytes were read with, by address.
        ended_at: when its status bit was set; the bit never goes back.
        ended_category: why, in the public words.
    """

    credential_id: str
    number: int
    state: VersionState
    valid_from: datetime
    valid_until: datetime | None
    status_list_id: str
    status_index: int
    intent: JsonObject | EncodedObject = field(repr=False)
    prepared_at: datetime
    issued_at: datetime | None = None
    abandoned_at: datetime | None = None
    key_id: str | None = None
    body: bytes | None = field(default=None, repr=False)
    sha256: str | None = None
    context_hashes: JsonObject | None = None
    ended_at: datetime | None = None
    ended_category: Category | None = None

    def read_intent(self) -> JsonObject:
        """Return the intent as an object; what was just written is still the text of it."""
        return self.intent.read() if isinstance(self.intent, EncodedObject) else self.intent


@dataclass(frozen=True)
class JwtRecord:
    """The compact JWT form of one version under one algorithm, made once and kept."""

    credential_id: str
    number: int
    algorithm: str
    token: str = field(repr=False)
    key_id: str
    created_at: datetime
