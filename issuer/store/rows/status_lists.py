"""Status lists, and the bits that were set in them.

A set bit is a row. Laws: a bit belongs to a slot that a version or an endorsement burned
(`status_bits_name_a_burned_slot`); a list carries credentials or endorsements, so that no two of them share a
slot; a row is never deleted, and never
changes but for a suspension whose category may become final once (triggers `status_bits_never_go_back`,
`status_bits_only_become_final`); lists are kept and their address, length and purpose stay
(`status_lists_are_kept`, `status_lists_only_move_on`, which also keeps the sequence, the count of used
slots and the count of changes from going back). Bits change only on revocation, never on issuing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of


class Category(StrEnum):
    """Why a version was ended, in the public words of this installation."""

    ISSUED_IN_ERROR = "issued_in_error"
    EVIDENCE_MISATTRIBUTED = "evidence_misattributed"
    ASSESSMENT_INVALID = "assessment_invalid"
    SUPERSEDED = "superseded"
    HOLDER_REQUEST = "holder_request"
    FRAUD = "fraud"
    KEY_COMPROMISE = "key_compromise"
    SUSPENDED_PENDING_REVIEW = "suspended_pending_review"


class Carries(StrEnum):
    """Whose slots a list holds; a slot then has one owner without looking at two tables."""

    CREDENTIALS = "credentials"
    ENDORSEMENTS = "endorsements"


STATUS_LISTS: Final = Table(
    "status_lists",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("slug", TEXT, nullable=False, unique=True),
    Column("purpose", TEXT, nullable=False),
    Column("length", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    moment("created_at"),
    moment("closed_at", nullable=True),
    Column("sequence", Integer, nullable=False),
    Column("signed_changes", Integer, nullable=False),
    Column("signed_body", LargeBinary),
    moment("signed_from", nullable=True),
    moment("signed_until", nullable=True),
    Column("carries", Choice(Carries), nullable=False, server_default=text("'credentials'")),
    UniqueConstraint("profile_id", "number"),
    CheckConstraint(one_of("carries", Carries), name="carries"),
    CheckConstraint("length >= 131072 AND length % 8 = 0", name="length"),
    CheckConstraint("used >= 0 AND used <= length", name="used"),
    CheckConstraint("signed_changes <= changes", name="signed_changes"),
    CheckConstraint("(sequence = 0) = (signed_body IS NULL)", name="signed_body"),
)

STATUS_BITS: Final = Table(
    "status_bits",
    METADATA,
    Column("status_list_id", TEXT, nullable=False),
    Column("status_index", Integer, nullable=False),
    Column("category", Choice(Category), nullable=False),
    moment("set_at"),
    moment("final_at", nullable=True),
    Column("change", Integer),
    PrimaryKeyConstraint("status_list_id", "status_index"),
    CheckConstraint(one_of("category", Category), name="category"),
    Index("ix_status_bits_change", "status_list_id", "change"),
)


@dataclass(frozen=True)
class StatusListRecord:
    """One status list of a profile.

    Attributes:
        slug: the last part of its address `<base>/s/<slug>`.
        length: number of slots.
        used: slots burned so far.
        changes: bits set so far; while it differs from `signed_changes` the list must be signed again.
        closed_at: from when on no slot is taken from it.
        sequence: how often it was signed; 0 means never.
        signed_body: the exact bytes of the newest signed list.
        signed_until: until when those bytes are good.
        carries: whose slots it holds.
    """

    id: str
    profile_id: str
    number: int
    slug: str
    purpose: str
    length: int
    created_at: datetime
    used: int = 0
    changes: int = 0
    closed_at: datetime | None = None
    sequence: int = 0
    signed_changes: int = 0
    signed_body: bytes | None = field(default=None, repr=False)
    signed_from: datetime | None = None
    signed_until: datetime | None = None
    carries: Carries = Carries.CREDENTIALS

    @property
    def is_dirty(self) -> bool:
        """Say whether bits were set since the list was last signed, or it never was."""
        return self.sequence == 0 or self.changes != self.signed_changes


@dataclass(frozen=True)
class OpenList:
    """What one who takes a slot needs of a list, without its signed bytes and moments; as `StatusListRecord`."""

    id: str
    slug: str
    length: int
    used: int
    carries: Carries


@dataclass(frozen=True)
class BitRecord:
    """One set bit.

    Attributes:
        final_at: when a suspension became something final.
        change: which change of its list it was, from 1; None where an older program set it.
    """

    status_list_id: str
    status_index: int
    category: Category
    set_at: datetime
    final_at: datetime | None = None
    change: int | None = field(default=None, compare=False)
