"""Status lists: choosing a slot, setting a bit for ever, keeping the signed bytes."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, Table, and_, bindparam, insert, or_, select, update

from issuer.errors import ConflictError
from issuer.store import lookups
from issuer.store.fixed import Fixed
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS
from issuer.store.rows.endorsements import ENDORSEMENTS
from issuer.store.rows.status_lists import (
    STATUS_BITS,
    STATUS_LISTS,
    BitRecord,
    Carries,
    Category,
    OpenList,
    StatusListRecord,
)
from issuer.store.rows.transcripts import TRANSCRIPTS
from issuer.store.statements import Statements

_LIST = STATUS_LISTS.c
_BIT = STATUS_BITS.c
_BY_SLUG = Fixed(select(STATUS_LISTS).where(_LIST.slug == bindparam("slug")))
_OPEN = Fixed(
    select(_LIST.id, _LIST.slug, _LIST.length, _LIST.used, _LIST.carries)
    .where(
        _LIST.profile_id == bindparam("profile_id"),
        _LIST.carries == bindparam("carries"),
        _LIST.closed_at.is_(None),
    )
    .order_by(_LIST.number.desc())
    .limit(1)
)
_TAKE = Fixed(
    update(STATUS_LISTS)
    .where(_LIST.id == bindparam("list_id"), _LIST.closed_at.is_(None), _LIST.length > bindparam("index"))
    .values(used=_LIST.used + 1)
)
_OWNERS: Final = {
    Carries.CREDENTIALS: (CREDENTIAL_VERSIONS,),
    Carries.ENDORSEMENTS: (ENDORSEMENTS, TRANSCRIPTS),
}


@cache
def _burned(dialect: str, table: Table) -> Fixed:
    """Return the query of those of some slots that the rows of a table burned."""
    return Fixed(
        select(table.c.status_index).where(
            table.c.status_list_id == bindparam("list_id"),
            lookups.among_given(dialect, table.c.status_index, "indexes"),
        )
    )


@cache
def _one_burned(table: Table) -> Fixed:
    """Return the query of one slot, where a row of a table burned it."""
    return Fixed(
        select(table.c.status_index).where(
            table.c.status_list_id == bindparam("list_id"), table.c.status_index == bindparam("index")
        )
    )


class StatusListRepository:
    """Lists of bits that only ever go from 0 to 1; issuing never changes one."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, status_list: StatusListRecord) -> None:
        """Keep a new, empty list.

        Raises:
            ConflictError: number or address is taken.
        """
        self._statements.add(STATUS_LISTS, status_list, conflict="This status list cannot be added")

    def get(self, list_id: str) -> StatusListRecord:
        """Return a list by its row id.

        Raises:
            NotFoundError: there is none.
        """
        query = select(STATUS_LISTS).where(_LIST.id == list_id)
        return self._statements.get(StatusListRecord, query, missing=f"There is no status list {list_id}.")

    def lock(self, list_id: str) -> StatusListRecord:
        """Return a list and keep other units from changing it until this one ends.

        Raises:
            NotFoundError: there is none.
        """
        query = select(STATUS_LISTS).where(_LIST.id == list_id).with_for_update()
        return self._statements.get(StatusListRecord, query, missing=f"There is no status list {list_id}.")

    def find_by_slug(self, slug: str) -> StatusListRecord | None:
        """Return a list by the last part of its address, or None."""
        return self._statements.find(StatusListRecord, _BY_SLUG, slug=slug)

    def find_open(self, profile_id: str, carries: Carries = Carries.CREDENTIALS) -> OpenList | None:
        """Return the list that a profile takes slots from: the newest that is not closed, or None."""
        return self._statements.find(OpenList, _OPEN, profile_id=profile_id, carries=carries)

    def of_profile(self, profile_id: str) -> tuple[StatusListRecord, ...]:
        """Return every list of a profile, by number."""
        query = select(STATUS_LISTS).where(_LIST.profile_id == profile_id).order_by(_LIST.number)
        return self._statements.all(StatusListRecord, query)

    def all(self) -> tuple[StatusListRecord, ...]:
        """Return every list, by address."""
        return self._statements.all(StatusListRecord, select(STATUS_LISTS).order_by(_LIST.slug))

    def free_of(self, status_list: OpenList | StatusListRecord, candidates: Sequence[int]) -> tuple[int, ...]:
        """Return those of the candidates that nothing burned, in their order; a list has owners of one kind.

        Another process may take one before this unit prepares it; then `prepare` raises ConflictError
        and the whole unit is tried again with other candidates.
        """
        taken: set[int] = set()
        dialect = self._statements.dialect
        keys = {"list_id": status_list.id, "indexes": lookups.given(dialect, candidates)}
        for table in _OWNERS[status_list.carries]:
            taken.update(index for (index,) in self._statements.rows(_burned(dialect, table), **keys))
        return tuple(index for index in dict.fromkeys(candidates) if index not in taken)

    def is_free(self, status_list: OpenList | StatusListRecord, index: int) -> bool:
        """Say whether nothing burned a slot; as `free_of` for one, with a question that needs no table of candidates."""
        return not any(
            self._statements.rows(_one_burned(table), list_id=status_list.id, index=index)
            for table in _OWNERS[status_list.carries]
        )

    def close(self, list_id: str, *, at: datetime) -> None:
        """Take no more slots from a list; it is still signed and served.

        Raises:
            ConflictError: there is no such list, or it is closed already.
        """
        self._statements.change(
            update(STATUS_LISTS).where(_LIST.id == list_id, _LIST.closed_at.is_(None)).values(closed_at=at),
            otherwise=f"The status list {list_id} is closed already, or not here.",
        )

    def find_bit(self, list_id: str, index: int) -> BitRecord | None:
        """Return the set bit of a slot, None when it is not set."""
        query = select(STATUS_BITS).where(_BIT.status_list_id == list_id, _BIT.status_index == index)
        return self._statements.find(BitRecord, query)

    def set_bit(self, list_id: str, index: int, *, category: Category, at: datetime) -> None:
        """Set the bit of a burned slot, for ever, and mark the list for signing.

        Raises:
            ConflictError: it is set already, or nothing burned this slot.
        """
        changed = self._statements.run(
            update(STATUS_LISTS)
            .where(_LIST.id == list_id)
            .values(changes=_LIST.changes + 1)
            .returning(_LIST.changes)
        )
        self._statements.run(
            insert(STATUS_BITS).values(
                status_list_id=list_id,
                status_index=index,
                category=category,
                set_at=at,
                change=changed.scalar_one_or_none(),
            ),
            conflict="This status is set already, or the slot was never used",
        )

    def make_final(self, list_id: str, index: int, *, category: Category, at: datetime) -> None:
        """Give a suspension its final category; the bit stays as it is and the list need not be signed.

        Raises:
            ConflictError: the slot is not suspended, or the category is the suspension itself.
        """
        if category is Category.SUSPENDED_PENDING_REVIEW:
            raise ConflictError("A suspension cannot end in a suspension.")
        self._statements.change(
            update(STATUS_BITS)
            .where(
                _BIT.status_list_id == list_id,
                _BIT.status_index == index,
                _BIT.category == Category.SUSPENDED_PENDING_REVIEW,
            )
            .values(category=category, final_at=at),
            otherwise="This slot is not suspended.",
        )

    def set_indexes(self, list_id: str, *, until: datetime | None = None) -> tuple[int, ...]:
        """Return the indexes of all set bits, in order; with `until`, of those set by then."""
        query = select(_BIT.status_index).where(_BIT.status_list_id == list_id).order_by(_BIT.status_index)
        if until is not None:
            query = query.where(_BIT.set_at <= until)
        return tuple(self._statements.run(query).scalars())

    def indexes_since(self, list_id: str, change: int) -> tuple[int, ...]:
        """Return the indexes that were set after a change of the list, and those of which that is not known."""
        query = select(_BIT.status_index).where(
            _BIT.status_list_id == list_id, or_(_BIT.change > change, _BIT.change.is_(None))
        )
        return tuple(self._statements.run(query).scalars())

    def needing_signature(self, *, until: datetime) -> tuple[StatusListRecord, ...]:
        """Return lists that were never signed, have new bits, or end at or before a moment."""
        query = (
            select(STATUS_LISTS)
            .where(
                or_(
                    _LIST.sequence == 0,
                    _LIST.changes != _LIST.signed_changes,
                    _LIST.signed_until <= until,
                )
            )
            .order_by(_LIST.slug)
        )
        return self._statements.all(StatusListRecord, query)

    def keep_signed(
        self,
        read: StatusListRecord,
        *,
        body: bytes,
        signed_from: datetime,
        signed_until: datetime,
    ) -> None:
        """Keep the signed bytes made from the list as it was `read`; the sequence goes up by one.

        Bits set since then leave the list marked for signing. Build the bytes from a `read` and its
        `set_indexes` of one unit or reader.

        Raises:
            ConflictError: another process signed the list since it was read.
        """
        self._statements.change(
            update(STATUS_LISTS)
            .where(_LIST.id == read.id, _LIST.sequence == read.sequence)
            .values(
                sequence=read.sequence + 1,
                signed_changes=read.changes,
                signed_body=body,
                signed_from=signed_from,
                signed_until=signed_until,
            ),
            otherwise=f"The status list {read.slug} was signed by another process.",
        )


def take_slot(statements: Statements, list_id: str, index: int) -> None:
    """Count a slot that was just burned.

    Raises:
        ConflictError: the list is full or closed, or has no such slot.
    """
    statements.change(
        _TAKE, otherwise="The status list is closed, or has no such slot.", list_id=list_id, index=index
    )


def with_bits(table: Table) -> Select[Any]:
    """Return the query of rows that burned a slot, with what their status bit says: `ended_at`, `ended_category`."""
    row, bit = table.c, STATUS_BITS.c
    is_its_bit = and_(bit.status_list_id == row.status_list_id, bit.status_index == row.status_index)
    return select(table, bit.set_at.label("ended_at"), bit.category.label("ended_category")).select_from(
        table.outerjoin(STATUS_BITS, is_its_bit)
    )
