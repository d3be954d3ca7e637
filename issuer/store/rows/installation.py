"""The installation itself: one row, written at first start, never changed.

Triggers: `installation_is_fixed`, `installation_is_kept`.
The base address is part of every identifier, so changing it afterwards would orphan what was issued.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, Integer, LargeBinary, Table

from issuer.store.base import METADATA, TEXT, moment

INSTALLATION: Final = Table(
    "installation",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("base_url", TEXT, nullable=False),
    moment("created_at"),
    Column("salt", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="single_row"),
)


@dataclass(frozen=True)
class Installation:
    """What was fixed at first start.

    Attributes:
        base_url: `https://host`, part of every identifier.
        salt: secret bytes for pseudonyms of this installation; never published.
    """

    base_url: str
    created_at: datetime
    salt: bytes = field(repr=False)
