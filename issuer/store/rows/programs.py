"""What a district chose from the catalog, and which goals of its strategic plan each serves (SEED-06).

A row beside the catalog: no credential names it, and choosing or dropping something changes none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, JsonText, moment

DISTRICT_OFFERS: Final = Table(
    "district_offers",
    METADATA,
    Column("district_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("achievement_id", TEXT, ForeignKey("achievements.id"), nullable=False, index=True),
    Column("goals", JsonText(), nullable=False),
    moment("changed_at"),
    PrimaryKeyConstraint("district_id", "achievement_id"),
)


@dataclass(frozen=True)
class OfferRecord:
    """One achievement in a district's set.

    Attributes:
        district_id: the profile of the district.
        goals: `{goal: text}` of its strategic plan.
    """

    district_id: str
    achievement_id: str
    goals: JsonObject
    changed_at: datetime
