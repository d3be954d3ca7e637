"""Achievements and their versions: what can be awarded.

Laws: code and address are unique in the installation, (achievement, version) is unique; a version never
changes and is never deleted once it is here, apart from being retired (triggers
`achievement_versions_never_change`, `achievement_versions_are_kept`, `achievements_keep_their_ids`,
`achievements_are_kept`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, JsonText, moment

ACHIEVEMENTS: Final = Table(
    "achievements",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("owner_id", TEXT, ForeignKey("profiles.id"), nullable=False, index=True),
    Column("code", TEXT, nullable=False, unique=True),
    Column("url", TEXT, nullable=False, unique=True),
    moment("created_at"),
)

ACHIEVEMENT_VERSIONS: Final = Table(
    "achievement_versions",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("achievement_id", TEXT, ForeignKey("achievements.id"), nullable=False),
    Column("version", TEXT, nullable=False),
    Column("document", JsonText(), nullable=False),
    Column("rubric_digest", TEXT, nullable=False),
    moment("created_at"),
    moment("retired_at", nullable=True),
    UniqueConstraint("achievement_id", "version"),
)


@dataclass(frozen=True)
class AchievementRecord:
    """A stable achievement; what it says is in its versions.

    Attributes:
        id: `urn:uuid:` of the row.
        owner_id: the profile that may write versions of it.
        url: its stable address `<base>/a/<code>`.
    """

    id: str
    owner_id: str
    code: str
    url: str
    created_at: datetime


@dataclass(frozen=True)
class AchievementVersionRecord:
    """One immutable version.

    Attributes:
        id: `urn:uuid:` of the row.
        document: the catalogue record, members in the order in which they came.
        rubric_digest: `sha256:<hex>` of the canonical rubric.
        retired_at: from when on nothing new is awarded under it.
    """

    id: str
    achievement_id: str
    version: str
    document: JsonObject
    rubric_digest: str
    created_at: datetime
    retired_at: datetime | None = None
