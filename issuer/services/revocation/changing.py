"""Revoke, suspend, resume, re-issue (design.md section 6). A revocation bit never goes back.

Suspending sets the bit with the public category `suspended_pending_review`; resuming does not clear it, but
issues the credential again as a new version of the same id, with a slot of its own. A new version and the
end of the old one are one commit. The category is public; free text goes into the erasable side row.

What a crash leaves behind: after commit 1 of a re-issue a prepared version, which no reader ever saw and
the next try gives up; after commit 2 everything. Name the version that is to be replaced, and asking
again is answered with what replaced it.
"""

from issuer.errors import ConflictError, StoreUnavailableError
from issuer.services import keys, securing
from issuer.services.issuing import awards, components, versions
from issuer.services.issuing.alike import Linted
from issuer.services.issuing.awards import Period
from issuer.services.issuing.issuance import TRIES, IssuedCredential
from issuer.services.issuing.versions import Draft
from issuer.services.principal import Principal
from issuer.services.revocation import endings
from issuer.services.revocation.endings import SUSPENDED, Ending
from issuer.services.securing import Secured
from issuer.services.toolkit import Toolkit
from issuer.store import Category, CredentialRecord, VersionRecord


def revoke(
    toolkit: Toolkit, principal: Principal, credential_id: str, category: Category, details: str | None = None
) -> VersionRecord:
    """End the newest version of a credential for ever; also ends a suspension. Asking again changes nothing.

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
    endings.require_revoking(category)
    return _end(toolkit, principal, credential_id, Ending(category, details))


def suspend(
    toolkit: Toolkit, principal: Principal, credential_id: str, details: str | None = None
) -> VersionRecord:
    """Put the newest version on hold, in public: `suspended_pending_review`. Asking again changes nothing.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential, or nothing of it was issued.
        ConflictError: it was ended for good.
    """
    return _end(toolkit, principal, credential_id, Ending(SUSPENDED, details))


def resume(
    toolkit: Toolkit,
    principal: Principal,
    credential_id: str,
    details: str | None = None,
    *,
    replaces: int | None = None,
) -> IssuedCredential:
    """End a suspension in the holder's favour: re-issue the credential as a new version of the same id.

    Args:
        toolkit: what to work with.
        principal: who asks.
        credential_id: `urn:uuid:…`.
        details: why, in private; erasable, never published.
        replaces: number of the suspended version; when it was replaced already, what replaced it is
            returned. None means the newest version.

    Raises:
        NotAuthorizedError: the principal may not act for the issuer.
        NotFoundError: there is no such credential, or nothing of it was issued.
        ConflictError: it is not suspended, or it has expired.
    """
    ending = Ending(Category.SUPERSEDED, details)
    return _replace(toolkit, principal, credential_id, replaces, ending, suspended=True)


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
        NotFoundError: there is no such credential, or nothing of it was issued.
        InputError: the category is not one for re-issuing.
        ConflictError: the credential was ended for good, is suspended (resume it), or has expired.
    """
    endings.require_replacing(category)
    return _replace(toolkit, principal, credential_id, replaces, Ending(category, details), suspended=False)


def _end(toolkit: Toolkit, principal: Principal, credential_id: str, ending: Ending) -> VersionRecord:
    with toolkit.database.unit("status.end") as unit:
        _credential, newest = endings.hold(unit, principal, credential_id)
        endings.give_up_pending(unit, toolkit, principal, credential_id)
        return endings.end(unit, toolkit, principal, newest, ending)


