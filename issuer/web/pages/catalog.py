"""The catalog page: search and filter by address alone, so that it works without scripts and can be linked."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import Final

from flask import Blueprint, Response, render_template, request

from issuer.services import catalog
from issuer.services.catalog import finding, programs
from issuer.services.catalog.finding import KINDS, Wanted
from issuer.web import negotiation
from issuer.web.pages.cards import Card, cards
from issuer.web.toolkits import the_toolkit

LONGEST: Final = 100
MOST_HOURS: Final = Decimal(100)
HOURS: Final = ("1", "3", "5")

blueprint = Blueprint("catalog", __name__)


@blueprint.get("/achievements")
def achievements() -> Response:
    """List what fits by topic, micro-endorsements first."""
    toolkit = the_toolkit()
    wanted = _wanted()
    found = finding.search(toolkit, wanted)
    topics: dict[str, list[Card]] = defaultdict(list)
    for item in cards(tuple(item for item in found if item.newest.components is None)):
        topics[item.topic].append(item)
    offers = programs.all_offers(toolkit)
    everything = catalog.all_achievements(toolkit)
    return negotiation.page(
        render_template(
            "achievements.html",
            wanted=wanted,
            count=len(found),
            stacks=cards(tuple(item for item in found if item.newest.components is not None)),
            topics=sorted(topics.items()),
            all_topics=[(topic, topic) for topic in finding.topics(everything)],
            kinds=[(kind, kind.capitalize()) for kind in KINDS],
            hours=[(hours, hours) for hours in HOURS],
            issuers=finding.issuers(toolkit),
            districts=sorted({(offer.district, offer.district_name) for offer in offers}),
            goals=[offer for offer in offers if offer.district == wanted.district and offer.goals],
            is_empty=not everything,
        )
    )


def _wanted() -> Wanted:
    """Read the address; what cannot be meant asks for nothing."""

    def value(name: str) -> str:
        return request.args.get(name, "").strip()[:LONGEST]

    kind = value("kind")
    return Wanted(
        words=value("q"),
        topic=value("topic"),
        kind=kind if kind in KINDS else "",
        hours=_hours(value("hours")),
        issuer=value("issuer"),
        district=value("district"),
    )


def _hours(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 < number <= MOST_HOURS else None
