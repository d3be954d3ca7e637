"""Browsers that an API key was handed to for some hours, so that a person can work with pages instead of programs.

Working rows: they end by themselves and are forgotten. A sign-in is known by the SHA-256 of the token in its cookie, so
that a copy of the database opens nothing. Laws: it ends after it began; nothing of it changes
(`sign_ins_stay_what_they_are`), so that none can be made to last or to speak for another key.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table

from issuer.store.base import METADATA, TEXT, moment

SIGN_INS: Final = Table(
    "sign_ins",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("key_id", TEXT, ForeignKey("api_keys.id"), nullable=False),
    moment("created_at"),
    moment("expires_at"),
    CheckConstraint("length(id) = 64", name="id_is_a_digest"),
    CheckConstraint("expires_at > created_at", name="ends_after_it_began"),
    Index("ix_sign_ins_expires_at", "expires_at"),
)


@dataclass(frozen=True)
class SignInRecord:
    """One browser that a key was handed to.

    Attributes:
        id: hex SHA-256 of the token in its cookie.
        key_id: the public part of the key.
    """

    id: str
    key_id: str
    created_at: datetime
    expires_at: datetime
