"""Events and log leaves: append-only, first unordered, then numbered once by the sequencer.

Laws: no row is deleted (triggers `events_are_kept`, `leaves_are_kept`, `chain_heads_are_kept`); the only
change a row ever sees is the one that gives it its number, and an event its place in the hash chain
(`events_begin_without_number`, `events_are_numbered_once`, `leaves_begin_without_number`,
`leaves_are_numbered_once`); a head is signed once (`chain_heads_are_signed_once`); details are erased or
stay as they are (`event_details_never_change`). `body` is the exact JCS text that the chain covers; the other columns repeat its
members for searching, and `fsck` compares them. Free text stands in `event_details` alone, which can be
erased; the body holds its salted digest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from issuer.store.base import METADATA, TEXT, index_where, moment

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    moment("at"),
    Column("actor", TEXT, nullable=False),
    Column("role", TEXT, nullable=False),
    Column("profile", TEXT),
    Column("action", TEXT, nullable=False),
    Column("object", TEXT, nullable=False),
    Column("before_digest", TEXT),
    Column("after_digest", TEXT),
    Column("category", TEXT),
    Column("request_id", TEXT),
    Column("details_digest", TEXT),
    Column("number", Integer),
    Column("previous_hash", LargeBinary),
    Column("hash", LargeBinary),
    CheckConstraint(
        "(number IS NULL) = (hash IS NULL) AND (number IS NULL) = (previous_hash IS NULL)",
        name="numbered_is_chained",
    ),
    CheckConstraint("number IS NULL OR number >= 1", name="number"),
    Index("ix_events_object", "object"),
    index_where("uq_events_number", "number", where="number IS NOT NULL", unique=True),
    index_where("ix_events_pending", "at", "id", where="number IS NULL"),
)

EVENT_DETAILS: Final = Table(
    "event_details",
    METADATA,
    Column("event_id", TEXT, ForeignKey("events.id"), primary_key=True),
    Column("text", TEXT, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    CheckConstraint("length(salt) >= 16", name="salt_is_long"),
)

LEAVES: Final = Table(
    "leaves",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("credential_id", TEXT),
    Column("version_number", Integer),
    Column("entry", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
    moment("at"),
    Column("number", Integer),
    Column("endorsement_id", TEXT, ForeignKey("endorsements.id")),
    ForeignKeyConstraint(
        ["credential_id", "version_number"],
        ["credential_versions.credential_id", "credential_versions.number"],
    ),
    CheckConstraint("(credential_id IS NULL) = (version_number IS NULL)", name="names_a_version"),
    CheckConstraint("number IS NULL OR number >= 0", name="number"),
    index_where("uq_leaves_number", "number", where="number IS NOT NULL", unique=True),
    index_where(
        "uq_leaves_one_issue", "credential_id", "version_number", where="kind = 'issue'", unique=True
    ),
    # The other leaves of versions; with the index above, every leaf of a version is found.
    index_where(
        "ix_leaves_version",
        "credential_id",
        "version_number",
        where="kind <> 'issue' AND credential_id IS NOT NULL",
    ),
    index_where("ix_leaves_endorsement", "endorsement_id", where="endorsement_id IS NOT NULL"),
    index_where("uq_leaves_one_endorse", "endorsement_id", where="kind = 'endorse'", unique=True),
    index_where("ix_leaves_pending", "at", "id", where="number IS NULL"),
)

CHAIN_HEADS: Final = Table(
    "chain_heads",
    METADATA,
    Column("chain", TEXT, nullable=False),
    Column("size", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    moment("at"),
    Column("signed", LargeBinary),
    PrimaryKeyConstraint("chain", "size"),
    CheckConstraint("chain IN ('events', 'leaves')", name="chain"),
    CheckConstraint("size >= 1", name="size"),
)


@dataclass(frozen=True)
class EventDraft:
    """What a use case says happened; the repository makes the body of it.

    Attributes:
        id: `urn:uuid:`.
        actor: pseudonymous id of who did it; never a name or a mail address.
        role: as what.
        profile: the DID of the profile concerned.
        action: a verb in the past, such as "credential.issued".
        object: id of what it was done to.
        before_digest: digest of the state before, salted where the state tells about a person.
        category: a public word, where there is one.
        details: free text; kept in the erasable side row, under `salt`.
        salt: at least 16 unpredictable bytes; needed with details.
    """

    id: str
    at: datetime
    actor: str
    role: str
    action: str
    object: str
    profile: str | None = None
    before_digest: str | None = None
    after_digest: str | None = None
    category: str | None = None
    request_id: str | None = None
    details: str | None = field(default=None, repr=False)
    salt: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class AlikeEvents:
    """Drafts of events that differ in their id, their object and the state after it; as `EventDraft`.

    Attributes:
        ids: of the events, in their order.
        objects: of each, what it was done to.
        after_digests: of each, the digest of the state after.
    """

    at: datetime
    actor: str
    role: str
    action: str
    profile: str | None
    ids: Sequence[str]
    objects: Sequence[str]
    after_digests: Sequence[str]


@dataclass(frozen=True)
class EventRecord:
    """One event as it is kept; `number`, `previous_hash` and `hash` are None until it is chained."""

    id: str
    body: bytes = field(repr=False)
    at: datetime
    actor: str
    role: str
    profile: str | None
    action: str
    object: str
    before_digest: str | None
    after_digest: str | None
    category: str | None
    request_id: str | None
    details_digest: str | None
    number: int | None = None
    previous_hash: bytes | None = None
    hash: bytes | None = None


@dataclass(frozen=True)
class LeafRecord:
    """One leaf of the Merkle log; `number` counts from 0 and is None until it is sequenced.

    Attributes:
        kind: "issue" (one per version, by law), "endorse" (one per endorsement, by law), or another word
            for a status change, key or JWT.
        entry: the exact bytes that the leaf hash covers; no person in them.
        leaf_hash: RFC 9162 leaf hash of the entry.
    """

    id: str
    kind: str
    credential_id: str | None
    version_number: int | None
    entry: bytes = field(repr=False)
    leaf_hash: bytes
    at: datetime
    number: int | None = None
    endorsement_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AlikeLeaves:
    """Leaves of one kind and moment, none of them numbered yet; as `LeafRecord`.

    Attributes:
        credential_ids: with `version_numbers`, the version that each is about; None for leaves about none.
    """

    kind: str
    at: datetime
    ids: Sequence[str]
    entries: Sequence[bytes] = field(repr=False)
    hashes: Sequence[bytes]
    credential_ids: Sequence[str] | None = None
    version_numbers: Sequence[int] | None = None


@dataclass(frozen=True)
class HeadRecord:
    """What the events' chain or the leaves' tree looked like after one run of the sequencer.

    Attributes:
        chain: "events" or "leaves".
        size: how many rows it covers.
        head: hash of the last event, or root of the tree.
        frontier: what the next run needs to go on from here.
        signed: exact bytes of a signed statement about this head, where one was made.
    """

    chain: str
    size: int
    head: bytes
    frontier: bytes = field(repr=False)
    at: datetime
    signed: bytes | None = field(default=None, repr=False)
