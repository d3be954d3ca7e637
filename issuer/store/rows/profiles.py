"""Profiles (issuing organisations) and their keys.

Laws: slug, DID and verification method are unique; one active key per profile and purpose; a key's
public part and address never change, a revoked key stays revoked, a retired key never becomes active
again (trigger `keys_only_age`); no key and no profile is deleted (`keys_are_kept`, `profiles_are_kept`);
a profile's slug and DID never change (`profiles_keep_their_ids`). Secret keys are not here: `key_uri`
says where the keyring holds them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, text

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, Choice, JsonText, moment, one_of


class KeyPurpose(StrEnum):
    """What a key signs; one key of each purpose is active per profile."""

    DATA_INTEGRITY = "data-integrity"
    JWT = "jwt"
    JWT_RSA = "jwt-rsa"


class KeyState(StrEnum):
    """Where a key is in its life; only forward."""

    ACTIVE = "active"
    RETIRED = "retired"
    REVOKED = "revoked"


PROFILES: Final = Table(
    "profiles",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("slug", TEXT, nullable=False, unique=True),
    Column("did", TEXT, nullable=False, unique=True),
    Column("name", TEXT, nullable=False),
    Column("parent_id", TEXT, ForeignKey("profiles.id"), index=True),
    Column("data", JsonText(), nullable=False),
    moment("created_at"),
)

KEYS: Final = Table(
    "keys",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False, index=True),
    Column("verification_method", TEXT, nullable=False, unique=True),
    Column("key_uri", TEXT, nullable=False, unique=True),
    Column("key_type", TEXT, nullable=False),
    Column("public_key", JsonText(), nullable=False),
    Column("purpose", Choice(KeyPurpose), nullable=False),
    Column("state", Choice(KeyState), nullable=False),
    moment("created_at"),
    moment("retired_at", nullable=True),
    moment("revoked_at", nullable=True),
    moment("compromised_since", nullable=True),
    CheckConstraint(one_of("purpose", KeyPurpose), name="purpose"),
    CheckConstraint(one_of("state", KeyState), name="state"),
    CheckConstraint("(state = 'revoked') = (revoked_at IS NOT NULL)", name="revoked_has_a_time"),
    CheckConstraint("state <> 'retired' OR retired_at IS NOT NULL", name="retired_has_a_time"),
    CheckConstraint("compromised_since IS NULL OR state = 'revoked'", name="compromised_is_revoked"),
    Index(
        "uq_keys_one_active",
        "profile_id",
        "purpose",
        unique=True,
        sqlite_where=text("state = 'active'"),
        postgresql_where=text("state = 'active'"),
    ),
)


@dataclass(frozen=True)
class ProfileRecord:
    """An issuing organisation.

    Attributes:
        id: `urn:uuid:` of the row; never published.
        slug: short name in addresses.
        did: its issuer id.
        parent_id: the organisation above it.
        data: everything else that its profile document says.
    """

    id: str
    slug: str
    did: str
    name: str
    parent_id: str | None
    data: JsonObject
    created_at: datetime


@dataclass(frozen=True)
class KeyRecord:
    """One key of a profile, without its secret.

    Attributes:
        id: `urn:uuid:` of the row.
        verification_method: `<did>#<fragment>`, the address in proofs.
        key_uri: where the keyring holds the secret.
        key_type: as `signing.keys.KeyType`.
        public_key: `{"multibase": …}` or `{"jwk": …}`.
        compromised_since: from when on somebody else may have signed with it.
    """

    id: str
    profile_id: str
    verification_method: str
    key_uri: str
    key_type: str
    public_key: JsonObject
    purpose: KeyPurpose
    state: KeyState
    created_at: datetime
    retired_at: datetime | None = None
    revoked_at: datetime | None = None
    compromised_since: datetime | None = None
