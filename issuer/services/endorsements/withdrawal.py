"""Withdraw an endorsement: its status bit is set, once and for ever, with a public category and the date."""

from typing import Final

from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import Category, EndorsementRecord, VersionState

WITHDRAWING: Final = frozenset(Category) - {Category.SUSPENDED_PENDING_REVIEW}
"""An endorsement is not put on hold: its endorser says it, or says it no more."""


def withdraw(
    toolkit: Toolkit,
    principal: Principal,
    endorsement_id: str,
    category: Category,
    details: str | None = None,
) -> EndorsementRecord:
    """End an endorsement for ever; asking again with the same category changes nothing.

    Args:
        toolkit: what to work with.
        principal: who asks.
        endorsement_id: `urn:uuid:…`.
        category: why, in public; `superseded` when another endorsement takes its place.
        details: why, in private; erasable, never published.

    Raises:
        NotAuthorizedError: the principal may not act for the endorser.
        NotFoundError: there is no such endorsement, or it was not issued.
        InputError: the category is the suspension.
        ConflictError: it was withdrawn with another category.
    """
    if category not in WITHDRAWING:
        words = ", ".join(sorted(WITHDRAWING))
        raise InputError(f"{category} is not a category for endorsements; take one of {words}.")
    with toolkit.database.unit("endorsement.withdraw") as unit:
        endorsement = unit.endorsements.lock(endorsement_id)
        profile = unit.profiles.get(endorsement.profile_id)
        principal.require(profile.slug)
        if endorsement.state is not VersionState.ISSUED:
            raise NotFoundError(f"{endorsement_id} was not issued.")
        if endorsement.ended_category is category:
            return endorsement
        if endorsement.ended_category is not None:
            raise ConflictError(f"This endorsement was withdrawn already: {endorsement.ended_category}.")
        slot = (endorsement.status_list_id, endorsement.status_index)
        unit.status_lists.set_bit(*slot, category=category, at=toolkit.clock())
        act = Act(
            action="endorsement.withdrawn",
            object=endorsement_id,
            profile=profile.did,
            kind="status",
            endorsement=endorsement_id,
            category=category,
            details=details,
        )
        record(unit, toolkit, principal, act)
        return unit.endorsements.get(endorsement_id)
