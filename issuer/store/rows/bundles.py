"""Transfer bundles: one link of a teacher to chosen credentials, and how often it was opened.

Laws: a bundle, its items and its openings are never deleted (triggers `bundles_are_kept`,
`bundle_items_are_kept`, `bundle_openings_are_kept`); nothing of a bundle changes but that it is revoked once
(`bundles_are_revoked_once`), its items never do (`bundle_items_never_change`), and openings only count up
(`bundle_openings_only_count_up`). The link's token is not here: a row holds its SHA-256, which is enough because
the token is 256 random bits. Openings are counted by the hour: nothing in them tells who opened.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of


class OpeningKind(StrEnum):
    """What somebody who has the link did: open the page, take all files, the table or one file, or check it all."""

    PAGE = "page"
    FILES = "files"
    TABLE = "table"
    FILE = "file"
    CHECK = "check"


BUNDLES: Final = Table(
    "bundles",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("recipient", TEXT, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("created_at"),
    moment("expires_at"),
    moment("revoked_at", nullable=True),
    UniqueConstraint("owner", "external_id"),
    CheckConstraint("length(token_hash) = 32", name="token_is_hashed"),
    CheckConstraint("expires_at > created_at", name="period"),
)

BUNDLE_ITEMS: Final = Table(
    "bundle_items",
    METADATA,
    Column("bundle_id", TEXT, ForeignKey("bundles.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("credential_id", TEXT, ForeignKey("credentials.id"), nullable=False, index=True),
    PrimaryKeyConstraint("bundle_id", "position"),
    UniqueConstraint("bundle_id", "credential_id"),
)

BUNDLE_OPENINGS: Final = Table(
    "bundle_openings",
    METADATA,
    Column("bundle_id", TEXT, ForeignKey("bundles.id"), nullable=False),
    Column("kind", Choice(OpeningKind), nullable=False),
    moment("hour"),
    Column("times", Integer, nullable=False),
    PrimaryKeyConstraint("bundle_id", "kind", "hour"),
    CheckConstraint(one_of("kind", OpeningKind), name="kind"),
    CheckConstraint("times >= 1", name="times"),
)


@dataclass(frozen=True)
class BundleRecord:
    """One bundle, without its token.

    Attributes:
        owner: row id of the profile that made it, or "installation".
        external_id: the maker's own id; unique for the owner.
        person_id: the one person whose credentials are in it.
        recipient: for whom it was made, in the maker's words; says who should open it, not who may.
        token_hash: SHA-256 of the last part of the link.
        expires_at: from when on the link shows nothing.
        revoked_at: when it was closed before its time.
    """

    id: str
    owner: str
    external_id: str
    person_id: str
    recipient: str
    token_hash: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True)
class OpeningRecord:
    """How often a link was used for one thing within one hour.

    Attributes:
        hour: the beginning of the hour, UTC.
        times: how often; mail programs that look at links are counted like people.
    """

    kind: OpeningKind
    hour: datetime
    times: int
