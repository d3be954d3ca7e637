"""A pilot of a district over two micro-credentials and their micro-endorsement, with a cohort of any size."""

from datetime import date
from fractions import Fraction
from typing import Any

from issuer.services import people
from issuer.services.pilots import keeping
from issuer.services.pilots.keeping import Pilot, Plan
from issuer.services.principal import OPERATOR
from tests.services.credits import asking
from tests.services.pathways.worlds import furnish_pathways
from tests.services.worlds import World

FIRST, LAST = date(2026, 2, 1), date(2026, 6, 30)


def furnish(world: World) -> World:
    """Publish the catalog and set up the districts."""
    furnish_pathways(world)
    asking.furnish(world)
    return world


def pilot(world: World, code: str = "first-year", cohort: int = 0, **change: Any) -> Pilot:
    """Begin a pilot and take as many people as `p01`, `p02` … into its cohort."""
    values: dict[str, Any] = {
        "title": "First year", "first": FIRST, "last": LAST, "codes": ("ME-SEL",), "incentive": Fraction(250),
    }  # fmt: skip
    made = keeping.begin(world.toolkit, OPERATOR, "north", code, Plan(**(values | change)))
    names = [f"p{number:02}" for number in range(1, cohort + 1)]
    for name in names:
        people.register(world.toolkit, OPERATOR, name)
    keeping.join(world.toolkit, OPERATOR, made, names, on=FIRST)
    return made
