"""API keys: who may use the API for which profile, and for what.

Laws: a key is never deleted, and nothing of it changes but that it is revoked once (triggers
`api_keys_are_kept`, `api_keys_are_revoked_once`). The secret is not here: a row holds its SHA-256, which is
enough because the secret is 256 random bits.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, Table

from issuer.store.base import METADATA, TEXT, moment

API_KEYS: Final = Table(
    "api_keys",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False, index=True),
    Column("label", TEXT, nullable=False),
    Column("scopes", TEXT, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    moment("created_at"),
    moment("expires_at", nullable=True),
    moment("revoked_at", nullable=True),
    CheckConstraint("length(secret_hash) = 32", name="secret_is_hashed"),
    CheckConstraint("expires_at IS NULL OR expires_at > created_at", name="period"),
)


@dataclass(frozen=True)
class ApiKeyRecord:
    """One API key, without its secret.

    Attributes:
        id: the public part of the key; names it in lists and events.
        label: what its owner calls it, such as the name of a system; no person.
        scopes: words that say what it may do, separated by one space.
        secret_hash: SHA-256 of the secret part.
        revoked_at: from when on it opens nothing.
    """

    id: str
    profile_id: str
    label: str
    scopes: str
    secret_hash: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
