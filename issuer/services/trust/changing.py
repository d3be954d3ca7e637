"""Put an issuer on the list of known ones, change what is said of it, take it off: each leaves an event.

Asking for what is so already changes nothing. Who may do this acts for the whole installation.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from issuer.dids.method import split_did
from issuer.documents import jcs
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import FetchError, InputError, NotFoundError, ResolutionError
from issuer.fetch import check_url
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import TrustAction, TrustEventRecord, Unit

LONGEST_NAME: Final = 200
LONGEST_REASON: Final = 500
_LINE: Final = re.compile(r"[^\x00-\x1f\x7f\u2028\u2029]*")


@dataclass(frozen=True, kw_only=True)
class Known:
    """An issuer that shall be known.

    Attributes:
        issuer: its identifier: a DID or an https address.
        name: the name under which it is known here.
        reason: why it is known.
        added_by: who decided that: an office or an organization; None for whoever asks.
        source: the publisher of the list that it came with.
    """

    issuer: str
    name: str
    reason: str
    added_by: str | None = None
    source: str | None = None


def add(toolkit: Toolkit, principal: Principal, known: Known) -> TrustEventRecord:
    """Put an issuer on the list, or change what is said of one that is on it.

    Returns:
        what happened; the newest event where that is said already.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        InputError: no identifier of an issuer, or a text of another form.
        ConflictError: somebody else changed this issuer's place at the same time.
    """
    principal.require_all()
    require_form(known)
    by = known.added_by or principal.id
    with toolkit.database.unit("trust.add") as unit:
        newest = _newest(unit, known.issuer)
        stands = newest is not None and newest.action is not TrustAction.REMOVED
        if newest is not None and stands:
            said = (newest.name, newest.reason, newest.added_by, newest.source)
            if said == (known.name, known.reason, by, known.source):
                return newest
        event = TrustEventRecord(
            issuer=known.issuer,
            number=1 if newest is None else newest.number + 1,
            action=TrustAction.CHANGED if stands else TrustAction.ADDED,
            name=known.name,
            reason=known.reason,
            added_by=by,
            source=known.source,
            at=toolkit.clock(),
        )
        return keep(unit, toolkit, principal, event)


def remove(
    toolkit: Toolkit,
    principal: Principal,
    issuer: str,
    *,
    reason: str,
    by: str | None = None,
    source: str | None = None,
) -> TrustEventRecord:
    """Take an issuer off the list, from this moment; asking again changes nothing.

    Args:
        toolkit: what to work with.
        principal: who asks.
        issuer: its identifier.
        reason: why.
        by: who decided that; None for whoever asks.
        source: the publisher of the list that took it off.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        NotFoundError: it was never on the list.
        InputError: a text of another form.
        ConflictError: somebody else changed this issuer's place at the same time.
    """
    principal.require_all()
    _require_line(reason, "reason", LONGEST_REASON)
    by = by or principal.id
    _require_line(by, "addedBy", LONGEST_NAME)
    with toolkit.database.unit("trust.remove") as unit:
        newest = _newest(unit, issuer)
        if newest is None:
            raise NotFoundError("This issuer is not on the list of known issuers.")
        if newest.action is TrustAction.REMOVED:
            return newest
        event = TrustEventRecord(
            issuer=issuer,
            number=newest.number + 1,
            action=TrustAction.REMOVED,
            name=newest.name,
            reason=reason,
            added_by=by,
            source=source,
            at=toolkit.clock(),
        )
        return keep(unit, toolkit, principal, event)


def keep(unit: Unit, toolkit: Toolkit, principal: Principal, event: TrustEventRecord) -> TrustEventRecord:
    """Keep a change with its place in the record of everything that happened."""
    unit.trust.add(event)
    record(
        unit,
        toolkit,
        principal,
        Act(action=f"trust.{event.action}", object=event.issuer, after=digest(event)),
    )
    return event


def digest(event: TrustEventRecord) -> str:
    """Return the digest under which the record of everything knows a change."""
    said: JsonObject = {
        "issuer": event.issuer,
        "number": event.number,
        "action": event.action.value,
        "name": event.name,
        "reason": event.reason,
        "addedBy": event.added_by,
        "source": event.source,
        "at": format_time(event.at),
    }
    return "sha256:" + hashlib.sha256(jcs.canonicalize(said)).hexdigest()


def require_form(known: Known) -> None:
    """Return quietly when an issuer can stand on the list like this.

    Raises:
        InputError: no identifier of an issuer, or a text of another form.
    """
    _require_issuer(known.issuer)
    _require_line(known.name, "name", LONGEST_NAME)
    _require_line(known.reason, "reason", LONGEST_REASON)
    if known.added_by is not None:
        _require_line(known.added_by, "addedBy", LONGEST_NAME)


def _require_issuer(issuer: str) -> None:
    """Return quietly for a DID, or an https address of the public web."""
    try:
        if issuer.startswith("did:"):
            split_did(issuer)
        else:
            check_url(issuer)
    except (ResolutionError, FetchError) as exc:
        raise InputError(
            f"{issuer[:120]!r} is no identifier of an issuer.",
            pointer="/issuer",
            hint="Give a DID such as did:web:badges.example, or an https address.",
        ) from exc
    if len(issuer) > LONGEST_REASON:
        raise InputError("The identifier is too long to be one of an issuer.", pointer="/issuer")


def _newest(unit: Unit, issuer: str) -> TrustEventRecord | None:
    events = unit.trust.of_issuer(issuer)
    return events[-1] if events else None


def _require_line(text: str, name: str, longest: int) -> None:
    if not text.strip() or len(text) > longest or not _LINE.fullmatch(text):
        raise InputError(f"`{name}` is one line of 1 to {longest} characters.", pointer=f"/{name}")
