"""Endorsements that an endorser signed elsewhere: verified by our pipeline before they are taken.

The subject must be an achievement, a profile or a credential of this installation (R40). What the endorser
withdraws later stands in the endorser's own status list: `recheck` asks it, and the pages say when it was
asked last.
"""

import hashlib
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time
from issuer.errors import ConflictError, InputError, VerificationError
from issuer.services import profiles, verification
from issuer.services.endorsers import invitations, subjects
from issuer.services.endorsers.subjects import Carrier
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import SubjectType, Unit, UploadRecord
from issuer.terms import vc
from issuer.verify import Report, Verdict
from issuer.verify.case import objects, text_of

INVITED: Final = Principal(id="invited-endorser", role="endorser")
"""Whoever holds the link of an invitation; it opens nothing but this."""
_GOOD: Final = frozenset({Verdict.VALID, Verdict.UNTRUSTED, Verdict.NOT_YET_VALID})


def take(
    toolkit: Toolkit,
    principal: Principal,
    data: bytes,
    *,
    media_type: str | None = None,
    invitation: str | None = None,
    version: str | None = None,
    carried: bool = False,
) -> UploadRecord:
    """Take an endorsement in, or return it when it is here.

    Args:
        toolkit: what to work with.
        principal: who hands it in: the owner of what is endorsed, or `INVITED` with an invitation.
        data: the exact bytes: embedded proof or compact token.
        media_type: what the bringer says they are.
        invitation: the secret of an invitation's link.
        version: the version of the achievement that the endorser means; None for every version.
        carried: whether later credentials carry it; only for one with an embedded proof.

    Raises:
        NotAuthorizedError: the principal may not act for the owner, or the invitation is not open.
        InputError: it is no endorsement, or about nothing of ours.
        VerificationError: PROOF_VERIFICATION_ERROR: it does not verify, or is not in force.
        ConflictError: it was issued here, or the invitation was answered meanwhile.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    report = verification.check(toolkit, data, media_type=media_type)
    credential = _require_good(toolkit, report)
    carrier = subjects.find(toolkit, _subject_of(credential), version)
    if carried and (report.form != "embedded" or carrier.subject.type is not SubjectType.ACHIEVEMENT):
        raise InputError("Only an endorsement of an achievement with an embedded proof is carried.")
    with toolkit.database.unit("endorsement.take") as unit:
        known = unit.endorsement_uploads.find_by_sha256(sha256)
        if known is not None:
            if invitation is None:
                principal.require(carrier.owner)
            return known
        answered = None
        if invitation is not None:
            answered = invitations.opened_by(unit, invitation, toolkit.clock())
            invitations.require_for(answered, carrier)
        else:
            principal.require(carrier.owner)
        row = _row(toolkit, data, report, credential, carrier, carried=carried)
        unit.endorsement_uploads.add(row)
        if answered is not None:
            unit.endorsement_uploads.answer(answered.id, answer_id=row.id, at=row.received_at)
        act = Act(
            action="endorsement.taken",
            object=row.id,
            profile=unit.profiles.get_by_slug(carrier.owner).did,
            after="sha256:" + sha256,
        )
        record(unit, toolkit, principal, act)
    return row


def recheck(toolkit: Toolkit, principal: Principal) -> tuple[UploadRecord, ...]:
    """Verify every shown upload anew, and keep what was found; return those whose verdict changed.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
    """
    principal.require_all()
    with toolkit.database.reader() as reader:
        found = [row for row in reader.endorsement_uploads.all() if row.removed_at is None]
    changed = []
    for row in found:
        verdict = verification.check(toolkit, row.body, media_type=row.media_type).verdict
        with toolkit.database.unit("endorsement.recheck") as unit:
            unit.endorsement_uploads.keep_check(row.id, verdict=verdict.value, at=toolkit.clock())
            if verdict.value != row.verdict:
                _record_change(unit, toolkit, principal, row, verdict)
                changed.append(unit.endorsement_uploads.get(row.id))
    return tuple(changed)


def remove(toolkit: Toolkit, principal: Principal, upload_id: str) -> UploadRecord:
    """Take an endorsement from elsewhere off our pages; it is kept, and asking again changes nothing.

    Raises:
        NotAuthorizedError: the principal may not act for whose thing it is about.
        NotFoundError: there is no such endorsement.
    """
    with toolkit.database.reader() as reader:
        row = reader.endorsement_uploads.get(upload_id)
    carrier = subjects.find(toolkit, row.subject_id)
    principal.require(carrier.owner)
    if row.removed_at is not None:
        return row
    with toolkit.database.unit("endorsement.remove") as unit:
        unit.endorsement_uploads.remove(upload_id, at=toolkit.clock())
        owner = unit.profiles.get_by_slug(carrier.owner)
        record(
            unit, toolkit, principal, Act(action="endorsement.removed", object=upload_id, profile=owner.did)
        )
        return unit.endorsement_uploads.get(upload_id)


def _record_change(
    unit: Unit, toolkit: Toolkit, principal: Principal, row: UploadRecord, verdict: Verdict
) -> None:
    act = Act(action="endorsement.rechecked", object=row.id, category=verdict.value)
    record(unit, toolkit, principal, act)


def _require_good(toolkit: Toolkit, report: Report) -> JsonObject:
    """Return the endorsement that verified.

    Raises:
        InputError: it is no endorsement.
        VerificationError: it does not verify.
        ConflictError: a profile of ours issued it.
    """
    if report.credential is None or report.kind != "endorsement":
        raise InputError("This is no endorsement credential.", hint=report.sentence)
    if report.media_type not in {vc.MEDIA_VC, vc.MEDIA_VC_JWT}:
        raise InputError("Hand the signed file in as JSON or as a token, not as a picture or a PDF.")
    if report.verdict not in _GOOD:
        raise VerificationError(f"This endorsement was not taken. {report.sentence}")
    issuer = text_of(report.credential.get("issuer"), "id")
    if issuer in profiles.own_issuers(toolkit):
        raise ConflictError("This endorsement was issued here; it is on record already.")
    return report.credential


def _subject_of(credential: JsonObject) -> str:
    found = objects(credential.get("credentialSubject"))
    return text_of(found[0], "id") if len(found) == 1 else ""


def _row(
    toolkit: Toolkit,
    data: bytes,
    report: Report,
    credential: JsonObject,
    carrier: Carrier,
    *,
    carried: bool,
) -> UploadRecord:
    subject = objects(credential.get("credentialSubject"))[0]
    issuer = credential.get("issuer")
    named = text_of(issuer, "name") if isinstance(issuer, dict) else ""
    now = toolkit.clock()
    return UploadRecord(
        id=toolkit.randomness.urn(),
        credential_id=text_of(credential.get("id"), "id")[:500],
        issuer=text_of(issuer, "id"),
        issuer_name=(named or text_of(issuer, "id"))[:200],
        subject_id=carrier.subject.id,
        subject_type=carrier.subject.type,
        subject_version=carrier.subject.version,
        name=text_of(credential, "name")[:200],
        comment=text_of(subject, "endorsementComment")[:10_000],
        valid_from=_moment(credential, "validFrom", "issuanceDate") or now,
        valid_until=_moment(credential, "validUntil", "expirationDate"),
        media_type=report.media_type,
        body=data,
        sha256=hashlib.sha256(data).hexdigest(),
        carried="yes" if carried else "no",
        received_at=now,
        verdict=report.verdict.value,
        checked_at=now,
    )


def _moment(credential: JsonObject, *names: str) -> datetime | None:
    value = next((credential[name] for name in names if name in credential), None)
    return None if value is None else parse_time(value)
