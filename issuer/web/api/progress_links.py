"""`/api/v1/progress-links`: pages that show holders how far they are.

A link has an `externalId` in place of an `Idempotency-Key`: the answer to the first request holds the address,
and what holds an address is not kept.
"""

from typing import Any

from flask import Response, make_response

from issuer.services.api_keys import Scope
from issuer.services.progress_links import making
from issuer.services.progress_links.making import KeptLink, MakeLink
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.schemas.common import page_of
from issuer.web.api.schemas.progress_links import (
    MadeProgressLinkSchema,
    MakeProgressLinkSchema,
    ProgressLinkQuery,
    ProgressLinkSchema,
)
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "progress_links",
    __name__,
    url_prefix="/progress-links",
    description="A page for a holder: what counts, what is left.",
)
_READ_REFUSALS = (400, 401, 403, 404, 422, 429)


@blueprint.post("")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.arguments(MakeProgressLinkSchema)
@blueprint.response(201, MadeProgressLinkSchema)
@blueprint.alt_response(
    200, schema=MadeProgressLinkSchema, description="It was made before; its address is not told"
)
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 415, 503)
def make_progress_link(command: dict[str, Any]) -> Response:
    """Make a page of a holder's progress with the key's profile; the answer tells its address once."""
    made = making.make(
        the_toolkit(),
        access.caller().principal,
        MakeLink(
            profile=access.caller().slug,
            person=command["person"],
            expires_at=command.get("expiresAt"),
            external_id=command["externalId"],
        ),
    )
    body = MadeProgressLinkSchema().dump({**_describe(made.kept), "url": made.url})
    response = make_response(body, 201 if made.is_new else 200)
    response.headers["Location"] = f"/api/v1/progress-links/{made.kept.record.id}"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.arguments(ProgressLinkQuery, location="query")
@blueprint.response(200, page_of(ProgressLinkSchema))
@blueprint.refuses(*_READ_REFUSALS)
def list_progress_links(query: dict[str, Any]) -> dict[str, Any]:
    """List the links that the key's profile made, newest first."""
    found = making.page(
        the_toolkit(),
        access.caller().principal,
        profile=access.caller().slug,
        person=query.get("person"),
        after=paging.read(query["cursor"]) if "cursor" in query else "",
        limit=query["limit"],
    )
    following = None if found.after is None else paging.write(found.after)
    return paging.as_page([_describe(kept) for kept in found.items], following)


@blueprint.get("/<name>")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.response(200, ProgressLinkSchema)
@blueprint.refuses(*_READ_REFUSALS)
def get_progress_link(name: str) -> dict[str, Any]:
    """Return one link, without its address."""
    return _describe(making.get(the_toolkit(), access.caller().principal, name))


@blueprint.post("/<name>/revoke")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.response(200, ProgressLinkSchema)
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 503)
def revoke_progress_link(name: str) -> dict[str, Any]:
    """Close a link at once and for good; asking again changes nothing."""
    return _describe(making.revoke(the_toolkit(), access.caller().principal, name))


def _describe(kept: KeptLink) -> dict[str, Any]:
    record = kept.record
    return {
        "id": record.id,
        "externalId": record.external_id,
        "person": kept.person,
        "profile": kept.profile,
        "createdAt": record.created_at,
        "expiresAt": record.expires_at,
        "revokedAt": record.revoked_at,
    }
