"""Attestations: frozen assessment records, kept as the exact canonical bytes that were digested.

Laws: one attestation per profile and digest; never changed, never deleted (triggers
`attestations_never_change`, `attestations_are_kept`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from issuer.store.base import METADATA, TEXT, moment

ATTESTATIONS: Final = Table(
    "attestations",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False),
    Column("achievement_version_id", TEXT, ForeignKey("achievement_versions.id"), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", TEXT, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("salted_digest", LargeBinary, nullable=False),
    moment("received_at"),
    UniqueConstraint("profile_id", "digest"),
    Index("ix_attestations_external_id", "profile_id", "external_id"),
    CheckConstraint("length(salt) >= 16", name="salt_is_long"),
)


@dataclass(frozen=True)
class AttestationRecord:
    """One frozen assessment record.

    Attributes:
        id: `urn:uuid:`; the credential's `relatedResource` names it.
        external_id: the id that the assessing system gave.
        body: its exact JCS bytes.
        digest: `sha256:<hex>` of the body; never published.
        salt: secret bytes; with them the published digest can be shown to belong to the body.
        salted_digest: sha256 of salt and body, as the credential carries it.
    """

    id: str
    profile_id: str
    external_id: str
    person_id: str
    achievement_version_id: str
    body: bytes = field(repr=False)
    digest: str
    salt: bytes = field(repr=False)
    salted_digest: bytes
    received_at: datetime
