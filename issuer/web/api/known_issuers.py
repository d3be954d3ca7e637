"""`/api/v1/known-issuers`: whom this installation knows, since when, by whom and why.

Reading is public, as the page `/trust` is. Changing needs the scope `trust:write`, which reaches farther than a
key's profile: the list is of the whole installation. Every change stays in the history.
"""

from typing import Any

from issuer.services import trust as service
from issuer.services.api_keys import Scope
from issuer.services.trust import Known
from issuer.store import TrustEventRecord
from issuer.verify import TrustEntry
from issuer.verify.facts import host_of, readable
from issuer.web.api import access, paging
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import lists
from issuer.web.api.schemas.common import PageQuery
from issuer.web.api.schemas.known_issuers import (
    KnownIssuerSchema,
    PutIssuerSchema,
    RemoveIssuerSchema,
    TrustEventSchema,
)
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "known_issuers",
    __name__,
    url_prefix="/known-issuers",
    description="Issuers that are known here, and why.",
)
_REFUSALS = (400, 401, 403, 409, 413, 415, 422, 429, 503)


@lists(blueprint, "", None, takes=PageQuery, of=KnownIssuerSchema)
def list_known(query: dict[str, Any]) -> dict[str, Any]:
    """List the issuers that are known now, by identifier."""
    found = sorted(service.standing(the_toolkit()), key=lambda entry: entry.issuer)
    return paging.listed(found, query, describe, name=lambda entry: entry.issuer)


@lists(blueprint, "/history", None, takes=PageQuery, of=TrustEventSchema)
def list_history(query: dict[str, Any]) -> dict[str, Any]:
    """List everything that ever happened to the list, oldest first."""
    return paging.listed_in_order(service.history(the_toolkit()), query, describe_event)


@writes(
    blueprint,
    "",
    Scope.TRUST_WRITE,
    takes=PutIssuerSchema,
    answer=TrustEventSchema,
    status=200,
    refuses=_REFUSALS,
)
def put_issuer(command: dict[str, Any]) -> dict[str, Any]:
    """Put an issuer on the list, or change what is said of it; the answer is the newest event about it."""
    known = Known(
        issuer=command["issuer"],
        name=command["name"],
        reason=command["reason"],
        added_by=command.get("addedBy"),
    )
    principal = access.caller().for_installation(Scope.TRUST_WRITE)
    return describe_event(service.add(the_toolkit(), principal, known))


@writes(
    blueprint,
    "/removals",
    Scope.TRUST_WRITE,
    takes=RemoveIssuerSchema,
    answer=TrustEventSchema,
    status=200,
    refuses=(404, *_REFUSALS),
)
def remove_issuer(command: dict[str, Any]) -> dict[str, Any]:
    """Take an issuer off the list, from now on; the answer is the newest event about it."""
    principal = access.caller().for_installation(Scope.TRUST_WRITE)
    event = service.remove(
        the_toolkit(), principal, command["issuer"], reason=command["reason"], by=command.get("addedBy")
    )
    return describe_event(event)


def describe(entry: TrustEntry) -> dict[str, Any]:
    """Return what the API says of a known issuer."""
    host = host_of(entry.issuer)
    return {
        "issuer": entry.issuer,
        "name": entry.name,
        "domain": None if host is None else readable(host),
        "asciiDomain": host,
        "addedAt": entry.added_at,
        "addedBy": entry.added_by,
        "reason": entry.reason,
    }


def describe_event(event: TrustEventRecord) -> dict[str, Any]:
    """Return what the API says of a change."""
    return {
        "issuer": event.issuer,
        "number": event.number,
        "action": event.action.value,
        "name": event.name,
        "reason": event.reason,
        "addedBy": event.added_by,
        "source": event.source,
        "at": event.at,
    }
