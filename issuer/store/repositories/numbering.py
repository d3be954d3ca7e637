"""Numbering what happened: what waits is read and hashed in a reader, and its numbers are written in a unit.

So nothing is computed while the log is written, and on SQLite all numbers of a table are one statement: the driver takes
the interpreter back after every row otherwise, and a request that computes beside it keeps it for half a millisecond each.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Table, bindparam, select, text

from issuer.errors import ConflictError
from issuer.ledger.chain import GENESIS, next_hash
from issuer.ledger.tree import Frontier
from issuer.store.fixed import Fixed
from issuer.store.many import Change, Columns
from issuer.store.repositories.leaves import HeadRepository
from issuer.store.rows.events import EVENTS, LEAVES, HeadRecord
from issuer.store.statements import Statements

_EVENTS, _LEAVES = "events", "leaves"
_EVENTS_WAITING: Final = Fixed(
    select(EVENTS.c.id, EVENTS.c.body)
    .where(EVENTS.c.number.is_(None))
    .order_by(EVENTS.c.at, EVENTS.c.id)
    .limit(bindparam("limit")),
    by_index=(EVENTS, "ix_events_pending"),
)
_LEAVES_WAITING: Final = Fixed(
    select(LEAVES.c.id, LEAVES.c.leaf_hash)
    .where(LEAVES.c.number.is_(None))
    .order_by(LEAVES.c.at, LEAVES.c.id)
    .limit(bindparam("limit")),
    by_index=(LEAVES, "ix_leaves_pending"),
)
# One parameter holds all ids, another all hashes of the new events, 32 bytes each.
_NUMBER: Final = {
    EVENTS: text(
        "UPDATE events SET number = :first + given.key, hash = substr(:hashes, 1 + 32 * given.key, 32),"
        " previous_hash = CASE given.key WHEN 0 THEN :before ELSE substr(:hashes, 32 * given.key - 31, 32) END"
        " FROM json_each(:ids) AS given"
        " WHERE events.id = given.value AND +events.number IS NULL"
    ),
    LEAVES: text(
        "UPDATE leaves SET number = :first + given.key FROM json_each(:ids) AS given"
        " WHERE leaves.id = given.value AND +leaves.number IS NULL"
    ),
}
"""For SQLite; the sign before the number keeps it from looking through all that waits for each id."""


@dataclass(frozen=True)
class Numbered:
    """How many rows one run of the sequencer numbered."""

    events: int
    leaves: int


@dataclass(frozen=True)
class Numbering:
    """The numbers that what waits is to get, if nobody numbers before.

    Attributes:
        event_ids: in order of time, then id.
        hashes: of the chain: the one before the first event, then one for each.
        leaf_ids: in order of time, then id.
        frontier: of the tree when they are in it.
        events_head: what both was computed from, None for the very first.
        leaves_head: see `events_head`.
    """

    event_ids: Sequence[str]
    hashes: Sequence[bytes]
    leaf_ids: Sequence[str]
    frontier: Frontier
    events_head: HeadRecord | None
    leaves_head: HeadRecord | None

    @property
    def counts(self) -> Numbered:
        """Return how many rows it numbers."""
        return Numbered(len(self.event_ids), len(self.leaf_ids))

    @property
    def is_owed(self) -> bool:
        """Say whether anything waits for a number, or a head for its signature."""
        heads = (self.events_head, self.leaves_head)
        return bool(self.event_ids or self.leaf_ids) or any(head and head.signed is None for head in heads)


class NumberingRepository:
    """The place of events in their chain and of leaves in their tree; given once, by one process at a time."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._heads = HeadRepository(statements)

    def plan(self, limit: int) -> Numbering:
        """Return the numbers of up to `limit` new events and leaves each. A reader is enough."""
        events_head, leaves_head = self._heads.find_newest(_EVENTS), self._heads.find_newest(_LEAVES)
        events = self._statements.rows(_EVENTS_WAITING, limit=limit)
        leaves = self._statements.rows(_LEAVES_WAITING, limit=limit)
        hashes = [events_head.head if events_head else GENESIS]
        for _id, body in events:
            hashes.append(next_hash(hashes[-1], body))
        frontier = Frontier.from_bytes(leaves_head.size, leaves_head.frontier) if leaves_head else Frontier()
        return Numbering(
            event_ids=[row[0] for row in events],
            hashes=hashes,
            leaf_ids=[row[0] for row in leaves],
            frontier=frontier.extend([row[1] for row in leaves]),
            events_head=events_head,
            leaves_head=leaves_head,
        )

    def carry_out(self, numbering: Numbering, *, at: datetime) -> Numbered:
        """Give rows their numbers, and note both heads.

        Call it in the unit that took the sequencer's lease, so that two processes never number at once; if
        they did, UNIQUE(number) would refuse the second.

        Raises:
            ConflictError: another process numbered meanwhile.
        """
        if numbering.event_ids:
            self._require_newest(_EVENTS, numbering.events_head)
            (*before, head), (_first, *hashes) = numbering.hashes, numbering.hashes
            first = _size(numbering.events_head) + 1
            size = first + len(hashes) - 1
            columns = {"number": range(first, size + 1), "previous_hash": before, "hash": hashes}
            at_once = {"first": first, "before": before[0], "hashes": b"".join(hashes)}
            self._number(EVENTS, numbering.event_ids, columns, at_once)
            self._heads.add(HeadRecord(chain=_EVENTS, size=size, head=head, frontier=b"", at=at))
        if numbering.leaf_ids:
            self._require_newest(_LEAVES, numbering.leaves_head)
            first, size = _size(numbering.leaves_head), numbering.frontier.size
            self._number(LEAVES, numbering.leaf_ids, {"number": range(first, size)}, {"first": first})
            self._heads.add(
                HeadRecord(
                    chain=_LEAVES,
                    size=size,
                    head=numbering.frontier.root(),
                    frontier=numbering.frontier.to_bytes(),
                    at=at,
                )
            )
        return numbering.counts

    def _require_newest(self, chain: str, head: HeadRecord | None) -> None:
        newest = self._heads.find_newest(chain)
        if _size(newest) != _size(head):
            raise ConflictError(_words(chain))

    def _number(
        self, table: Table, ids: Sequence[str], columns: Columns, at_once: Mapping[str, object]
    ) -> None:
        """Write numbers: by column, or with what says the same at once."""
        otherwise = _words(table.name)
        if self._statements.dialect == "postgresql":
            change = Change(keys={"id": ids}, values=columns, same={}, where={"number": None})
            self._statements.change_all(table, change, otherwise=otherwise)
            return
        changed = self._statements.run(
            _NUMBER[table], values={"ids": json.dumps(list(ids)), **at_once}, conflict=otherwise.rstrip(".")
        )
        if changed.rowcount != len(ids):
            self._statements.is_spoiled = True
            raise ConflictError(otherwise)


def _size(head: HeadRecord | None) -> int:
    return 0 if head is None else head.size


def _words(chain: str) -> str:
    return f"Another process is numbering the {chain}."
