"""Revoke, suspend, resume, re-issue (design.md section 6). A revocation bit never goes back."""

from issuer.services.issuance import IssuedCredential
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import Category, VersionRecord


def revoke(
    toolkit: Toolkit, principal: Principal, credential_id: str, category: Category, details: str | None = None
) -> VersionRecord:
    """End the newest version of a credential for ever, with a public category; also ends a suspension.

    Args:
        toolkit: what to work with.
        principal: who asks.
        credential_id: `urn:uuid:…`.
        category: why, in public; not `superseded` and not the suspension.
        details: why, in private; erasable, never published.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential, or nothing of it was issued.
        InputError: the category is not one for revoking.
        ConflictError: it was ended with another category.
    """
    raise NotImplementedError


def suspend(
    toolkit: Toolkit, principal: Principal, credential_id: str, details: str | None = None
) -> VersionRecord:
    """Set the bit of the newest version with the public category `suspended_pending_review`.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential, or nothing of it was issued.
        ConflictError: it was ended for good.
    """
    raise NotImplementedError


def resume(
    toolkit: Toolkit, principal: Principal, credential_id: str, details: str | None = None
) -> IssuedCredential:
    """End a suspension in the holder's favour: re-issue the credential as a new version of the same id.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential.
        ConflictError: it is not suspended.
    """
    raise NotImplementedError


def reissue(
    toolkit: Toolkit,
    principal: Principal,
    credential_id: str,
    *,
    replaces: int | None = None,
    category: Category = Category.SUPERSEDED,
    details: str | None = None,
) -> IssuedCredential:
    """Issue the next version of a credential and end the one before, both in one commit.

    Args:
        toolkit: what to work with.
        principal: who asks.
        credential_id: `urn:uuid:…`.
        replaces: number of the version to replace; when that was replaced already, what replaced it is
            returned. None replaces the newest, every time it is asked.
        category: why the old version ends: `superseded`, or `key_compromise`.
        details: why, in private; erasable, never published.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential or version.
        InputError: the category is not one for re-issuing.
        ConflictError: the credential was ended for good, or is suspended (resume it).
    """
    raise NotImplementedError
