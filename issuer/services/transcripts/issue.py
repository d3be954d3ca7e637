"""Sign a transcript of what one person holds of one issuer, on request (CLR 2.0; design.md section 3).

It is handed out once and kept nowhere: its event holds its digest. It is good for thirty days and has no
status of its own; every credential inside has. What is not in force is left out.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from issuer.badges.rules import dates_are_in_order, issuer_is_a_did
from issuer.badges.transcript import SCHEMA, Transcript, build_transcript
from issuer.documents import strict_json
from issuer.documents.lint import lint
from issuer.errors import ConflictError, ConformanceError, NotFoundError
from issuer.services import credentials, profiles, securing
from issuer.services.credentials import LARGEST_PAGE, Held, State
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import VersionState
from issuer.terms import vc
from issuer.verify import Report, Verdict

VALID_FOR: Final = timedelta(days=30)
MOST: Final = 25
"""A verifier opens no more, and reads no larger file."""


@dataclass(frozen=True)
class IssuedTranscript:
    """A transcript that was signed just now.

    Attributes:
        credential_id: `urn:uuid:…`.
        body: its exact bytes; kept nowhere here.
        credentials: ids of what is inside, in order.
    """

    credential_id: str
    body: bytes = field(repr=False)
    credentials: tuple[str, ...]


def issue(
    toolkit: Toolkit, principal: Principal, *, profile: str, person: str, chosen: Sequence[str] = ()
) -> IssuedTranscript:
    """Sign a transcript.

    Args:
        toolkit: what to work with.
        principal: who asks.
        profile: slug of the issuer.
        person: reference of the holder.
        chosen: ids or certificate numbers; empty for everything in force.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such profile or credential, or nothing in force to show.
        ConformanceError: there is too much for one transcript, or the document breaks a rule.
        KeyUnavailableError: the profile has no active key.
        ConflictError: a credential inside fell meanwhile; nothing was released.
        SigningError: the signed transcript did not verify; nothing was released.
    """
    principal.require(profile)
    held = _held(toolkit, principal, profile, person)
    wanted = _chosen(toolkit, principal, held, chosen)
    with toolkit.database.reader() as reader:
        issuer = reader.profiles.get_by_slug(profile)
        value = profiles.value(reader, issuer)
        subject = reader.people.find_subject(wanted[0].credential.person_id, issuer.id)
    if subject is None:
        raise NotFoundError(f"{profile} knows nobody as {person[:80]!r}.")
    now = toolkit.clock()
    document = build_transcript(
        Transcript(
            credential_id=toolkit.randomness.urn(),
            issuer=value,
            subject_id=subject.subject_id,
            credentials=[strict_json.parse_object(_body(item)) for item in wanted],
            valid_from=now,
            valid_until=now + VALID_FOR,
            is_partial=len(wanted) < len(held),
        )
    )
    linted = lint(document, schema=SCHEMA, rules=(dates_are_in_order, issuer_is_a_did))
    secured = securing.secure(toolkit, issuer, linted, created=now)
    if len(secured.body) > strict_json.CREDENTIAL_LIMITS.max_bytes:
        raise ConformanceError("This is too much for one transcript; choose some of the badges.")
    report = securing.require_verdict(toolkit, secured.body, vc.MEDIA_VC, Verdict.VALID)
    _require_parts(report, wanted)
    digest = "sha256:" + hashlib.sha256(secured.body).hexdigest()
    name = str(document["id"])
    with toolkit.database.unit("transcript.issue") as unit:
        act = Act(action="transcript.issued", object=name, profile=issuer.did, after=digest)
        record(unit, toolkit, principal, act)
    return IssuedTranscript(name, secured.body, tuple(item.credential.id for item in wanted))


def _held(toolkit: Toolkit, principal: Principal, profile: str, person: str) -> tuple[Held, ...]:
    """Return what the person holds of the issuer and what is in force, oldest award first."""
    page = credentials.page(
        toolkit, principal, profile=profile, person=person, states=(State.VALID,), limit=LARGEST_PAGE
    )
    return tuple(sorted(page.items, key=lambda held: (held.credential.awarded_at, held.credential.id)))


def _chosen(
    toolkit: Toolkit, principal: Principal, held: tuple[Held, ...], chosen: Sequence[str]
) -> tuple[Held, ...]:
    wanted = held
    if chosen:
        ids = {credentials.get(toolkit, principal, name).credential.id for name in chosen}
        wanted = tuple(item for item in held if item.credential.id in ids)
        if len(wanted) < len(ids):
            raise NotFoundError("A chosen badge is not this person's, or not in force.")
    if not wanted:
        raise NotFoundError("This person holds nothing of this issuer that is in force.")
    if len(wanted) > MOST:
        raise ConformanceError(f"A transcript holds up to {MOST} badges; choose some of the {len(wanted)}.")
    return wanted


def _require_parts(report: Report, wanted: Sequence[Held]) -> None:
    """Return quietly when the pipeline opened every credential inside and found it in force.

    Raises:
        ConflictError: one fell after it was chosen.
    """
    verdicts = [part.report.verdict for part in report.parts]
    if len(verdicts) != len(wanted):
        raise ConflictError("Not every badge inside could be judged, so nothing was released.")
    for held, verdict in zip(wanted, verdicts, strict=True):
        if verdict is not Verdict.VALID:
            name = held.credential.certificate_number
            raise ConflictError(f"{name} is {verdict} now, so nothing was released; ask again.")


def _body(held: Held) -> bytes:
    issued = [version for version in held.versions if version.state is VersionState.ISSUED]
    return issued[-1].body or b""
