"""`/api/v1/programs`: what districts chose from the catalog, and the goals that it serves there."""

from typing import Any

from issuer.services.api_keys import Scope
from issuer.services.catalog import programs
from issuer.services.catalog.programs import Offer
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists
from issuer.web.api.schemas.programs import ChooseSchema, DropSchema, OfferSchema, ProgramQuery, SetSchema
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "programs",
    __name__,
    url_prefix="/programs",
    description="What districts chose from the catalog. It is in no credential.",
)
_WRITE_REFUSALS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@lists(blueprint, "", None, takes=ProgramQuery, of=OfferSchema, refuses=(422, 429))
def list_offers(query: dict[str, Any]) -> dict[str, Any]:
    """List what every district chose, or one of them, by district and code."""
    offers = programs.all_offers(the_toolkit())
    wanted = tuple(offer for offer in offers if query.get("district") in {None, offer.district})
    return paging.listed(wanted, query, _describe, name=lambda offer: f"{offer.district} {offer.code}")


@writes(
    blueprint,
    "",
    Scope.ACHIEVEMENTS_WRITE,
    takes=ChooseSchema,
    answer=SetSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def choose(command: dict[str, Any]) -> dict[str, Any]:
    """Put an achievement into the set of the key's profile, with goals; return the set."""
    caller = access.caller()
    found = programs.choose(
        the_toolkit(), caller.principal, caller.slug, command["achievement"], command["goals"]
    )
    return {"items": [_describe(offer) for offer in found]}


@writes(
    blueprint,
    "/drop",
    Scope.ACHIEVEMENTS_WRITE,
    takes=DropSchema,
    answer=SetSchema,
    status=200,
    refuses=_WRITE_REFUSALS,
)
def drop(command: dict[str, Any]) -> dict[str, Any]:
    """Take an achievement out of the set of the key's profile; return the set."""
    caller = access.caller()
    found = programs.drop(the_toolkit(), caller.principal, caller.slug, command["achievement"])
    return {"items": [_describe(offer) for offer in found]}


def _describe(offer: Offer) -> dict[str, Any]:
    return {
        "district": offer.district,
        "districtName": offer.district_name,
        "achievement": offer.code,
        "goals": dict(offer.goals),
    }
