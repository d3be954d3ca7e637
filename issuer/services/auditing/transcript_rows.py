"""One row per transcript for an auditor: who signed it for whom, by pseudonym, what is inside, how it stands."""

from typing import Final

from issuer.documents.times import format_time
from issuer.services.auditing.audit_rows import JOIN, Row
from issuer.services.auditing.endorsement_rows import actor_of
from issuer.services.toolkit import Toolkit
from issuer.services.transcripts.issue import inside
from issuer.store import TranscriptRecord, Unit, status_of

TRANSCRIPTS: Final = (
    "transcript_id",
    "issuer_did",
    "issuer_name",
    "request_id",
    "subject_pseudonym",
    "credentials",
    "valid_from",
    "valid_until",
    "status",
    "status_changed_at",
    "status_reason_category",
    "issued_at",
    "issued_by",
    "withdrawn_by",
    "key_id",
    "sha256",
)


def transcripts(
    toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int
) -> tuple[list[Row], str | None]:
    """Return rows of the transcripts of one issuer or of all, newest first, and the id to go on from."""
    with toolkit.database.reader() as reader:
        last = reader.transcripts.find(after) if after else None
        page = reader.transcripts.page(owner=profile_id, after=last, limit=limit)
        rows = [_transcript(reader, toolkit, item) for item in page]
    return rows, page[-1].id if len(page) == limit else None


def _transcript(reader: Unit, toolkit: Toolkit, item: TranscriptRecord) -> Row:
    profile = reader.profiles.get(item.profile_id)
    subject = reader.people.find_subject(item.person_id, item.profile_id)
    events = reader.events.of_object(item.id)
    now = toolkit.clock()
    changed = item.ended_at or (item.valid_until if item.valid_until <= now else None)
    cells: Row = {
        "transcript_id": item.id,
        "issuer_did": profile.did,
        "issuer_name": profile.name,
        "request_id": item.external_id,
        "subject_pseudonym": None if subject is None else subject.subject_id,
        "credentials": JOIN.join(inside(item)),
        "valid_from": format_time(item.valid_from),
        "valid_until": format_time(item.valid_until),
        "status": status_of(item.ended_category, item.valid_until, now=now).value,
        "status_changed_at": None if changed is None else format_time(changed),
        "status_reason_category": None if item.ended_category is None else item.ended_category.value,
        "issued_at": None if item.issued_at is None else format_time(item.issued_at),
        "issued_by": actor_of(events, "transcript.issued"),
        "withdrawn_by": actor_of(events, "transcript.withdrawn"),
        "key_id": None if item.key_id is None else reader.keys.get(item.key_id).verification_method,
        "sha256": item.sha256,
    }
    return {column: cells[column] for column in TRANSCRIPTS}
