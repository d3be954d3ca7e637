"""Withdraw an endorsement: its status bit is set, once and for ever, with a public category and the date."""

from issuer.errors import NotFoundError
from issuer.services.principal import Principal
from issuer.services.status_lists import withdrawing
from issuer.services.toolkit import Toolkit
from issuer.store import Category, EndorsementRecord, VersionState


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
    withdrawing.require_withdrawing(category, noun="endorsement")
    with toolkit.database.unit("endorsement.withdraw") as unit:
        endorsement = unit.endorsements.lock(endorsement_id)
        profile = unit.profiles.get(endorsement.profile_id)
        principal.require(profile.slug)
        if endorsement.state is not VersionState.ISSUED:
            raise NotFoundError(f"{endorsement_id} was not issued.")
        withdrawing.withdraw(
            unit,
            toolkit,
            principal,
            endorsement,
            noun="endorsement",
            category=category,
            details=details,
            endorsement=endorsement_id,
        )
        return unit.endorsements.get(endorsement_id)
