"""`/api/v1/progress-links`: pages that show holders how far they are.

A link has an `externalId` in place of an `Idempotency-Key`: the answer to the first request holds the address,
and what holds an address is not kept.
"""

from typing import Any

from flask import Response

from issuer.services.api_keys import Scope
from issuer.services.handed_out import links, shelves
from issuer.services.progress_links import making
from issuer.services.progress_links.making import PROGRESS_LINKS, KeptLink, MakeLink
from issuer.web.api import access, handing, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists, reads
from issuer.web.api.schemas.common import HolderQuery
from issuer.web.api.schemas.progress_links import (
    MadeProgressLinkSchema,
    MakeProgressLinkSchema,
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
    return handing.told_once(body, is_new=made.is_new, at="/api/v1/progress-links/" + made.kept.record.id)


@lists(
    blueprint,
    "",
    Scope.CREDENTIALS_SHARE,
    takes=HolderQuery,
    of=ProgressLinkSchema,
    refuses=_READ_REFUSALS,
)
def list_progress_links(query: dict[str, Any]) -> dict[str, Any]:
    """List the links that the key's profile made, newest first."""
    found = shelves.page(the_toolkit(), access.caller().principal, PROGRESS_LINKS, handing.asked(query))
    return paging.answer(found.items, found.after, _describe)


@reads(blueprint, "/<name>", Scope.CREDENTIALS_SHARE, answer=ProgressLinkSchema, refuses=_READ_REFUSALS)
def get_progress_link(name: str) -> dict[str, Any]:
    """Return one link, without its address."""
    return _describe(shelves.get(the_toolkit(), access.caller().principal, PROGRESS_LINKS, name))


@blueprint.post("/<name>/revoke")
@access.requires(Scope.CREDENTIALS_SHARE)
@blueprint.response(200, ProgressLinkSchema)
@blueprint.refuses(*_READ_REFUSALS, 409, 413, 503)
def revoke_progress_link(name: str) -> dict[str, Any]:
    """Close a link at once and for good; asking again changes nothing."""
    return _describe(links.revoke(the_toolkit(), access.caller().principal, PROGRESS_LINKS, name))


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
