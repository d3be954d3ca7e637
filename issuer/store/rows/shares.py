"""Who may see a credential's page, and the link that nobody can guess.

A row of work, made when a page is first asked for: it may change at any time, and says nothing about
whether the credential is good. Laws: one row per credential, one credential per token; a row stays with its
credential (trigger `shares_keep_their_credential`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of


class Visibility(StrEnum):
    """Who may see the page: its holder alone, whoever has the link, or everybody."""

    PRIVATE = "private"
    LINK = "link"
    PUBLIC = "public"


SHARES: Final = Table(
    "shares",
    METADATA,
    Column("credential_id", TEXT, ForeignKey("credentials.id"), primary_key=True),
    Column("visibility", Choice(Visibility), nullable=False, index=True),
    Column("token", TEXT, nullable=False, unique=True),
    moment("created_at"),
    moment("changed_at"),
    CheckConstraint(one_of("visibility", Visibility), name="visibility"),
    CheckConstraint("length(token) >= 22", name="token_is_long"),
)


@dataclass(frozen=True)
class ShareRecord:
    """How one credential is shared.

    Attributes:
        token: the last part of the link; 128 random bits or more. A new one ends the old link.
    """

    credential_id: str
    visibility: Visibility
    token: str = field(repr=False)
    created_at: datetime
    changed_at: datetime
