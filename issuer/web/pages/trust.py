"""`/trust`: whom we know, since when, by whom and why, and everything that ever happened to that list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, render_template

from issuer.services import trust
from issuer.store import TrustAction, TrustEventRecord
from issuer.verify import TrustEntry
from issuer.verify.facts import host_of, readable
from issuer.web import negotiation
from issuer.web.pages.contents import UTC
from issuer.web.site import short_date
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("trust", __name__)

MOST_EVENTS: Final = 200
ACTIONS: Final = {
    TrustAction.ADDED: "Added",
    TrustAction.CHANGED: "Changed",
    TrustAction.REMOVED: "Taken off",
}


@dataclass(frozen=True)
class KnownLine:
    """One known issuer.

    Attributes:
        domain: its host name as a person reads it, with the ASCII spelling where that differs; "" without one.
    """

    name: str
    issuer: str
    domain: str
    since: str
    by: str
    why: str


@dataclass(frozen=True)
class ChangeLine:
    """One change of the list."""

    day: str
    what: str
    name: str
    issuer: str
    by: str
    why: str


@blueprint.get("/trust")
def page() -> Response:
    """Show the list and its history."""
    toolkit = the_toolkit()
    events = trust.history(toolkit)
    html = render_template(
        "trust.html",
        known=[_known(entry) for entry in trust.standing(toolkit)],
        changes=[_change(event) for event in reversed(events[-MOST_EVENTS:])],
        more=max(len(events) - MOST_EVENTS, 0),
    )
    return negotiation.page(html)


def _known(entry: TrustEntry) -> KnownLine:
    return KnownLine(
        name=entry.name or entry.issuer,
        issuer=entry.issuer,
        domain=_domain(entry.issuer),
        since="" if entry.added_at is None else _day(entry.added_at),
        by=entry.added_by or "",
        why=entry.reason or "",
    )


def _change(event: TrustEventRecord) -> ChangeLine:
    by = event.added_by if event.source is None else f"{event.added_by} (list of {event.source})"
    return ChangeLine(
        day=_day(event.at),
        what=ACTIONS[event.action],
        name=event.name or event.issuer,
        issuer=event.issuer,
        by=by,
        why=event.reason,
    )


def _domain(issuer: str) -> str:
    host = host_of(issuer)
    if host is None:
        return ""
    own = readable(host)
    return own if own == host else f"{own} ({host})"


def _day(moment: datetime) -> str:
    return short_date(moment, UTC)
