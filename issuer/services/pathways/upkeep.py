"""What becomes of a micro-endorsement when something happens to a component (STK-02).

A component that was issued again leads to a new version with its new digest. A component that was withdrawn
or put on hold puts the micro-endorsement on hold, pending review, with a notice to the holder; it is neither
silently valid nor withdrawn by itself. When the cause is gone, because the component is in force again or
another one was earned since, it is issued again by itself; otherwise a person decides (`reviews`).
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from issuer.errors import ConflictError
from issuer.services import revocation
from issuer.services.pathways import closing, composing, minting
from issuer.services.pathways.keeping import Fallen, Kept
from issuer.services.principal import Principal
from issuer.services.recording import record
from issuer.services.revocation import endings
from issuer.services.revocation.endings import Ending
from issuer.services.toolkit import Toolkit
from issuer.store import Category, Cause, CredentialRecord, ReviewOutcome, ReviewRecord, VersionRecord

ANSWER_WITHIN: Final = timedelta(days=30)
"""How long a holder has to answer before a person decides."""
_PASSING: Final = frozenset({None, Category.SUSPENDED_PENDING_REVIEW, Category.KEY_COMPROMISE})


class Happened(StrEnum):
    """What an upkeep did."""

    NOTHING = "nothing"
    MINTED = "minted"
    SUSPENDED = "suspended"
    REISSUED = "reissued"
    ENDED = "ended"


def maintain(toolkit: Toolkit, principal: Principal, kept: Kept) -> Happened:
    """Do what is to be done for one award; asking again does nothing more.

    Raises:
        IssuerError: as `issuance.issue` and `revocation.reissue`; what was done stays done.
    """
    credential, newest = kept.credential, kept.newest
    if credential is None or newest is None:
        return _finish(toolkit, principal, kept)
    if newest.ended_category not in _PASSING:
        _end(toolkit, principal, kept)
        return Happened.ENDED
    if newest.ended_category is Category.SUSPENDED_PENDING_REVIEW:
        return _resume_if_well(toolkit, principal, kept, newest)
    if kept.review is not None:
        # The new version was issued, and the process died before this.
        closing.close(toolkit, principal, kept, ReviewOutcome.REISSUED)
    if kept.fallen:
        return _suspend(toolkit, principal, kept, credential, kept.fallen[0])
    if kept.is_outdated:
        if not kept.progress.is_whole:
            return _suspend(toolkit, principal, kept, credential, _stale(kept))
        composing.recompose(toolkit, principal, kept.pathway, kept.progress, kept.held)
        revocation.reissue(toolkit, principal, credential.id, replaces=newest.number)
        return Happened.REISSUED
    return Happened.NOTHING


def _finish(toolkit: Toolkit, principal: Principal, kept: Kept) -> Happened:
    """Finish an intent that nobody finished; give it up when its components have changed since."""
    is_current = not kept.fallen and not kept.is_outdated
    if is_current:
        return Happened.MINTED if minting.finish(toolkit, principal, kept.award).is_new else Happened.NOTHING
    with toolkit.database.unit("pathways.give_up") as unit:
        unit.pathways.end_award(kept.award.id, at=toolkit.clock())
    return Happened.ENDED


def _end(toolkit: Toolkit, principal: Principal, kept: Kept) -> None:
    if kept.review is not None:
        closing.close(toolkit, principal, kept, ReviewOutcome.REVOKED)
    with toolkit.database.unit("pathways.end") as unit:
        unit.pathways.end_award(kept.award.id, at=toolkit.clock())


def _stale(kept: Kept) -> Fallen:
    """Name the component that was issued again while another one has ended."""
    for part in kept.used:
        holding = kept.of(part.component_id)
        if holding is not None and holding.newest.number > part.component_number:
            return Fallen(part.component_id, Cause.WITHDRAWN, Category.SUPERSEDED.value)
    raise ConflictError("No component was issued again.")


def _suspend(
    toolkit: Toolkit, principal: Principal, kept: Kept, credential: CredentialRecord, fallen: Fallen
) -> Happened:
    """Put it on hold, open the review and keep the notice, all in one commit."""
    now = toolkit.clock()
    words = f"A component is {fallen.cause.value}: {fallen.category}."
    with toolkit.database.unit("pathways.suspend") as unit:
        _credential, newest = endings.hold(unit, principal, credential.id)
        if newest != kept.newest or unit.pathways.find_open_review(kept.award.id) is not None:
            return Happened.NOTHING
        endings.give_up_pending(unit, toolkit, principal, credential.id)
        endings.end(unit, toolkit, principal, newest, Ending(endings.SUSPENDED, words))
        review = ReviewRecord(
            id=toolkit.randomness.urn(),
            award_id=kept.award.id,
            credential_id=credential.id,
            component_id=fallen.component_id,
            cause=fallen.cause,
            category=fallen.category,
            opened_at=now,
            answer_by=now + ANSWER_WITHIN,
        )
        unit.pathways.open_review(review)
        closing.notify(
            unit, toolkit, kept, closing.ON_HOLD, category=fallen.category, answer_by=review.answer_by
        )
        record(unit, toolkit, principal, closing.act_of(kept, "review.opened", review))
    return Happened.SUSPENDED


def _resume_if_well(toolkit: Toolkit, principal: Principal, kept: Kept, newest: VersionRecord) -> Happened:
    """Issue it again when the cause of the review is gone; what a person put on hold stays with people."""
    review = kept.review
    if review is None or not kept.progress.is_whole or not _is_cause_gone(kept, review):
        return Happened.NOTHING
    resume(toolkit, principal, kept, newest)
    return Happened.REISSUED


def _is_cause_gone(kept: Kept, review: ReviewRecord) -> bool:
    """Say whether the component stands again, or one that was earned since has taken its place."""
    used = {part.component_id for part in kept.used}
    chosen = {item.component.id for item in kept.progress.filled}
    if review.component_id in chosen:
        return True
    since = {item.credential.id for item in kept.held if item.credential.created_at >= review.opened_at}
    return not (chosen - used - since)


def resume(toolkit: Toolkit, principal: Principal, kept: Kept, newest: VersionRecord) -> None:
    """Issue a micro-endorsement again from what its holder has now, and close its review."""
    composing.recompose(toolkit, principal, kept.pathway, kept.progress, kept.held)
    revocation.resume(toolkit, principal, newest.credential_id, replaces=newest.number)
    closing.close(toolkit, principal, kept, ReviewOutcome.REISSUED)
