"""`/api/v1/bundles`: links of teachers to chosen credentials (domain.md HR-01).

A bundle has an `externalId` in place of an `Idempotency-Key`: the answer to the first request holds the link,
and what holds a link is not kept.
"""

from typing import Any

from flask import Response

from issuer.services.api_keys import Scope
from issuer.services.bundles import making
from issuer.services.bundles.making import BUNDLES, KeptBundle, MakeBundle
from issuer.services.handed_out import links, shelves
from issuer.web.api import access, handing, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.schemas.bundles import (
    BundleSchema,
    MadeBundleSchema,
    MakeBundleSchema,
    OpeningsSchema,
)
from issuer.web.api.schemas.common import HolderQuery
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "bundles", __name__, url_prefix="/bundles", description="One link to what a teacher chose to show."
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)


@blueprint.post("")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.arguments(MakeBundleSchema)
@blueprint.response(201, MadeBundleSchema)
@blueprint.alt_response(200, schema=MadeBundleSchema, description="It was made before; its link is not told")
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 415, 503)
def make_bundle(command: dict[str, Any]) -> Response:
    """Make a link to chosen credentials of one person; the answer tells it once."""
    made = making.make(
        the_toolkit(),
        access.caller().principal,
        MakeBundle(
            profile=access.caller().slug,
            credentials=command["credentials"],
            recipient=command["recipient"],
            expires_at=command.get("expiresAt"),
            external_id=command["externalId"],
        ),
    )
    body = MadeBundleSchema().dump({**describe(made.kept), "url": made.url})
    return handing.told_once(body, is_new=made.is_new, at="/api/v1/bundles/" + made.kept.record.id)


@lists(blueprint, "", Scope.CREDENTIALS_SHARE, takes=HolderQuery, of=BundleSchema, refuses=_READ_REFUSALS)
def list_bundles(query: dict[str, Any]) -> dict[str, Any]:
    """List the bundles that the key's profile made, newest first."""
    found = shelves.page(the_toolkit(), access.caller().principal, BUNDLES, handing.asked(query))
    return paging.answer(found.items, found.after, describe)


@reads(blueprint, "/<name>", Scope.CREDENTIALS_SHARE, answer=BundleSchema, refuses=_READ_REFUSALS)
def get_bundle(name: str) -> dict[str, Any]:
    """Return one bundle, without its link."""
    return describe(shelves.get(the_toolkit(), access.caller().principal, BUNDLES, name))


@blueprint.post("/<name>/revoke")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.response(200, BundleSchema)
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 503)
def revoke_bundle(name: str) -> dict[str, Any]:
    """Close a link at once and for good; asking again changes nothing."""
    return describe(links.revoke(the_toolkit(), access.caller().principal, BUNDLES, name))


@reads(blueprint, "/<name>/openings", Scope.CREDENTIALS_SHARE, answer=OpeningsSchema, refuses=_READ_REFUSALS)
def get_openings(name: str) -> dict[str, Any]:
    """Say when and how often a link was used, by the hour; never by whom."""
    found = making.openings(the_toolkit(), access.caller().principal, name)
    return {"items": [{"hour": item.hour, "what": item.kind.value, "times": item.times} for item in found]}


def describe(kept: KeptBundle) -> dict[str, Any]:
    """Return what the API says of a bundle to its maker."""
    record = kept.record
    return {
        "id": record.id,
        "externalId": record.external_id,
        "person": kept.person,
        "recipient": record.recipient,
        "credentials": [item.id for item in kept.credentials],
        "createdAt": record.created_at,
        "expiresAt": record.expires_at,
        "revokedAt": record.revoked_at,
    }
