"""Transcripts of our profiles: the same two commits as credentials and endorsements.

Commit 1 is `prepare`: a slot is burned before anything is signed. Commit 2 is `finish`: the exact bytes are recorded,
before anything leaves. One that is given up keeps its slot.
"""

from datetime import datetime

from issuer.store.repositories.settled_once import SettledOnce
from issuer.store.rows.credentials import VersionState
from issuer.store.rows.transcripts import TRANSCRIPTS, TranscriptRecord
from issuer.store.statements import Statements

_ROW = TRANSCRIPTS.c


class TranscriptRepository(SettledOnce[TranscriptRecord]):
    """What was signed on request. An issued transcript never changes; nothing is deleted; a slot is used once."""

    def __init__(self, statements: Statements) -> None:
        super().__init__(statements, table=TRANSCRIPTS, kind=TranscriptRecord, noun="transcript")

    def prepare(self, transcript: TranscriptRecord) -> None:
        """Record that a transcript is being made, and burn its slot, for ever.

        Raises:
            ConflictError: the slot or the external id is taken, or the list is full, closed or of another kind.
        """
        self._begin(transcript)

    def finish(self, transcript_id: str, *, body: bytes, key_id: str, issued_at: datetime) -> str:
        """Record the exact bytes of a prepared transcript and return their hex sha256.

        Raises:
            ConflictError: it is not prepared: it was finished or abandoned by another.
        """
        return self._finish(transcript_id, body=body, key_id=key_id, issued_at=issued_at)

    def find(self, transcript_id: str) -> TranscriptRecord | None:
        """Return an issued transcript by its id, or None."""
        query = self._rows().where(_ROW.id == transcript_id, _ROW.state == VersionState.ISSUED)
        return self._statements.find(TranscriptRecord, query)

    def lock(self, transcript_id: str) -> TranscriptRecord | None:
        """Return an issued transcript and keep other units from ending it until this one ends, or None."""
        self._lock(transcript_id)
        return self.find(transcript_id)

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
        query = self._rows().where(_ROW.state == VersionState.ISSUED)
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
