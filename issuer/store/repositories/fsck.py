"""Comparing the record with itself: counts that must agree, and rows that break a promise.

`fsck` above this adds what this room cannot do: verify every signature, read the published lists, and
compare the chain and the tree with heads kept outside (security.md section 5). Use it in a reader, so that
everything is of one moment.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select

from issuer.ledger.tree import Frontier, leaf_hash
from issuer.store.repositories.events import body_of, details_digest
from issuer.store.rows.attestations import ATTESTATIONS
from issuer.store.rows.credentials import CREDENTIAL_JWTS, CREDENTIAL_VERSIONS, CREDENTIALS, VersionState
from issuer.store.rows.endorsements import ENDORSEMENTS
from issuer.store.rows.events import CHAIN_HEADS, EVENT_DETAILS, EVENTS, LEAVES, EventRecord
from issuer.store.rows.status_lists import STATUS_BITS, STATUS_LISTS
from issuer.store.rows.transcripts import TRANSCRIPTS
from issuer.store.statements import Statements

_VERSION = CREDENTIAL_VERSIONS.c
_ENDORSEMENT = ENDORSEMENTS.c
_LEAF = LEAVES.c
_LIST = STATUS_LISTS.c
_BYTES = frozenset({"body", "previous_hash", "hash"})


@dataclass(frozen=True)
class Counts:
    """How many of each there are; `issued` must equal `issue_leaves`, `endorsed` must equal `endorse_leaves`.

    Attributes:
        prepared: versions under way; none should be older than a minute.
        endorsed: endorsement credentials that were issued.
        slots: slots that were burned, by abandoned versions and endorsements too.
        set_bits: bits that were set in status lists.
        pending_events: events that the sequencer has not chained yet.
        pending_leaves: leaves that it has not numbered yet.
    """

    credentials: int
    prepared: int
    issued: int
    abandoned: int
    jwts: int
    endorsed: int
    slots: int
    set_bits: int
    events: int
    pending_events: int
    leaves: int
    pending_leaves: int
    issue_leaves: int
    endorse_leaves: int


@dataclass(frozen=True)
class Discrepancy:
    """One row that breaks a promise: which table, which row, what is wrong with it."""

    table: str
    row: str
    sentence: str


class FsckRepository:
    """Reads everything and changes nothing."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def counts(self) -> Counts:
        """Return how many of each there are."""
        return Counts(
            credentials=self._count(CREDENTIALS),
            prepared=self._count(CREDENTIAL_VERSIONS, _VERSION.state == VersionState.PREPARED),
            issued=self._count(CREDENTIAL_VERSIONS, _VERSION.state == VersionState.ISSUED),
            abandoned=self._count(CREDENTIAL_VERSIONS, _VERSION.state == VersionState.ABANDONED),
            jwts=self._count(CREDENTIAL_JWTS),
            endorsed=self._count(ENDORSEMENTS, _ENDORSEMENT.state == VersionState.ISSUED),
            slots=sum(self._count(table) for table in (CREDENTIAL_VERSIONS, ENDORSEMENTS, TRANSCRIPTS)),
            set_bits=self._count(STATUS_BITS),
            events=self._count(EVENTS),
            pending_events=self._count(EVENTS, EVENTS.c.number.is_(None)),
            leaves=self._count(LEAVES),
            pending_leaves=self._count(LEAVES, _LEAF.number.is_(None)),
            issue_leaves=self._count(LEAVES, _LEAF.kind == "issue"),
            endorse_leaves=self._count(LEAVES, _LEAF.kind == "endorse"),
        )

    def discrepancies(self, *, stale_before: datetime) -> Iterator[Discrepancy]:
        """Yield every row that breaks a promise; nothing for a record that is whole.

        Args:
            stale_before: versions that have been prepared since before this moment are left behind.
        """
        yield from self._versions(stale_before)
        yield from self._endorsements(stale_before)
        yield from self._transcripts(stale_before)
        yield from self._attestations()
        yield from self._lists()
        yield from self.events()
        yield from self._leaves()

    def _count(self, table: Table, *where: ColumnElement[bool]) -> int:
        return int(self._statements.run(select(func.count()).select_from(table).where(*where)).scalar_one())

    def _versions(self, stale_before: datetime) -> Iterator[Discrepancy]:
        leaves = {
            tuple(row)
            for row in self._statements.run(
                select(_LEAF.credential_id, _LEAF.version_number).where(_LEAF.kind == "issue")
            )
        }
        query = select(
            _VERSION.credential_id,
            _VERSION.number,
            _VERSION.state,
            _VERSION.prepared_at,
            _VERSION.body,
            _VERSION.sha256,
        )
        for row in self._statements.each(query):
            name = f"{row.credential_id} version {row.number}"
            issued = row.state is VersionState.ISSUED
            if issued and hashlib.sha256(_raw(row.body)).hexdigest() != row.sha256:
                yield Discrepancy("credential_versions", name, "The bytes are not the ones that were issued.")
            if issued and (row.credential_id, row.number) not in leaves:
                yield Discrepancy("credential_versions", name, "It was issued and is not in the log.")
            if not issued and (row.credential_id, row.number) in leaves:
                yield Discrepancy("leaves", name, "It is in the log and was not issued.")
            if row.state is VersionState.PREPARED and row.prepared_at < stale_before:
                yield Discrepancy("credential_versions", name, "It was left behind; sweep it.")

    def _endorsements(self, stale_before: datetime) -> Iterator[Discrepancy]:
        """Find endorsements that break the same promises as versions do."""
        query = select(_LEAF.endorsement_id).where(_LEAF.kind == "endorse")
        leaves = set(self._statements.run(query).scalars())
        columns = (_ENDORSEMENT.id, _ENDORSEMENT.state, _ENDORSEMENT.prepared_at, _ENDORSEMENT.body)
        for row in self._statements.each(select(*columns, _ENDORSEMENT.sha256)):
            issued = row.state is VersionState.ISSUED
            if issued and hashlib.sha256(row.body).hexdigest() != row.sha256:
                yield Discrepancy("endorsements", row.id, "The bytes are not the ones that were issued.")
            if issued and row.id not in leaves:
                yield Discrepancy("endorsements", row.id, "It was issued and is not in the log.")
            if not issued and row.id in leaves:
                yield Discrepancy("leaves", row.id, "It is in the log and was not issued.")
            if row.state is VersionState.PREPARED and row.prepared_at < stale_before:
                yield Discrepancy("endorsements", row.id, "It was left behind; sweep it.")

    def _transcripts(self, stale_before: datetime) -> Iterator[Discrepancy]:
        columns = (TRANSCRIPTS.c.id, TRANSCRIPTS.c.state, TRANSCRIPTS.c.prepared_at, TRANSCRIPTS.c.body)
        for row in self._statements.each(select(*columns, TRANSCRIPTS.c.sha256)):
            issued = row.state is VersionState.ISSUED
            if issued and hashlib.sha256(_raw(row.body)).hexdigest() != row.sha256:
                yield Discrepancy("transcripts", row.id, "The bytes are not the ones that were issued.")
            if row.state is VersionState.PREPARED and row.prepared_at < stale_before:
                yield Discrepancy("transcripts", row.id, "It was left behind; sweep it.")

    def _attestations(self) -> Iterator[Discrepancy]:
        table = ATTESTATIONS.c
        query = select(table.id, table.body, table.digest, table.salt, table.salted_digest)
        for row in self._statements.each(query):
            if "sha256:" + hashlib.sha256(_raw(row.body)).hexdigest() != row.digest:
                yield Discrepancy("attestations", row.id, "The record is not the one that was digested.")
            if hashlib.sha256(_raw(row.salt) + _raw(row.body)).digest() != row.salted_digest:
                yield Discrepancy("attestations", row.id, "The salted digest does not belong to the record.")
        mismatched = (
            select(CREDENTIALS.c.id)
            .join(ATTESTATIONS, table.id == CREDENTIALS.c.attestation_id)
            .where(table.digest != CREDENTIALS.c.attestation_digest)
        )
        for credential_id in self._statements.run(mismatched).scalars():
            yield Discrepancy("credentials", credential_id, "It names another attestation than its own.")

    def _lists(self) -> Iterator[Discrepancy]:
        slots = Counter(self._per_list(_VERSION.status_list_id))
        slots.update(self._per_list(_ENDORSEMENT.status_list_id))
        slots.update(self._per_list(TRANSCRIPTS.c.status_list_id))
        bits = self._per_list(STATUS_BITS.c.status_list_id)
        for row in self._statements.run(select(_LIST.id, _LIST.slug, _LIST.used, _LIST.changes)):
            if slots.get(row.id, 0) != row.used:
                yield Discrepancy("status_lists", row.slug, "The count of used slots is wrong.")
            if bits.get(row.id, 0) != row.changes:
                yield Discrepancy("status_lists", row.slug, "The count of set bits is wrong.")

    def _per_list(self, column: ColumnElement[Any]) -> dict[str, int]:
        rows = self._statements.run(select(column, func.count()).group_by(column))
        return {str(name): int(count) for name, count in rows}

    def events(self) -> Iterator[Discrepancy]:
        """Yield every event whose columns or free text are not what its body says."""
        digests = {}
        for members in self._statements.each(select(EVENTS)):
            event = EventRecord(**members._mapping)  # noqa: SLF001  (SQLAlchemy's documented name)
            digests[event.id] = event.details_digest
            if _holds_bytes(event) or body_of(event) != event.body:
                yield Discrepancy("events", event.id, "Its columns do not say what its body says.")
        for row in self._statements.each(select(EVENT_DETAILS)):
            if details_digest(str(row.text), _raw(row.salt)) != digests.get(row.event_id):
                yield Discrepancy("event_details", row.event_id, "The text is not the one that was recorded.")

    def _leaves(self) -> Iterator[Discrepancy]:
        """Hash every leaf again, and compare the tree with every head that was noted."""
        heads = {
            row.size: row.head
            for row in self._statements.run(
                select(CHAIN_HEADS.c.size, CHAIN_HEADS.c.head).where(CHAIN_HEADS.c.chain == "leaves")
            )
        }
        frontier = Frontier()
        query = select(_LEAF.id, _LEAF.entry, _LEAF.leaf_hash, _LEAF.number)
        waiting = query.where(_LEAF.number.is_(None))
        # By the index of the numbers, which holds no others; together, the database would sort the whole log.
        numbered = query.where(_LEAF.number.is_not(None)).order_by(_LEAF.number)
        for row in chain(self._statements.each(waiting), self._statements.each(numbered)):
            if leaf_hash(_raw(row.entry)) != row.leaf_hash:
                yield Discrepancy("leaves", row.id, "The entry is not the one that was hashed.")
            if row.number is None:
                continue
            if row.number != frontier.size:
                yield Discrepancy(
                    "leaves", row.id, f"It has number {row.number}, and leaf {frontier.size} is gone."
                )
                return
            frontier = frontier.append(_raw(row.leaf_hash))
            if heads.get(frontier.size, frontier.root()) != frontier.root():
                yield Discrepancy(
                    "leaves", row.id, f"The log of {frontier.size} leaves has another root than noted."
                )
        if max(heads, default=0) > frontier.size:
            yield Discrepancy(
                "leaves", "", f"The log ends at {frontier.size}; {max(heads)} leaves were noted."
            )


def _holds_bytes(event: EventRecord) -> bool:
    """Whether an edit by hand left bytes where an event has words."""
    return any(isinstance(value, bytes) for name, value in vars(event).items() if name not in _BYTES)


def _raw(value: object) -> bytes:
    """Return what stands in a column of bytes; what an edit by hand left there in place of bytes fits no hash."""
    return (
        value if isinstance(value, bytes) else b"no bytes: " + repr(value).encode("utf-8", "backslashreplace")
    )
