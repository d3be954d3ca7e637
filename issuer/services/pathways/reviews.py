"""A person decides about a micro-endorsement on hold: it is issued again, or withdrawn for good.

It can only be issued again from components that are in force and meet its rule; nobody decides around that.
"""

from dataclasses import dataclass

from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services.pathways import closing, composing, holdings, keeping, upkeep
from issuer.services.pathways.keeping import Kept
from issuer.services.principal import Principal
from issuer.services.revocation import endings
from issuer.services.revocation.endings import Ending
from issuer.services.toolkit import Toolkit
from issuer.store import (
    Category,
    CredentialRecord,
    NoticeRecord,
    ReviewOutcome,
    ReviewRecord,
    Unit,
    VersionRecord,
)


@dataclass(frozen=True)
class Reviewed:
    """A micro-endorsement and its reviews, oldest first, and what its holder was to be told."""

    credential: CredentialRecord
    newest: VersionRecord
    reviews: tuple[ReviewRecord, ...]
    notices: tuple[NoticeRecord, ...]


def open_reviews(
    toolkit: Toolkit, principal: Principal, profile_slug: str | None = None
) -> tuple[Reviewed, ...]:
    """Return every micro-endorsement under review, longest waiting first.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the installation.
        NotFoundError: there is no such profile.
    """
    if profile_slug is None:
        principal.require_all()
    else:
        principal.require(profile_slug)
    with toolkit.database.reader() as reader:
        profile = None if profile_slug is None else reader.profiles.get_by_slug(profile_slug).id
        found = reader.pathways.open_reviews(profile)
        return tuple(_reviewed(reader, review.credential_id) for review in found)


def get(toolkit: Toolkit, principal: Principal, credential_id: str) -> Reviewed:
    """Return a micro-endorsement with its reviews.

    Raises:
        NotFoundError: there is no such credential.
        NotAuthorizedError: the principal may not act for its issuer.
    """
    with toolkit.database.reader() as reader:
        endings.look(reader, principal, credential_id)
        return _reviewed(reader, credential_id)


def reissue(toolkit: Toolkit, principal: Principal, credential_id: str) -> Reviewed:
    """End the review in the holder's favor: issue the micro-endorsement again from components in force.

    Raises:
        NotFoundError: there is no such micro-endorsement.
        NotAuthorizedError: the principal may not act for its issuer.
        ConflictError: it is not under review.
        ConformanceError: a component is missing; the sentence says what is left.
    """
    kept = _under_review(toolkit, principal, credential_id)
    composing.require_whole(kept.pathway.version, kept.progress)
    if kept.newest is not None:
        upkeep.resume(toolkit, principal, kept, kept.newest)
    return get(toolkit, principal, credential_id)


def revoke(
    toolkit: Toolkit,
    principal: Principal,
    credential_id: str,
    category: Category | None = None,
    details: str | None = None,
) -> Reviewed:
    """End the review against the holder: withdraw the micro-endorsement for good.

    Args:
        toolkit: what to work with.
        principal: who asks.
        credential_id: `urn:uuid:…`.
        category: why, in public; None takes the category of the component that opened the review.
        details: why, in private; erasable, never published.

    Raises:
        NotFoundError: there is no such micro-endorsement.
        NotAuthorizedError: the principal may not act for its issuer.
        ConflictError: it is not under review.
        InputError: no category for revoking is named, and the component's is none.
    """
    kept = _under_review(toolkit, principal, credential_id)
    review = kept.review
    if review is None:
        raise ConflictError("This micro-endorsement is not under review.")
    category = category or Category(review.category)
    if category not in endings.REVOKING:
        raise InputError("The component was not withdrawn, so say why this is.", pointer="/category")
    with toolkit.database.unit("pathways.revoke") as unit:
        _credential, newest = endings.hold(unit, principal, credential_id)
        endings.give_up_pending(unit, toolkit, principal, credential_id)
        endings.end(unit, toolkit, principal, newest, Ending(category, details))
        closing.close_in(unit, toolkit, principal, kept, review=review, outcome=ReviewOutcome.REVOKED)
        unit.pathways.end_award(kept.award.id, at=toolkit.clock())
    return get(toolkit, principal, credential_id)


def _under_review(toolkit: Toolkit, principal: Principal, credential_id: str) -> Kept:
    with toolkit.database.reader() as reader:
        credential, _newest = endings.look(reader, principal, credential_id)
        award = reader.pathways.find_by_external_id(credential.profile_id, credential.external_id)
        if award is None:
            raise NotFoundError(f"{credential_id} is no micro-endorsement.")
        held = holdings.of_person(reader, credential.person_id)
        kept = keeping.read(reader, award, held, toolkit.clock())
    if kept.review is None:
        raise ConflictError("This micro-endorsement is not under review.")
    return kept


def _reviewed(unit: Unit, credential_id: str) -> Reviewed:
    newest = unit.credentials.find_newest(credential_id)
    if newest is None:
        raise NotFoundError(f"Nothing of {credential_id} was issued yet.")
    return Reviewed(
        credential=unit.credentials.get(credential_id),
        newest=newest,
        reviews=unit.pathways.reviews_of(credential_id),
        notices=unit.pathway_queue.notices_about(credential_id),
    )
