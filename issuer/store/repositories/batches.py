"""Batches and their items: read in, confirmed, leased to workers in chunks, settled once.

A lease that is not renewed ends by itself, so that a worker that died holds nothing up. What a worker did
before it died stands in `credentials`; the next worker looks there first.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, bindparam, delete, func, select, update

from issuer.store.fixed import Fixed
from issuer.store.many import Change
from issuer.store.rows.batches import (
    BATCH_GAPS,
    BATCH_ITEMS,
    BATCHES,
    BatchRecord,
    BatchState,
    GapRecord,
    ItemRecord,
    ItemState,
    SettledItem,
)
from issuer.store.statements import Statements

_BATCH = BATCHES.c
_ITEM = BATCH_ITEMS.c
_GAP = BATCH_GAPS.c
_TAKEN = (
    select(_ITEM.number, _ITEM.line, _ITEM.external_id, _ITEM.award, _ITEM.request, _ITEM.tries)
    .where(_ITEM.batch_id == bindparam("batch_id"))
    .order_by(_ITEM.number)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)
_WAITING: Final = Fixed(_TAKEN.where(_ITEM.state == ItemState.WAITING))
_ENDED: Final = Fixed(_TAKEN.where(_ITEM.state == ItemState.LEASED, _ITEM.leased_until <= bindparam("now")))


class BatchRepository:
    """Files of awards. A confirmed batch is kept; its items move on and never back once they are settled."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, batch: BatchRecord) -> None:
        """Keep a new batch, without items yet.

        Raises:
            ConflictError: the id is taken, or profile or version are not here.
        """
        self._statements.add(BATCHES, batch, conflict="This batch cannot be added")

    def get(self, batch_id: str) -> BatchRecord:
        """Return a batch.

        Raises:
            NotFoundError: there is none.
        """
        query = select(BATCHES).where(_BATCH.id == batch_id)
        return self._statements.get(BatchRecord, query, missing=f"There is no batch {batch_id}.")

    def lock(self, batch_id: str, *, shared: bool = False) -> BatchRecord:
        """Return a batch and keep its state from changing until this unit ends.

        Args:
            batch_id: which.
            shared: let other units hold it too, as workers do that settle items side by side.

        Raises:
            NotFoundError: there is none.
        """
        query = select(BATCHES).where(_BATCH.id == batch_id).with_for_update(read=shared)
        return self._statements.get(BatchRecord, query, missing=f"There is no batch {batch_id}.")

    def newest(self, *, profile_id: str | None = None, limit: int = 100) -> tuple[BatchRecord, ...]:
        """Return batches, newest first."""
        query = select(BATCHES).order_by(_BATCH.created_at.desc(), _BATCH.id).limit(limit)
        if profile_id is not None:
            query = query.where(_BATCH.profile_id == profile_id)
        return self._statements.all(BatchRecord, query)

    def running(self) -> tuple[BatchRecord, ...]:
        """Return the batches that workers work on, the one confirmed first before the others."""
        query = (
            select(BATCHES).where(_BATCH.state == BatchState.RUNNING).order_by(_BATCH.confirmed_at, _BATCH.id)
        )
        return self._statements.all(BatchRecord, query)

    def move(self, batch_id: str, *, old: Sequence[BatchState], new: BatchState, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        """Give a batch its next state, and other columns with it.

        Raises:
            ConflictError: it is in none of the `old` states.
        """
        self._statements.change(
            update(BATCHES).where(_BATCH.id == batch_id, _BATCH.state.in_(old)).values(state=new, **values),
            otherwise=f"The batch {batch_id} is not {' or '.join(old)}.",
        )

    def forget(self, batch_id: str) -> None:
        """Delete a batch that was never confirmed, with its items and gaps.

        Raises:
            ConflictError: it was confirmed, or is not here.
        """
        self._statements.change(
            delete(BATCHES).where(_BATCH.id == batch_id, _BATCH.confirmed_at.is_(None)),
            otherwise=f"The batch {batch_id} was confirmed, or is not here.",
        )

    def forget_items(self, batch_id: str) -> None:
        """Delete the items of a batch that was refused; what was found in it stays."""
        self._statements.run(delete(BATCH_ITEMS).where(_ITEM.batch_id == batch_id))

    def add_items(self, items: Sequence[ItemRecord]) -> frozenset[int]:
        """Keep items and return the numbers of those whose external id or award stands in the batch already."""
        if not items:
            return frozenset()
        statement = self._statements.upsert(BATCH_ITEMS).on_conflict_do_nothing().returning(_ITEM.number)
        kept = self._statements.run(statement.values([vars(item) for item in items])).scalars()
        return frozenset(item.number for item in items) - frozenset(kept)

    def find_twin(self, item: ItemRecord) -> ItemRecord | None:
        """Return the item of the same batch that has this one's external id, or else its award."""
        for same in (_ITEM.external_id == item.external_id, _ITEM.award == item.award):
            found = self._statements.find(
                ItemRecord, select(BATCH_ITEMS).where(_ITEM.batch_id == item.batch_id, same)
            )
            if found is not None:
                return found
        return None

    def add_gaps(self, gaps: Sequence[GapRecord]) -> None:
        """Keep what was found in a file."""
        self._statements.add_all(BATCH_GAPS, gaps, conflict="What was found cannot be added")

    def gaps(self, batch_id: str, *, after: int = 0, limit: int = 1000) -> tuple[GapRecord, ...]:
        """Return what was found, in order, from after `after` on."""
        query = (
            select(BATCH_GAPS)
            .where(_GAP.batch_id == batch_id, _GAP.number > after)
            .order_by(_GAP.number)
            .limit(limit)
        )
        return self._statements.all(GapRecord, query)

    def count_gaps(self, batch_id: str) -> tuple[int, int]:
        """Return how many errors and how many other things were found in a file."""
        query = select(_GAP.is_error, func.count()).where(_GAP.batch_id == batch_id).group_by(_GAP.is_error)
        counts = {int(is_error): int(count) for is_error, count in self._statements.run(query)}
        return counts.get(1, 0), counts.get(0, 0)

    def count_items(self, batch_id: str) -> dict[ItemState, int]:
        """Return how many items are in each state; this is the progress."""
        query = select(_ITEM.state, func.count()).where(_ITEM.batch_id == batch_id).group_by(_ITEM.state)
        return dict.fromkeys(ItemState, 0) | {
            state: int(count) for state, count in self._statements.run(query)
        }

    def items(self, batch_id: str, *, after: int = 0, limit: int = 1000) -> tuple[ItemRecord, ...]:
        """Return items by number, from after `after` on."""
        query = (
            select(BATCH_ITEMS)
            .where(_ITEM.batch_id == batch_id, _ITEM.number > after)
            .order_by(_ITEM.number)
            .limit(limit)
        )
        return self._statements.all(ItemRecord, query)

    def lease(
        self, batch_id: str, *, holder: str, now: datetime, until: datetime, limit: int
    ) -> tuple[ItemRecord, ...]:
        """Take up to `limit` items that wait, or whose lease has ended; by number.

        Workers that ask at the same time get different items and do not wait for each other.
        """
        rows = self._statements.rows(_WAITING, batch_id=batch_id, most=limit)
        if len(rows) < limit:
            rows += self._statements.rows(_ENDED, batch_id=batch_id, now=now, most=limit - len(rows))
        if not rows:
            return ()
        rows.sort()
        mine = self._statements.among(_ITEM.number, [number for number, *_rest in rows])
        lease = {"state": ItemState.LEASED, "holder": holder, "leased_until": until}
        self._statements.run(
            update(BATCH_ITEMS).where(_ITEM.batch_id == batch_id, mine).values(**lease, tries=_ITEM.tries + 1)
        )
        return tuple(
            ItemRecord(
                batch_id,
                number,
                line,
                external_id,
                award,
                request,
                ItemState.LEASED,
                holder,
                until,
                tries + 1,
            )
            for number, line, external_id, award, request, tries in rows
        )

    def renew(self, batch_id: str, *, holder: str, until: datetime) -> int:
        """Hold on to everything a worker has of a batch and return how much that is."""
        held = _ITEM.batch_id == batch_id, _ITEM.state == ItemState.LEASED, _ITEM.holder == holder
        return self._statements.run(update(BATCH_ITEMS).where(*held).values(leased_until=until)).rowcount

    def give_back(self, batch_id: str, *, holder: str) -> int:
        """Let go of everything a worker has of a batch and return how much that was."""
        held = _ITEM.batch_id == batch_id, _ITEM.state == ItemState.LEASED, _ITEM.holder == holder
        values = {"state": ItemState.WAITING, "holder": None, "leased_until": None}
        return self._statements.run(update(BATCH_ITEMS).where(*held).values(**values)).rowcount

    def settle(self, batch_id: str, settled: Sequence[SettledItem], *, holder: str) -> None:
        """Record what became of items that this worker holds.

        Raises:
            ConflictError: the lease of one ended and another worker has it; nothing of this unit is kept.
        """
        if not settled:
            return
        number, *told = zip(*settled, strict=True)
        change = Change(
            keys={"batch_id": [batch_id] * len(settled), "number": number},
            values=dict(zip(SettledItem._fields[1:], told, strict=True)),
            same={"holder": None, "leased_until": None},
            where={"state": ItemState.LEASED, "holder": holder},
        )
        self._statements.change_all(BATCH_ITEMS, change, otherwise="Another worker has taken this work over.")

    def cancel_waiting(self, batch_id: str) -> int:
        """Cancel every item that nobody works on and return how many."""
        waiting = _ITEM.batch_id == batch_id, _ITEM.state == ItemState.WAITING
        return self._statements.run(
            update(BATCH_ITEMS).where(*waiting).values(state=ItemState.CANCELLED)
        ).rowcount

    def each_item(self, batch_id: str) -> Iterator[ItemRecord]:
        """Yield every item by number, a page at a time."""
        after = 0
        while page := self.items(batch_id, after=after):
            yield from page
            after = page[-1].number
