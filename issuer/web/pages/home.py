"""The first page, and the list of issuers."""

from flask import Blueprint, Response, render_template

from issuer.services import catalog, profiles
from issuer.web import negotiation
from issuer.web.pages.cards import cards
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Show what this is, the form to check a credential, and where to go on."""
    listed = catalog.all_achievements(the_toolkit())
    shown = sorted(listed, key=lambda item: item.newest.components is None)
    return negotiation.page(render_template("home.html", hero=next(iter(cards(tuple(shown[:1]))), None)))


@blueprint.get("/issuers")
def issuers() -> Response:
    """List the organisations of this site: those that issue, then those that stand above or assess."""
    with the_toolkit().database.reader() as reader:
        awarding = reader.shares.awarding()
        found = [
            (record.id in awarding, profiles.value(reader, record))
            for record in reader.profiles.all()
            if not profiles.is_service(record)
        ]
    return negotiation.page(
        render_template(
            "issuers.html",
            issuing=[profile for awards, profile in found if awards],
            others=[profile for awards, profile in found if not awards],
        )
    )