def _replace(
    toolkit: Toolkit,
    principal: Principal,
    credential_id: str,
    replaces: int | None,
    ending: Ending,
    *,
    suspended: bool,
) -> IssuedCredential:
    """Walk the road of design.md section 4 for a later version; the numbers are the same."""
    for _ in range(TRIES):
        # (1) May this caller, (2) and what is the award? Read again in every try, because others may come between.
        with toolkit.database.reader() as reader:
            credential, old = endings.look(reader, principal, credential_id)
            if replaces is not None and old.number > replaces:
                return IssuedCredential(credential, old, is_new=False)
            _require_replaceable(old, replaces, suspended=suspended)
            keys.require_clock_in(toolkit, reader)
            profile = reader.profiles.get(credential.profile_id)
            frozen = awards.record_of(reader, credential)
            facts = awards.read(reader, profile, frozen, now=toolkit.clock())
        components.require_current(toolkit, facts)
        # (3) A random slot of its own, (4) the plain document, (5) linted.
        slot = versions.choose_slot(toolkit, profile)
        draft = versions.build(facts, credential, _period(toolkit, credential, old), slot)
        linted = versions.lint(facts, draft)
        # (6) Commit 1: the intent and the burned slot.
        pending = _commit_intent(toolkit, principal, old, draft, linted)
        if pending is None:
            continue
        # (7) Sign, (8) and verify as a stranger would.
        secured = securing.secure(
            toolkit, profile, linted.document, created=pending.prepared_at, is_clock_known=True
        )
        versions.require_verified(toolkit, principal, pending, secured, linted)
        # (9) Commit 2: the new version's bytes and the old one's end, both or neither.
        issued = _commit_bytes(toolkit, principal, old, pending, secured=secured, ending=ending)
        # (10) Only now does anything leave.
        if issued is not None:
            return issued
    raise StoreUnavailableError("Others kept coming between; ask again.")


def _require_replaceable(old: VersionRecord, replaces: int | None, *, suspended: bool) -> None:
    if replaces is not None and old.number < replaces:
        raise ConflictError(f"Version {replaces} is not issued; the newest is version {old.number}.")
    if suspended and old.ended_category is not SUSPENDED:
        raise ConflictError("This credential is not suspended.")
    if not suspended and old.ended_category is SUSPENDED:
        raise ConflictError("This credential is suspended; resume or revoke it.")
    if not suspended and old.ended_category not in {None, Category.KEY_COMPROMISE}:
        raise ConflictError(f"This credential was ended for good: {old.ended_category}.")


def _period(toolkit: Toolkit, credential: CredentialRecord, old: VersionRecord) -> Period:
    """Keep the award's moment and its end; the version begins after the one that it replaces."""
    start = max(toolkit.clock(), old.valid_from + endings.TICK)
    if old.valid_until is not None and old.valid_until <= start:
        raise ConflictError("This credential has expired; a new award is needed.")
    return Period(awarded_at=credential.awarded_at, valid_from=start, valid_until=old.valid_until)


def _commit_intent(
    toolkit: Toolkit, principal: Principal, old: VersionRecord, draft: Draft, linted: Linted
) -> VersionRecord | None:
    """Record the intent of the next version; None when another caller or a taken slot came between."""
    try:
        with toolkit.database.unit("reissue.prepare") as unit:
            credential, newest = endings.hold(unit, principal, old.credential_id)
            if newest != old:
                return None
            endings.give_up_pending(unit, toolkit, principal, credential.id)
            return versions.prepare(unit, credential, draft, linted, at=toolkit.clock())
    except ConflictError:
        return None


def _commit_bytes(
    toolkit: Toolkit,
    principal: Principal,
    old: VersionRecord,
    pending: VersionRecord,
    *,
    secured: Secured,
    ending: Ending,
) -> IssuedCredential | None:
    """Record the new bytes and the old end; None when the version was given up or the old one ended."""
    try:
        with toolkit.database.unit("reissue.finish") as unit:
            credential, newest = endings.hold(unit, principal, old.credential_id)
            if newest != old:
                return None
            version = versions.finish(unit, toolkit, principal, pending, secured)
            if old.ended_category is not Category.KEY_COMPROMISE:
                endings.end(unit, toolkit, principal, old, ending)
            return IssuedCredential(credential, version, is_new=True)
    except ConflictError:
        return None
