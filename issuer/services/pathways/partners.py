"""Whose components a profile accepts toward its micro-endorsements, beside its own (STK-03).

Only rules that say `partners` look at this. What was put together stays as it is when a partner goes.
"""

from issuer.errors import ConflictError
from issuer.services.pathways.job import PARTNERS
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import ProfileRecord


def listed(toolkit: Toolkit, principal: Principal, slug: str) -> tuple[ProfileRecord, ...]:
    """Return the partners of a profile, by slug.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
    """
    principal.require(slug)
    with toolkit.database.reader() as reader:
        found = reader.pathway_queue.partners(reader.profiles.get_by_slug(slug).id)
        return tuple(sorted((reader.profiles.get(item) for item in found), key=lambda item: item.slug))


def change(
    toolkit: Toolkit, principal: Principal, slug: str, partner_slug: str, *, accept: bool
) -> tuple[ProfileRecord, ...]:
    """Accept a partner's components, or no longer; asking again changes nothing. Returns the partners.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile.
        ConflictError: a profile is no partner of itself.
    """
    principal.require(slug)
    with toolkit.database.unit("pathways.partners") as unit:
        profile, partner = (unit.profiles.get_by_slug(item) for item in (slug, partner_slug))
        if profile.id == partner.id:
            raise ConflictError("A profile accepts its own components anyway.")
        known = partner.id in unit.pathway_queue.partners(profile.id)
        if accept and not known:
            unit.pathway_queue.add_partner(profile.id, partner.id, at=toolkit.clock())
        if known and not accept:
            unit.pathway_queue.remove_partner(profile.id, partner.id)
        if known is not accept:
            category = "accepted" if accept else "removed"
            act = Act(action=PARTNERS, object=partner.did, profile=profile.did, category=category)
            record(unit, toolkit, principal, act)
    return listed(toolkit, principal, slug)
