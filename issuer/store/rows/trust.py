"""The list of known issuers as the events that made it: added, changed, removed.

What the list says at a moment follows from the events; nothing is ever taken out of it without a trace.
Laws: the events of one issuer are numbered from 1 without gaps or twins (primary key), the first one adds it
(check), and no event is changed or deleted (triggers `trust_events_never_change`, `trust_events_are_kept`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of


class TrustAction(StrEnum):
    """What happened to an issuer's place on the list."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


TRUST_EVENTS: Final = Table(
    "trust_events",
    METADATA,
    Column("issuer", TEXT, nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", Choice(TrustAction), nullable=False),
    Column("name", TEXT),
    Column("reason", TEXT, nullable=False),
    Column("added_by", TEXT, nullable=False),
    Column("source", TEXT),
    moment("at"),
    PrimaryKeyConstraint("issuer", "number"),
    CheckConstraint("number >= 1 AND (number > 1 OR action = 'added')", name="begins_added"),
    CheckConstraint(one_of("action", TrustAction), name="action"),
    CheckConstraint("length(reason) >= 1 AND length(added_by) >= 1", name="says_who_and_why"),
    Index("ix_trust_events_at", "at"),
)


@dataclass(frozen=True)
class TrustEventRecord:
    """One change of the list.

    Attributes:
        issuer: the identifier, letter for letter.
        number: which change of this issuer it is, from 1.
        name: the name under which the issuer is known here from then on.
        reason: why.
        added_by: who decided it: an office or an organization, no person.
        source: the publisher of the signed list that it came with, None where it was decided here.
    """

    issuer: str
    number: int
    action: TrustAction
    name: str | None
    reason: str
    added_by: str
    source: str | None
    at: datetime
