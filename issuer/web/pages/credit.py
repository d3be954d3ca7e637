"""`/credit`: what is this worth in my district, and `/credit/road`: how does it lead to a salary lane?

Asked before the work, without an account; nothing is kept.
"""

from typing import Final

from flask import Blueprint, Response, render_template, request

from issuer.badges.achievement_document import short_name
from issuer.credits.predicates.socket import day
from issuer.credits.windows import State
from issuer.errors import NotFoundError
from issuer.services import catalog
from issuer.services.pathways.telling import rule_words
from issuer.services.recognition import reading
from issuer.services.recognition.road import Road, road
from issuer.services.recognition.worth import Acceptance, Worth, worth
from issuer.services.toolkit import Toolkit
from issuer.web import negotiation
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("credit", __name__)

HEADINGS: Final = {
    Acceptance.ACCEPTED: ("yes", "Accepted"),
    Acceptance.WITH_APPROVAL: ("yes", "Accepted with pre-approval"),
    Acceptance.UNDECIDED: ("unk", "Undecided"),
    Acceptance.NOT_ACCEPTED: ("no", "Not accepted"),
}
"""By acceptance: the mark and the heading."""


@blueprint.get("/credit")
def credit() -> Response:
    """Show the two choices, and the answer where both were made."""
    toolkit = the_toolkit()
    district = request.args.get("district", "")[:32]
    code = request.args.get("achievement", "")[:60].upper()
    found = _worth(toolkit, district, code) if district and code else None
    missing = bool(district and code and found is None)
    achievements = [(item.newest.code, short_name(item.newest)) for item in catalog.all_achievements(toolkit)]
    html = render_template(
        "credit.html",
        districts=reading.districts(toolkit),
        achievements=achievements,
        district=district,
        code=code,
        worth=found,
        title="" if found is None else dict(achievements)[found.code],
        heading=None if found is None else HEADINGS[found.acceptance],
        window="" if found is None else _window(found),
        missing=missing,
    )
    return negotiation.page(html, cache="no-store", status=404 if missing else 200)


@blueprint.get("/credit/road")
def from_badge_to_lane() -> Response:
    """Show the road from a badge to the lanes of a district, where both were chosen."""
    toolkit = the_toolkit()
    district = request.args.get("district", "")[:32]
    code = request.args.get("achievement", "")[:60].upper()
    found = _road(toolkit, district, code) if district and code else None
    missing = bool(district and code and found is None)
    html = render_template(
        "road.html",
        districts=reading.districts(toolkit),
        achievements=[
            (item.newest.code, short_name(item.newest)) for item in catalog.all_achievements(toolkit)
        ],
        district=district,
        code=code,
        road=found,
        title="" if found is None else short_name(found.achievement),
        heading=None if found is None else HEADINGS[found.worth.acceptance],
        day=day,
        reached=None if found is None else next((step for step in found.steps if step.more), None),
        rule="" if found is None or found.rule is None else rule_words(found.rule),
        missing=missing,
    )
    return negotiation.page(html, cache="no-store", status=404 if missing else 200)


def _road(toolkit: Toolkit, district: str, code: str) -> Road | None:
    try:
        return road(toolkit, district, code, toolkit.clock().date())
    except NotFoundError:
        return None


def _worth(toolkit: Toolkit, district: str, code: str) -> Worth | None:
    try:
        return worth(toolkit, district, code, toolkit.clock().date())
    except NotFoundError:
        return None


def _window(found: Worth) -> str:
    placed = found.window
    paid = f"A new lane is paid from {day(placed.effective)}."
    if placed.opens is None or placed.closes is None:
        return f"The district takes requests at any time. {paid}"
    span = f"{day(placed.opens)} to {day(placed.closes)}"
    if placed.state is State.OPEN:
        return f"Requests are taken now, from {span}. {paid}"
    return f"The next window is {span}. {paid}"
