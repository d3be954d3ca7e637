"""Links to somebody's progress: a page that a holder opens without an account.

Laws: a link is never deleted (`progress_links_are_kept`), and nothing of it changes but that it is revoked once
(`progress_links_are_revoked_once`). The link's token is not here: a row holds its SHA-256, which is enough because the
token is 256 random bits. Opening leaves nothing at all.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, LargeBinary, Table, UniqueConstraint

from issuer.store.base import METADATA, TEXT, moment

PROGRESS_LINKS: Final = Table(
    "progress_links",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("owner", TEXT, nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("person_id", TEXT, ForeignKey("persons.id"), nullable=False, index=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id")),
    Column("district_id", TEXT, ForeignKey("profiles.id")),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    moment("created_at"),
    moment("expires_at"),
    moment("revoked_at", nullable=True),
    UniqueConstraint("owner", "external_id"),
    CheckConstraint("length(token_hash) = 32", name="token_is_hashed"),
    CheckConstraint("expires_at > created_at", name="period"),
)


@dataclass(frozen=True)
class ProgressLinkRecord:
    """One link, without its token.

    Attributes:
        owner: row id of the profile that made it, or "installation".
        external_id: the maker's own id; unique for the owner.
        person_id: whose progress it shows.
        profile_id: the issuer whose micro-endorsements it shows, None for every issuer here.
        district_id: the district whose lanes it shows, None for none.
        token_hash: SHA-256 of the last part of the link.
        expires_at: from when on the link shows nothing.
        revoked_at: when it was closed before its time.
    """

    id: str
    owner: str
    external_id: str
    person_id: str
    profile_id: str | None
    district_id: str | None
    token_hash: bytes = field(repr=False)
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
