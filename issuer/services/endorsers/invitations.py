"""Inviting somebody to endorse what is ours: one link, told once, answered once.

Whoever holds the link may hand in an endorsement that they signed in a system of their own. An endorser with
a profile on this installation signs here, and names the invitation.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import InputError, NotAuthorizedError
from issuer.services.endorsers import subjects
from issuer.services.endorsers.subjects import Carrier
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.signing import base64url
from issuer.store import InvitationRecord, Unit

TOKEN_BYTES: Final = 24
USUAL_LIFE: Final = timedelta(days=90)
LONGEST_LIFE: Final = timedelta(days=366)
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f@]{1,200}")


@dataclass(frozen=True)
class Invitation:
    """An invitation that was made a moment ago.

    Attributes:
        record: what is kept of it.
        token: the secret of its link; told once, kept nowhere.
    """

    record: InvitationRecord
    token: str

    def __repr__(self) -> str:
        """Name the row; the secret never shows."""
        return f"Invitation({self.record.id})"


def invite(
    toolkit: Toolkit,
    principal: Principal,
    subject: str,
    *,
    endorser: str,
    version: str | None = None,
    expires_at: datetime | None = None,
) -> Invitation:
    """Invite somebody to endorse something of ours.

    Args:
        toolkit: what to work with.
        principal: who asks; it must act for whose the subject is.
        subject: an id, the code of an achievement, or `profile:` and a slug.
        endorser: who is invited, by name; no person and no mail address.
        version: the version of the achievement that is meant.
        expires_at: until when; None for 90 days.

    Raises:
        NotAuthorizedError: the principal may not act for the owner.
        NotFoundError: there is no such subject.
        InputError: the name or the end has the wrong form.
    """
    carrier = subjects.find(toolkit, subject, version)
    principal.require(carrier.owner)
    if not _NAME.fullmatch(endorser):
        raise InputError(
            "Name the endorser in 1 to 200 characters, without a mail address.", pointer="/endorser"
        )
    now = toolkit.clock()
    end = expires_at or now + USUAL_LIFE
    if not now < end <= now + LONGEST_LIFE:
        raise InputError("An invitation ends after now and within 366 days.", pointer="/expiresAt")
    token = base64url.encode(toolkit.randomness.token(TOKEN_BYTES))
    with toolkit.database.unit("endorsement.invite") as unit:
        profile = unit.profiles.get_by_slug(carrier.owner)
        row = InvitationRecord(
            id=toolkit.randomness.urn(),
            profile_id=profile.id,
            subject_id=carrier.subject.id,
            subject_type=carrier.subject.type,
            subject_version=carrier.subject.version,
            endorser=endorser,
            token_hash=hash_of(token),
            created_at=now,
            expires_at=end,
        )
        unit.endorsement_uploads.invite(row)
        record(
            unit, toolkit, principal, Act(action="endorsement.invited", object=row.id, profile=profile.did)
        )
    return Invitation(row, token)


def close(toolkit: Toolkit, principal: Principal, invitation_id: str) -> InvitationRecord:
    """Close an invitation that was not answered; asking again changes nothing.

    Raises:
        NotAuthorizedError: the principal may not act for who invited.
        NotFoundError: there is no such invitation.
        ConflictError: it was answered.
    """
    with toolkit.database.unit("endorsement.close") as unit:
        row = unit.endorsement_uploads.get_invitation(invitation_id)
        profile = unit.profiles.get(row.profile_id)
        principal.require(profile.slug)
        if row.closed_at is None:
            unit.endorsement_uploads.close(row.id, at=toolkit.clock())
            act = Act(action="endorsement.uninvited", object=row.id, profile=profile.did)
            record(unit, toolkit, principal, act)
        return unit.endorsement_uploads.get_invitation(invitation_id)


def opened_by(unit: Unit, token: str, now: datetime) -> InvitationRecord:
    """Return the invitation that a link opens.

    Raises:
        NotAuthorizedError: it opens none, or none that still waits.
    """
    row = unit.endorsement_uploads.find_invitation(hash_of(token))
    if row is None or row.closed_at is not None or row.answered_at is not None or now >= row.expires_at:
        raise NotAuthorizedError("This invitation is not open.", hint="Ask whoever sent it for a new one.")
    return row


def require_for(row: InvitationRecord, carrier: Carrier) -> None:
    """Return quietly when an invitation is about this very thing.

    Raises:
        NotAuthorizedError: it is about another.
    """
    asked = (row.subject_id, row.subject_version)
    if asked[0] != carrier.subject.id or asked[1] not in {None, carrier.subject.version}:
        raise NotAuthorizedError("This invitation is about something else.")


def hash_of(token: str) -> bytes:
    """Return what the record keeps of a link's secret."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
