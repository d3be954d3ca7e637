"""The first page, and the two lists that lead everywhere: achievements and issuers."""

from collections import defaultdict
from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from issuer.badges.model import Profile
from issuer.services import catalog, profiles
from issuer.services.toolkit import Toolkit
from issuer.web import negotiation
from issuer.web.pages.cards import Card, cards
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("home", __name__)


@dataclass(frozen=True)
class ListedIssuer:
    """An issuer in the list; `awarded` is how many credentials it issued."""

    profile: Profile
    awarded: int


@blueprint.get("/")
def home() -> Response:
    """Show what this is, the form to check a credential, and where to go on."""
    listed = catalog.all_achievements(the_toolkit())
    shown = sorted(listed, key=lambda item: item.newest.components is None)
    return negotiation.page(render_template("home.html", hero=next(iter(cards(tuple(shown[:1]))), None)))


@blueprint.get("/achievements")
def achievements() -> Response:
    """List the catalogue by topic, micro-endorsements first."""
    topics: dict[str, list[Card]] = defaultdict(list)
    listed = catalog.all_achievements(the_toolkit())
    stacks = tuple(item for item in listed if item.newest.components is not None)
    for item in cards(tuple(item for item in listed if item.newest.components is None)):
        topics[item.topic].append(item)
    return negotiation.page(
        render_template("achievements.html", stacks=cards(stacks), topics=sorted(topics.items()))
    )


@blueprint.get("/issuers")
def issuers() -> Response:
    """List the organisations of this site: those that issue, then those that stand above or assess."""
    found = _issuers(the_toolkit())
    return negotiation.page(
        render_template(
            "issuers.html",
            issuing=[item for item in found if item.awarded],
            others=[item for item in found if not item.awarded],
        )
    )


def _issuers(toolkit: Toolkit) -> list[ListedIssuer]:
    with toolkit.database.reader() as reader:
        return [
            ListedIssuer(
                profile=profiles.value(reader, record),
                awarded=sum(total.awarded for total in reader.shares.totals(record.id)),
            )
            for record in reader.profiles.all()
        ]
