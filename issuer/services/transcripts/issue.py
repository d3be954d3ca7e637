"""Sign a transcript of what one person holds of one issuer, on request (CLR 2.0; design.md section 3).

It is kept byte for byte, has a status slot of its own, and is good for thirty days; every credential inside has a
status besides. What is not in force is left out. What can go wrong between any two lines, and what then is true:
- before commit 1 nothing is recorded and nothing is signed;
- after commit 1 its slot is burned; asking again under the same external id finishes it, and `sweep` gives it up;
- after commit 2 the exact bytes are recorded; asking again gives them.
"""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from issuer.badges.model import StatusSlot
from issuer.badges.rules import dates_are_in_order, issuer_is_a_did
from issuer.badges.transcript import SCHEMA, Transcript, build_transcript
from issuer.documents import jcs, strict_json
from issuer.documents.lint import lint
from issuer.errors import (
    ConflictError,
    IssuerError,
    NotFoundError,
    StoreUnavailableError,
)
from issuer.services import keys, people, profiles, securing, status_lists
from issuer.services.credentials import Held
from issuer.services.handed_out import shelves
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.services.transcripts import parts
from issuer.store import (
    Carries,
    KeyPurpose,
    ProfileRecord,
    TranscriptRecord,
    VersionState,
)
from issuer.terms import vc
from issuer.verify import Verdict

VALID_FOR: Final = timedelta(days=30)
TRIES: Final = 10


@dataclass(frozen=True, kw_only=True)
class IssueTranscript:
    """What is asked for.

    Attributes:
        profile: slug of the issuer.
        person: reference of the holder.
        chosen: ids or certificate numbers; empty for everything in force.
        external_id: the caller's own id, so that asking again gives the same one; None makes always a new one.
    """

    profile: str
    person: str
    chosen: Sequence[str] = ()
    external_id: str | None = None


@dataclass(frozen=True)
class IssuedTranscript:
    """A transcript as it was signed.

    Attributes:
        row: its row.
        credentials: ids of what is inside, in order.
        is_new: whether this very call signed it.
    """

    row: TranscriptRecord = field(repr=False)
    credentials: tuple[str, ...]
    is_new: bool

    @property
    def credential_id(self) -> str:
        """Its id, `urn:uuid:…`."""
        return self.row.id

    @property
    def body(self) -> bytes:
        """The exact signed bytes."""
        return self.row.body or b""


def issue(toolkit: Toolkit, principal: Principal, command: IssueTranscript) -> IssuedTranscript:
    """Sign a transcript, or return the one that was signed under this external id.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        InputError: the external id has the wrong form.
        NotFoundError: there is no such profile, person or credential, or nothing in force to show.
        ConformanceError: there is too much for one transcript, or the document breaks a rule.
        KeyUnavailableError: the profile has no active key.
        ConflictError: the external id was used for another request, or a credential inside fell meanwhile; nothing
            was released.
        SigningError: the signed transcript did not verify; nothing was released.
        StoreUnavailableError: the database did not answer; ask again.
    """
    principal.require(command.profile)
    shelves.require_external_id(command.external_id)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(command.profile)
    for _ in range(TRIES):
        known = _look(toolkit, profile, command)
        if known is not None and known.state is VersionState.ISSUED:
            return IssuedTranscript(known, inside(known), is_new=False)
        held = parts.in_force(toolkit, principal, command.profile, command.person)
        wanted = parts.choose(toolkit, principal, held, command.chosen)
        if known is None:
            # Commit 1: a burned slot, before anything is signed.
            known = _prepare(toolkit, profile, command)
            if known is None:
                continue
        try:
            secured = _secure(toolkit, profile, known, wanted, is_partial=len(wanted) < len(held))
        except IssuerError:
            # Somebody may have given it up already, or finished it.
            with suppress(ConflictError), toolkit.database.unit("transcript.abandon") as unit:
                unit.transcripts.abandon(known.id, at=toolkit.clock())
            raise
        # Commit 2: the exact bytes and their event. Only now does anything leave.
        finished = _finish(toolkit, principal, profile, known, secured)
        if finished is not None:
            return IssuedTranscript(finished, tuple(item.credential.id for item in wanted), is_new=True)
    raise StoreUnavailableError("Others kept coming between; ask again for the same transcript.")


