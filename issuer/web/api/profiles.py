"""`/api/v1/profiles`: who issues here. Public."""

from typing import Any

from issuer.documents.strict_json import JsonObject
from issuer.services import profiles as service
from issuer.services.figures import members, telling
from issuer.store import ProfileRecord
from issuer.web.api import paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.schemas.common import PageQuery
from issuer.web.api.schemas.profiles import ProfileSchema, RollUpSchema
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "profiles", __name__, url_prefix="/profiles", description="Organizations that issue here."
)


@lists(blueprint, "", None, takes=PageQuery, of=ProfileSchema)
def list_profiles(query: dict[str, Any]) -> dict[str, Any]:
    """List the organizations, by short name."""
    found = service.organisations(the_toolkit())
    return paging.listed(found, query, describe, name=lambda item: item.slug)


@reads(blueprint, "/<slug>", None, answer=ProfileSchema, refuses=(404, 429))
def get_profile(slug: str) -> JsonObject:
    """Return one organization."""
    return describe(service.get(the_toolkit(), slug))


@reads(blueprint, "/<slug>/members", None, answer=RollUpSchema, refuses=(404, 429))
def get_members(slug: str) -> JsonObject:
    """Return what the members of a parent body issued: counts, with small groups of people hidden."""
    return telling.roll_up_json(members.of_members(the_toolkit(), slug))


def describe(profile: ProfileRecord) -> JsonObject:
    """Return what the API says of a profile; its Open Badges form lies at `url`."""
    with the_toolkit().database.reader() as reader:
        value = service.value(reader, profile)
    return {
        "slug": value.slug,
        "id": value.did,
        "name": value.name,
        "url": value.url,
        "description": value.description,
        "timezone": value.timezone,
        "parent": value.parent.slug if value.parent else None,
        "identifiers": [{"type": kind, "value": text} for kind, text in value.identifiers],
        "demonstration": value.is_demonstration,
    }
