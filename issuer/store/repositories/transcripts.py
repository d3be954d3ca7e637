"""Transcripts of our profiles: the same two commits as credentials and endorsements.

Commit 1 is `prepare`: a slot is burned before anything is signed. Commit 2 is `finish`: the exact bytes are recorded,
before anything leaves. One that is given up keeps its slot.
"""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, insert, select, update

from issuer.store.repositories.status_lists import take_slot
from issuer.store.rows.credentials import VersionState
from issuer.store.rows.status_lists import STATUS_BITS
from issuer.store.rows.transcripts import TRANSCRIPTS, TranscriptRecord
from issuer.store.statements import Statements

_ROW = TRANSCRIPTS.c
_NOT_STORED = ("ended_at", "ended_category")


class TranscriptRepository:
    """What was signed on request. An issued transcript never changes; nothing is deleted; a slot is used once."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def prepare(self, transcript: TranscriptRecord) -> None:
        """Record that a transcript is being made, and burn its slot, for ever.

        Raises:
            ConflictError: the slot or the external id is taken, or the list is full, closed or of another kind.
        """
        values = {name: value for name, value in vars(transcript).items() if name not in _NOT_STORED}
        # The list is locked first: an endorsement takes its slots too, and is seen only when it was committed.
        take_slot(self._statements, transcript.status_list_id, transcript.status_index)
        self._statements.run(
            insert(TRANSCRIPTS).values(**values), conflict="This transcript or slot is taken"
        )

    def finish(self, transcript_id: str, *, body: bytes, key_id: str, issued_at: datetime) -> str:
        """Record the exact bytes of a prepared transcript and return their hex sha256.

        Raises:
            ConflictError: it is not prepared: it was finished or abandoned by another.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        self._settle(
            transcript_id,
            state=VersionState.ISSUED,
            body=body,
            sha256=sha256,
            key_id=key_id,
            issued_at=issued_at,
        )
        return sha256

    def abandon(self, transcript_id: str, *, at: datetime) -> None:
        """Give a prepared transcript up; its slot stays burned.

        Raises:
            ConflictError: it is not prepared: it was finished or abandoned by another.
        """
        self._settle(transcript_id, state=VersionState.ABANDONED, abandoned_at=at)

    def _settle(self, transcript_id: str, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        self._statements.change(
            update(TRANSCRIPTS)
            .where(_ROW.id == transcript_id, _ROW.state == VersionState.PREPARED)
            .values(**values),
            otherwise=f"{transcript_id} is not being prepared.",
        )

    def find(self, transcript_id: str) -> TranscriptRecord | None:
        """Return an issued transcript by its id, or None."""
        query = _rows().where(_ROW.id == transcript_id, _ROW.state == VersionState.ISSUED)
        return self._statements.find(TranscriptRecord, query)

    def lock(self, transcript_id: str) -> TranscriptRecord | None:
        """Return an issued transcript and keep other units from ending it until this one ends, or None."""
        self._statements.run(select(_ROW.id).where(_ROW.id == transcript_id).with_for_update())
        return self.find(transcript_id)

    def find_by_external_id(self, profile_id: str, external_id: str) -> TranscriptRecord | None:
        """Return the issued or prepared transcript that was asked for under this id, or None."""
        query = _rows().where(
            _ROW.profile_id == profile_id,
            _ROW.external_id == external_id,
            _ROW.state != VersionState.ABANDONED,
        )
        return self._statements.find(TranscriptRecord, query)

    def page(
        self,
        *,
        owner: str | None = None,
        person_id: str | None = None,
        after: TranscriptRecord | None = None,
        limit: int = 50,
    ) -> tuple[TranscriptRecord, ...]:
        """Return issued transcripts, newest first.

        Args:
            owner: only those of one issuer.
            person_id: only those of one person.
            after: the transcript that the page before ended with.
            limit: most transcripts.
        """
        query = _rows().where(_ROW.state == VersionState.ISSUED)
        if owner is not None:
            query = query.where(_ROW.profile_id == owner)
        if person_id is not None:
            query = query.where(_ROW.person_id == person_id)
        if after is not None:
            earlier = _ROW.prepared_at < after.prepared_at
            query = query.where(earlier | ((_ROW.prepared_at == after.prepared_at) & (_ROW.id < after.id)))
        return self._statements.all(
            TranscriptRecord, query.order_by(_ROW.prepared_at.desc(), _ROW.id.desc()).limit(limit)
        )

    def stale(self, *, before: datetime, limit: int = 1000) -> tuple[TranscriptRecord, ...]:
        """Return transcripts that have been prepared since before a moment, oldest first."""
        query = _rows().where(_ROW.state == VersionState.PREPARED, _ROW.prepared_at < before)
        return self._statements.all(TranscriptRecord, query.order_by(_ROW.prepared_at, _ROW.id).limit(limit))


def _rows() -> Select[Any]:
    """Return the query of transcripts with what their status bit says."""
    bit = STATUS_BITS.c
    return select(
        TRANSCRIPTS, bit.set_at.label("ended_at"), bit.category.label("ended_category")
    ).select_from(
        TRANSCRIPTS.outerjoin(
            STATUS_BITS,
            and_(bit.status_list_id == _ROW.status_list_id, bit.status_index == _ROW.status_index),
        )
    )