def inside(row: TranscriptRecord) -> tuple[str, ...]:
    """Return the ids of what is in an issued transcript, in order."""
    subject = strict_json.parse_object(row.body or b"").get("credentialSubject")
    found = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    return (
        tuple(str(item.get("id")) for item in found or () if isinstance(item, dict))
        if isinstance(found, list)
        else ()
    )


def _look(toolkit: Toolkit, profile: ProfileRecord, command: IssueTranscript) -> TranscriptRecord | None:
    if command.external_id is None:
        return None
    with toolkit.database.reader() as reader:
        known = reader.transcripts.find_by_external_id(profile.id, command.external_id)
    if known is not None and known.request_digest != _digest(command):
        raise ConflictError(
            f"Another transcript was asked for under {command.external_id!r}.",
            hint="Use a new external id for another person or another choice.",
            pointer="/externalId",
        )
    return known


def _digest(command: IssueTranscript) -> str:
    asked = jcs.canonicalize({"person": command.person, "chosen": list(command.chosen)})
    return "sha256:" + hashlib.sha256(asked).hexdigest()


def _prepare(toolkit: Toolkit, profile: ProfileRecord, command: IssueTranscript) -> TranscriptRecord | None:
    """Burn a slot for a new transcript; None when another caller or a taken slot came between."""
    keys.get_active(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    status_list, index = status_lists.choose_slot(toolkit, profile, Carries.ENDORSEMENTS)
    now, name = toolkit.clock(), toolkit.randomness.urn()
    with toolkit.database.reader() as reader:
        person = people.get_by_reference(reader, command.person)
    row = TranscriptRecord(
        id=name,
        profile_id=profile.id,
        person_id=person.id,
        external_id=command.external_id or name,
        request_digest=_digest(command),
        state=VersionState.PREPARED,
        valid_from=now,
        valid_until=now + VALID_FOR,
        status_list_id=status_list.id,
        status_index=index,
        prepared_at=now,
    )
    try:
        with toolkit.database.unit("transcript.prepare") as unit:
            unit.transcripts.prepare(row)
    except ConflictError:
        return None
    return row


def _secure(
    toolkit: Toolkit,
    profile: ProfileRecord,
    row: TranscriptRecord,
    wanted: Sequence[Held],
    *,
    is_partial: bool,
) -> Secured:
    """Build, lint and sign it, and verify it as a stranger would, with everything inside."""
    with toolkit.database.reader() as reader:
        value = profiles.value(reader, profile)
        subject = reader.people.find_subject(row.person_id, profile.id)
        slot = StatusSlot(
            status_lists.address(toolkit, reader.status_lists.get(row.status_list_id)), row.status_index
        )
    if subject is None:
        raise NotFoundError(f"{profile.slug} knows nobody of this reference.")
    document = build_transcript(
        Transcript(
            credential_id=row.id,
            issuer=value,
            subject_id=subject.subject_id,
            credentials=[strict_json.parse_object(parts.body_of(item)) for item in wanted],
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            is_partial=is_partial,
            status_slot=slot,
        )
    )
    linted = lint(document, schema=SCHEMA, rules=(dates_are_in_order, issuer_is_a_did))
    secured = securing.secure(toolkit, profile, linted, created=row.prepared_at)
    parts.require_readable(secured.body)
    report = securing.require_verdict(toolkit, secured.body, vc.MEDIA_VC, Verdict.VALID)
    parts.require_in_force(report, wanted)
    return secured


def _finish(
    toolkit: Toolkit,
    principal: Principal,
    profile: ProfileRecord,
    row: TranscriptRecord,
    secured: Secured,
) -> TranscriptRecord | None:
    """Record the bytes with their event; None when another caller finished or swept it."""
    try:
        with toolkit.database.unit("transcript.finish") as unit:
            sha256 = unit.transcripts.finish(
                row.id, body=secured.body, key_id=secured.key.id, issued_at=toolkit.clock()
            )
            act = Act(
                action="transcript.issued", object=row.id, profile=profile.did, after="sha256:" + sha256
            )
            record(unit, toolkit, principal, act)
            return unit.transcripts.find(row.id)
    except ConflictError:
        return None
