"""One row per endorsement for an auditor: who said what about what, when, under which key, and how it stands.

Those of our own profiles, with values, approvals, decisions and reports that are endorsements too; and those
that were signed elsewhere and taken in. No comment, no statement and no name of a person stands in a row.
"""

from typing import Final

from issuer.documents import strict_json
from issuer.documents.times import format_time
from issuer.services.auditing.audit_rows import JOIN, Row
from issuer.services.auditing.signed_rows import actor_of, of_signed
from issuer.services.endorsements import reading
from issuer.services.toolkit import Toolkit
from issuer.signing.proofs import proofs_of, read_options
from issuer.store import (
    EndorsementRecord,
    ProfileRecord,
    SubjectType,
    Unit,
    UploadRecord,
)

ISSUED: Final = (
    "endorsement_id",
    "endorser_did",
    "endorser_name",
    "subject_id",
    "subject_type",
    "subject_version",
    "name",
    "kind",
    "audience",
    "carried",
    "valid_from",
    "valid_until",
    "status",
    "status_changed_at",
    "status_reason_category",
    "issued_at",
    "issued_by",
    "withdrawn_by",
    "key_id",
    "cryptosuite",
    "sha256",
    "log_index",
)
TAKEN: Final = (
    "upload_id",
    "credential_id",
    "endorser_id",
    "endorser_name",
    "subject_id",
    "subject_type",
    "subject_version",
    "owner_did",
    "name",
    "carried",
    "valid_from",
    "valid_until",
    "taken_at",
    "taken_by",
    "verdict",
    "checked_at",
    "removed_at",
    "removed_by",
    "media_type",
    "sha256",
)


def issued(
    toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int
) -> tuple[list[Row], str | None]:
    """Return rows of the endorsements of one endorser or of all after an id, and the id to go on from."""
    with toolkit.database.reader() as reader:
        page = reader.endorsements.of_profile(profile_id, after=after, limit=limit)
        rows = [_issued(reader, toolkit, item) for item in page]
    return rows, page[-1].id if len(page) == limit else None


def taken(
    toolkit: Toolkit, profile_id: str | None, *, after: str, limit: int
) -> tuple[list[Row], str | None]:
    """Return rows of what was taken in about one owner's things or everybody's, and the id to go on from."""
    with toolkit.database.reader() as reader:
        known = sorted(reader.endorsement_uploads.all(), key=lambda item: item.id)
        owned = [(item, _owner(reader, item)) for item in known if item.id > after]
        wanted = [(item, owner) for item, owner in owned if profile_id in {None, owner.id}]
        rows = [_taken(reader, item, owner) for item, owner in wanted[:limit]]
    return rows, wanted[limit - 1][0].id if len(wanted) >= limit else None


def _issued(reader: Unit, toolkit: Toolkit, item: EndorsementRecord) -> Row:
    profile = reader.profiles.get(item.profile_id)
    statement = reader.endorsements.statement_of(item.id)
    leaves = reader.leaves.of_endorsement(item.id)
    cells: Row = {
        **of_signed(reader, item, noun="endorsement", now=toolkit.clock()),
        "endorsement_id": item.id,
        "endorser_did": profile.did,
        "endorser_name": profile.name,
        "subject_id": item.subject_id,
        "subject_type": item.subject_type.value,
        "subject_version": item.subject_version,
        "name": item.name,
        "kind": None if statement is None else statement.kind,
        "audience": item.audience.value,
        "carried": "yes" if item.intent.get(reading.CARRIED) is True else "no",
        "cryptosuite": _cryptosuite(item.body or b"{}"),
        "log_index": next((leaf.number for leaf in leaves if leaf.kind == "endorse"), None),
    }
    return {column: cells[column] for column in ISSUED}


def _taken(reader: Unit, item: UploadRecord, owner: ProfileRecord) -> Row:
    events = reader.events.of_object(item.id)
    cells: Row = {
        "upload_id": item.id,
        "credential_id": item.credential_id,
        "endorser_id": item.issuer,
        "endorser_name": item.issuer_name,
        "subject_id": item.subject_id,
        "subject_type": item.subject_type.value,
        "subject_version": item.subject_version,
        "owner_did": owner.did,
        "name": item.name,
        "carried": item.carried,
        "valid_from": format_time(item.valid_from),
        "valid_until": None if item.valid_until is None else format_time(item.valid_until),
        "taken_at": format_time(item.received_at),
        "taken_by": actor_of(events, "endorsement.taken"),
        "verdict": item.verdict,
        "checked_at": format_time(item.checked_at),
        "removed_at": None if item.removed_at is None else format_time(item.removed_at),
        "removed_by": actor_of(events, "endorsement.removed"),
        "media_type": item.media_type,
        "sha256": item.sha256,
    }
    return {column: cells[column] for column in TAKEN}


def _owner(reader: Unit, item: UploadRecord) -> ProfileRecord:
    """Return whose thing an endorsement from elsewhere is about."""
    if item.subject_type is SubjectType.PROFILE:
        found = reader.profiles.find_by_did(item.subject_id)
        if found is not None:
            return found
    if item.subject_type is SubjectType.ACHIEVEMENT:
        achievement = reader.achievements.find_by_url(item.subject_id)
        if achievement is not None:
            return reader.profiles.get(achievement.owner_id)
    return reader.profiles.get(reader.credentials.get(item.subject_id).profile_id)


def _cryptosuite(body: bytes) -> str:
    return JOIN.join(read_options(proof).suite.name for proof in proofs_of(strict_json.parse_object(body)))
