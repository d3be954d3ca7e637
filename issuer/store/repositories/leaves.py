"""Leaves of the Merkle log, and the heads that were noted."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, insert, literal_column, select, update

from issuer.ledger.tree import leaf_hash
from issuer.store.fixed import Fixed
from issuer.store.rows.events import CHAIN_HEADS, LEAVES, AlikeLeaves, HeadRecord, LeafRecord
from issuer.store.statements import Statements

CHAIN = "leaves"
_LEAF = LEAVES.c
_HEAD = CHAIN_HEADS.c
_ISSUE: Final[ColumnElement[str]] = literal_column("'issue'")
_NEWEST = Fixed(
    select(
        select(func.max(_LEAF.at)).where(_LEAF.number.is_(None)).scalar_subquery().label("waiting"),
        select(_HEAD.at)
        .where(_HEAD.chain == CHAIN)
        .order_by(_HEAD.size.desc())
        .limit(1)
        .scalar_subquery()
        .label("numbered"),
    ),
    by_index=(LEAVES, "ix_leaves_pending"),
)
"""The latest moment of a leaf without a number, and the moment of the newest head."""


class LeafRepository:
    """Log leaves: added unordered, numbered once by the sequencer, never changed, never deleted."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(
        self,
        *,
        leaf_id: str,
        kind: str,
        entry: bytes,
        at: datetime,
        credential_id: str | None = None,
        version_number: int | None = None,
    ) -> LeafRecord:
        """Keep a new leaf, not numbered yet.

        Args:
            leaf_id: `urn:uuid:` of the row.
            kind: "issue" once per version, by law; other words as often as needed.
            entry: the exact bytes that the log commits to.
            at: when.
            credential_id: with `version_number`, the version that it is about.
            version_number: see `credential_id`.

        Raises:
            ConflictError: the version has its issue leaf, or is not here.
        """
        leaf = LeafRecord(
            id=leaf_id,
            kind=kind,
            credential_id=credential_id,
            version_number=version_number,
            entry=entry,
            leaf_hash=leaf_hash(entry),
            at=at,
        )
        self.add_all([leaf])
        return leaf

    def add_all(self, leaves: Sequence[LeafRecord]) -> None:
        """Keep several new leaves, not numbered yet.

        Raises:
            ConflictError: a version has its issue leaf, or is not here.
        """
        self._statements.add_all(LEAVES, leaves, conflict="This leaf cannot be added")

    def add_alike(self, leaves: AlikeLeaves) -> None:
        """Keep new leaves that are alike; as `add_all`.

        Raises:
            ConflictError: a version has its issue leaf, or is not here.
        """
        count = len(leaves.ids)
        columns: dict[str, Sequence[Any]] = {
            "id": leaves.ids,
            "kind": [leaves.kind] * count,
            "entry": leaves.entries,
            "leaf_hash": leaves.hashes,
            "at": [leaves.at] * count,
        }
        if leaves.credential_ids is not None and leaves.version_numbers is not None:
            columns |= {"credential_id": leaves.credential_ids, "version_number": leaves.version_numbers}
        self._statements.add_columns(LEAVES, columns, conflict="This leaf cannot be added")

    def of_version(self, credential_id: str, version_number: int) -> tuple[LeafRecord, ...]:
        """Return the leaves about one version, oldest first."""
        named = (_LEAF.credential_id == credential_id, _LEAF.version_number == version_number)
        # That of its issue has an index of its own. The word stands in the question, so that the index is seen to hold it.
        kinds = (_LEAF.kind == _ISSUE, _LEAF.kind != _ISSUE)
        found = [
            leaf
            for kind in kinds
            for leaf in self._statements.all(LeafRecord, select(LEAVES).where(*named, kind))
        ]
        return tuple(sorted(found, key=lambda leaf: (leaf.at, leaf.id)))

    def of_endorsement(self, endorsement_id: str) -> tuple[LeafRecord, ...]:
        """Return the leaves about one endorsement, oldest first."""
        query = select(LEAVES).where(_LEAF.endorsement_id == endorsement_id).order_by(_LEAF.at, _LEAF.id)
        return self._statements.all(LeafRecord, query)

    def page(self, *, after: int = -1, limit: int = 1000) -> tuple[LeafRecord, ...]:
        """Return numbered leaves by number, from after `after` on."""
        query = select(LEAVES).where(_LEAF.number > after).order_by(_LEAF.number).limit(limit)
        return self._statements.all(LeafRecord, query)

    def hashes(self) -> list[bytes]:
        """Return the hashes of all numbered leaves, in order, for making proofs."""
        query = select(_LEAF.leaf_hash).where(_LEAF.number.is_not(None)).order_by(_LEAF.number)
        return list(self._statements.run(query).scalars())

    def pending(self) -> int:
        """Return how many leaves are not numbered yet."""
        query = select(func.count()).select_from(LEAVES).where(_LEAF.number.is_(None))
        return int(self._statements.run(query).scalar_one())

    def newest_moment(self) -> datetime | None:
        """Return the latest moment that the log was written at, as far as heads and unnumbered leaves tell."""
        return max((moment for moment in self._statements.rows(_NEWEST)[0] if moment), default=None)


_NEWEST_HEAD: Final = Fixed(
    select(CHAIN_HEADS).where(_HEAD.chain == bindparam("of_chain")).order_by(_HEAD.size.desc()).limit(1)
)


class HeadRepository:
    """What chain and tree looked like after each run; what cannot be told from the rows themselves.

    Export heads, best of all signed: only a copy outside of this database shows that its tail was cut.
    """

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, head: HeadRecord) -> None:
        """Note a head.

        Raises:
            ConflictError: one of this chain and size is noted.
        """
        self._statements.run(insert(CHAIN_HEADS).values(**vars(head)), conflict="This head is noted already")

    def find_newest(self, chain: str) -> HeadRecord | None:
        """Return the largest head of a chain ("events" or "leaves"), or None."""
        return self._statements.find(HeadRecord, _NEWEST_HEAD, of_chain=chain)

    def find_newest_signed(self, chain: str) -> HeadRecord | None:
        """Return the largest head of a chain that was signed, or None."""
        query = (
            select(CHAIN_HEADS)
            .where(_HEAD.chain == chain, _HEAD.signed.is_not(None))
            .order_by(_HEAD.size.desc())
            .limit(1)
        )
        return self._statements.find(HeadRecord, query)

    def all(self, chain: str) -> Iterator[HeadRecord]:
        """Yield every head of a chain, smallest first."""
        query = select(CHAIN_HEADS).where(_HEAD.chain == chain).order_by(_HEAD.size)
        for row in self._statements.each(query):
            yield HeadRecord(**row._mapping)  # noqa: SLF001  (SQLAlchemy's documented name)

    def keep_signed(self, chain: str, size: int, *, signed: bytes) -> None:
        """Keep a signed statement about a head, once.

        Raises:
            ConflictError: there is no such head, or it has one.
        """
        self._statements.change(
            update(CHAIN_HEADS)
            .where(_HEAD.chain == chain, _HEAD.size == size, _HEAD.signed.is_(None))
            .values(signed=signed),
            otherwise=f"The head of {chain} at {size} is signed already, or not noted.",
        )
