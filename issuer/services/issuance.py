"""Issue one credential: the two-commit road of design.md section 4."""

from dataclasses import dataclass
from datetime import datetime

from issuer.documents.strict_json import JsonObject
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord, VersionRecord


@dataclass(frozen=True, kw_only=True)
class IssueCredential:
    """A request for one credential.

    Attributes:
        profile: slug of the issuer.
        external_id: the caller's id of this request; asking again under it gives the same credential.
        attestation: `urn:uuid:` of an imported record, or the record itself.
        awarded_at: the moment of the award, not before the decision; None for now.
        valid_until: an earlier end than the achievement's own validity gives, None for that one.
    """

    profile: str
    external_id: str
    attestation: str | JsonObject
    awarded_at: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True)
class IssuedCredential:
    """What was issued.

    Attributes:
        credential: the award.
        version: its newest issued version, with the exact bytes.
        is_new: whether this very call issued it.
    """

    credential: CredentialRecord
    version: VersionRecord
    is_new: bool


def issue(toolkit: Toolkit, principal: Principal, command: IssueCredential) -> IssuedCredential:
    """Issue a credential, or return the one that was issued for the same request or award.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile or attestation.
        ConformanceError: the attestation has gaps, or the document breaks a rule.
        ConflictError: the external id was used for another request.
        KeyUnavailableError: the profile has no active key.
        SigningError: the signed credential did not verify; nothing was released.
        StoreUnavailableError: the database did not answer; ask again for the same credential.
    """
    raise NotImplementedError
