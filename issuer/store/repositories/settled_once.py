"""What endorsements and transcripts have in common: each is begun with a slot, and settled once.

Commit 1 records that it is being made and burns its slot, before anything is signed. Commit 2 records the exact bytes,
before anything leaves; or it is given up, and its slot stays burned. What one says, and who finds it, stays in the
repository of its kind. Credentials, which have versions, keep their own.
"""

import hashlib
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Table, insert, select, update

from issuer.store.repositories.status_lists import take_slot, with_bits
from issuer.store.rows.credentials import VersionState
from issuer.store.rows.endorsements import EndorsementRecord
from issuer.store.rows.transcripts import TranscriptRecord
from issuer.store.statements import Statements

Record = TypeVar("Record", EndorsementRecord, TranscriptRecord)
_NOT_STORED = ("ended_at", "ended_category")


class SettledOnce(Generic[Record]):
    """Rows of one kind; a repository adds how they are found."""

    def __init__(self, statements: Statements, *, table: Table, kind: type[Record], noun: str) -> None:
        self._statements = statements
        self._table = table
        self._kind: type[Record] = kind
        self._noun = noun

    def _begin(self, record: Record) -> None:
        """Record the intent, and burn its slot, for ever.

        Raises:
            ConflictError: the slot or the external id is taken, or the list is full, closed or of another kind.
        """
        values = {name: value for name, value in vars(record).items() if name not in _NOT_STORED}
        # The list is locked first: the other kind takes its slots too, and is seen only when it was committed.
        take_slot(self._statements, record.status_list_id, record.status_index)
        self._statements.run(
            insert(self._table).values(**values), conflict=f"This {self._noun} or slot is taken"
        )

    def _finish(self, row_id: str, *, body: bytes, **values: Any) -> str:  # noqa: ANN401  (values of columns, each of its own type)
        """Record the exact bytes of what is prepared and return their hex sha256.

        Raises:
            ConflictError: it is not prepared: it was finished or abandoned by another.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        self._settle(row_id, state=VersionState.ISSUED, body=body, sha256=sha256, **values)
        return sha256

    def abandon(self, row_id: str, *, at: datetime) -> None:
        """Give up what is prepared; its slot stays burned.

        Raises:
            ConflictError: it is not prepared: it was finished or abandoned by another.
        """
        self._settle(row_id, state=VersionState.ABANDONED, abandoned_at=at)

    def _settle(self, row_id: str, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        row = self._table.c
        self._statements.change(
            update(self._table).where(row.id == row_id, row.state == VersionState.PREPARED).values(**values),
            otherwise=f"{row_id} is not being prepared.",
        )

    def find_by_external_id(self, profile_id: str, external_id: str) -> Record | None:
        """Return what is issued or prepared and was asked for under this id, or None."""
        row = self._table.c
        query = self._rows().where(
            row.profile_id == profile_id,
            row.external_id == external_id,
            row.state != VersionState.ABANDONED,
        )
        return self._statements.find(self._kind, query)

    def stale(self, *, before: datetime, limit: int = 1000) -> tuple[Record, ...]:
        """Return what has been prepared since before a moment, oldest first."""
        row = self._table.c
        query = (
            self._rows()
            .where(row.state == VersionState.PREPARED, row.prepared_at < before)
            .order_by(row.prepared_at, row.id)
            .limit(limit)
        )
        return self._statements.all(self._kind, query)

    def _lock(self, row_id: str) -> None:
        """Keep other units from ending one until this one ends."""
        row = self._table.c
        self._statements.run(select(row.id).where(row.id == row_id).with_for_update())

    def _rows(self) -> Select[Any]:
        """Return the query of all of them, with what their status bit says."""
        return with_bits(self._table)
