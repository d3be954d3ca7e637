"""One row per transcript for an auditor: who signed it for whom, by pseudonym, what is inside, how it stands."""

from typing import Final

from issuer.services.auditing.audit_rows import JOIN, Row
from issuer.services.auditing.signed_rows import of_signed
from issuer.services.toolkit import Toolkit
from issuer.services.transcripts.issue import inside
from issuer.store import TranscriptRecord, Unit

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
    cells: Row = {
        **of_signed(reader, item, noun="transcript", now=toolkit.clock()),
        "transcript_id": item.id,
        "issuer_did": profile.did,
        "issuer_name": profile.name,
        "request_id": item.external_id,
        "subject_pseudonym": None if subject is None else subject.subject_id,
        "credentials": JOIN.join(inside(item)),
    }
    return {column: cells[column] for column in TRANSCRIPTS}
