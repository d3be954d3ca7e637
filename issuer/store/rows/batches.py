"""Batches: files of awards on their way, one row per award, and what was found wrong with a file.

Laws: what a batch is about never changes, and a batch that ended stays ended (`batches_only_move_on`); a
confirmed batch is kept (`confirmed_batches_are_kept`); an item that was settled, or whose award is recorded,
never changes again (`batch_items_settle_once`); an external id and an award stand once in a batch. Which
credential an item became is in `credentials`, whose own rules keep an award from being issued twice; these
tables only say what is left to do, and lose nothing when they are wrong.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from issuer.documents.strict_json import JsonObject
from issuer.store.base import METADATA, TEXT, Choice, JsonText, moment, one_of


class BatchState(StrEnum):
    """Where a batch is: being read, ready to be confirmed, at work, held, or ended in one of three ways."""

    LOADING = "loading"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class ItemState(StrEnum):
    """Where one award of a batch is."""

    WAITING = "waiting"
    LEASED = "leased"
    ISSUED = "issued"
    KNOWN = "known"
    FAILED = "failed"
    CANCELLED = "cancelled"


BATCHES: Final = Table(
    "batches",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("profile_id", TEXT, ForeignKey("profiles.id"), nullable=False),
    Column("achievement_version_id", TEXT, ForeignKey("achievement_versions.id")),
    Column("name", TEXT, nullable=False),
    Column("form", TEXT, nullable=False),
    Column("actor", TEXT, nullable=False),
    Column("role", TEXT, nullable=False),
    Column("self_check_every", Integer, nullable=False),
    Column("state", Choice(BatchState), nullable=False),
    Column("source_sha256", TEXT),
    Column("total", Integer, nullable=False),
    Column("problem", TEXT),
    moment("created_at"),
    moment("confirmed_at", nullable=True),
    moment("ended_at", nullable=True),
    CheckConstraint(one_of("state", BatchState), name="state"),
    CheckConstraint("total >= 0", name="total"),
    CheckConstraint("self_check_every >= 1", name="self_check_every"),
    CheckConstraint(
        "confirmed_at IS NOT NULL OR state NOT IN ('running', 'paused', 'done')", name="work_was_confirmed"
    ),
    Index("ix_batches_profile_id", "profile_id", "created_at"),
    Index("ix_batches_state", "state", "confirmed_at"),
)

BATCH_ITEMS: Final = Table(
    "batch_items",
    METADATA,
    Column("batch_id", TEXT, ForeignKey("batches.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("external_id", TEXT, nullable=False),
    Column("award", TEXT, nullable=False),
    Column("request", JsonText(), nullable=False),
    Column("state", Choice(ItemState), nullable=False),
    Column("holder", TEXT),
    moment("leased_until", nullable=True),
    Column("tries", Integer, nullable=False),
    Column("credential_id", TEXT, ForeignKey("credentials.id")),
    Column("code", TEXT),
    Column("words", TEXT),
    PrimaryKeyConstraint("batch_id", "number"),
    UniqueConstraint("batch_id", "external_id"),
    UniqueConstraint("batch_id", "award"),
    CheckConstraint(one_of("state", ItemState), name="state"),
    CheckConstraint(
        "(state = 'leased') = (leased_until IS NOT NULL) AND (state = 'leased') = (holder IS NOT NULL)",
        name="leased_has_a_holder",
    ),
    CheckConstraint("(state IN ('issued', 'known')) = (credential_id IS NOT NULL)", name="issued_names_it"),
    CheckConstraint("(state = 'failed') = (words IS NOT NULL)", name="failed_says_why"),
    Index("ix_batch_items_state", "batch_id", "state", "number"),
)

BATCH_GAPS: Final = Table(
    "batch_gaps",
    METADATA,
    Column("batch_id", TEXT, ForeignKey("batches.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("place", TEXT, nullable=False),
    Column("words", TEXT, nullable=False),
    Column("is_error", Integer, nullable=False),
    PrimaryKeyConstraint("batch_id", "number"),
    CheckConstraint("is_error IN (0, 1)", name="is_error"),
)


@dataclass(frozen=True)
class BatchRecord:
    """One file of awards.

    Attributes:
        achievement_version_id: whose columns a CSV file has; None for JSON Lines and for references.
        name: what the file was called.
        form: "csv" or "jsonl".
        actor: who asked; its awards are issued in that name.
        self_check_every: 1 where every credential is verified before its release, n for every n-th.
        source_sha256: hex digest of the whole file.
        total: number of awards.
        problem: why it is held, where nobody asked for that.
    """

    id: str
    profile_id: str
    achievement_version_id: str | None
    name: str
    form: str
    actor: str
    role: str
    self_check_every: int
    created_at: datetime
    state: BatchState = BatchState.LOADING
    source_sha256: str | None = None
    total: int = 0
    problem: str | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class ItemRecord:
    """One award of a batch.

    Attributes:
        number: its place among the awards, from 1.
        line: the line of the file on which it begins, from 1.
        award: who gets what, and in which attempt; stands once in a batch.
        request: what is asked for: `attestation` (a record or the id of one), `awardedAt`, `validUntil`.
        holder: which worker has it.
        tries: how often a worker took it.
    """

    batch_id: str
    number: int
    line: int
    external_id: str
    award: str
    request: JsonObject = field(repr=False)
    state: ItemState = ItemState.WAITING
    holder: str | None = None
    leased_until: datetime | None = None
    tries: int = 0
    credential_id: str | None = None
    code: str | None = None
    words: str | None = None


class SettledItem(NamedTuple):
    """What became of an item, by its number; the other members as in `ItemRecord`."""

    number: int
    state: ItemState
    credential_id: str | None = None
    code: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class GapRecord:
    """One thing that was found in a file: an error, which refuses it, or something to know.

    Attributes:
        number: its place among all that was found, from 1.
        line: the line of the file, 0 for the file as a whole.
        place: the column, or the JSON pointer.
    """

    batch_id: str
    number: int
    line: int
    place: str
    words: str
    is_error: int = 1
