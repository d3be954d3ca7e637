"""`/p/<district>/pilots/<code>`: how far a pilot is, where its district shows it; counts with small groups hidden.

For a school board, a union reader or a parent: nobody's name, no attempt, no cost. Exact numbers and money are the
district's own (`mintmark pilots show` and `sheet`).
"""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from issuer.credits.predicates.socket import day
from issuer.services.pilots import answers, keeping, progress, telling
from issuer.services.pilots.keeping import Pilot
from issuer.services.pilots.progress import Progress
from issuer.web import negotiation
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint("pilot", __name__)


@dataclass(frozen=True)
class Line:
    """One achievement of the plan, or all together: how many people stand where, None where that is hidden."""

    name: str
    href: str
    counts: tuple[int | None, int | None, int | None]


@dataclass(frozen=True)
class PilotView:
    """Everything that the page shows.

    Attributes:
        members: how many take part, None where they are too few to be told.
        percent: by question, what of those who answered say; empty while too few did.
        answered: how many answered, None while too few did.
    """

    pilot: Pilot
    found: Progress
    first: str
    last: str
    members: int | None
    lines: tuple[Line, ...]
    percent: tuple[tuple[str, int], ...]
    answered: int | None


@blueprint.get("/p/<name:slug>/pilots/<name:code>")
def page(slug: str, code: str) -> Response:
    """Show a pilot that its district shows; any other is not there."""
    toolkit = the_toolkit()
    pilot = keeping.published(toolkit, slug, code)
    found = progress.of(toolkit, pilot)
    told = answers.told(toolkit, pilot)
    names = [words for _name, words in answers.QUESTIONS]
    members = telling.people(found.members)
    view = PilotView(
        pilot=pilot,
        found=found,
        first=day(pilot.plan.first),
        last=day(pilot.plan.last),
        members=members,
        lines=tuple(_lines(found, is_told=members is not None)),
        percent=() if told.percent is None else tuple(zip(names, told.percent, strict=True)),
        answered=told.answers if told.percent is not None else None,
    )
    return negotiation.page(render_template("pilot.html", view=view), cache="no-store")


def _lines(found: Progress, *, is_told: bool) -> list[Line]:
    """Return a line for each achievement and one for all; a cohort that is too small is told in none."""
    counted = [(goal.name, f"/a/{goal.code.lower()}", goal.count) for goal in found.goals]
    if len(counted) > 1:
        counted.append(("All of them", "", found.together))
    hidden = (None, None, None)
    return [Line(name, href, telling.hidden(count) if is_told else hidden) for name, href, count in counted]
