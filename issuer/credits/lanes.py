"""The salary lanes of a district, and which of them a number of hours reaches.

A lane is a degree and a number of hours beyond it, such as BA+15. Hours move a teacher along the lanes of
one degree; another degree is not a matter of hours.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from issuer.credits import units
from issuer.credits.predicates import values

_NAME: Final = re.compile(r"(.{1,60}?)\s*(?:\+\s*(\d{1,4}(?:\.\d{1,3})?))?", re.DOTALL)


@dataclass(frozen=True)
class Lane:
    """One lane: its name, the degree, and the hours beyond it in the district's unit."""

    name: str
    base: str
    credits: Fraction


def read_lanes(items: Sequence[Any], pointer: str) -> tuple[Lane, ...]:
    """Read lanes from low to high: names such as "MA+15", or objects {name, base, credits}.

    Raises:
        InputError: not of this form, a lane twice, or lanes of one degree that do not rise.
    """
    lanes: list[Lane] = []
    for place, item in enumerate(items):
        lane = _lane(item, f"{pointer}/{place}")
        if any(lane.name == other.name for other in lanes):
            values.refuse("every lane once", f"{pointer}/{place}")
        if any(lane.base == other.base and lane.credits <= other.credits for other in lanes):
            values.refuse("lanes of one degree from low to high", f"{pointer}/{place}")
        lanes.append(lane)
    return tuple(lanes)


def _lane(item: Any, pointer: str) -> Lane:  # noqa: ANN401  (any JSON value may stand there)
    if isinstance(item, str):
        match = _NAME.fullmatch(item.strip())
        if match is None:
            values.refuse("the name of a lane, such as MA+15", pointer)
        return Lane(item, match[1], units.read_amount(match[2] or "0", pointer))
    found = values.members(item, pointer, required=("name", "base", "credits"))
    name, base = found["name"], found["base"]
    if not (isinstance(name, str) and name and isinstance(base, str) and base):
        values.refuse("a name and a base as texts", pointer)
    return Lane(name, base, units.read_amount(found["credits"], f"{pointer}/credits"))


@dataclass(frozen=True)
class Move:
    """Where hours lead on the ladder.

    Attributes:
        before: the lane before.
        after: the lane that is reached; the same one when the hours do not reach another.
        steps: how many lanes up that is.
        total: hours beyond the degree with the new ones.
        following: the lane after `after`, None at the end of the degree's lanes.
        missing: hours that are missing for it.
    """

    before: Lane
    after: Lane
    steps: int
    total: Fraction
    following: Lane | None
    missing: Fraction


def move(
    ladder: Sequence[Lane], *, lane: Lane, on_file: Fraction, hours: Fraction, most_steps: int | None
) -> Move:
    """Return the lane that hours reach, from the lanes of the same degree.

    Args:
        ladder: the district's lanes, from low to high.
        lane: where the teacher is now; nobody is moved down.
        on_file: hours beyond the degree that are on file.
        hours: new hours.
        most_steps: the most lanes at a time, None for no limit.
    """
    same = [item for item in ladder if item.base == lane.base]
    here = same.index(lane)
    total = max(on_file, lane.credits) + hours
    reached = max(place for place, item in enumerate(same) if place == here or item.credits <= total)
    reached = max(reached, here)
    if most_steps is not None:
        reached = min(reached, here + most_steps)
    following = same[reached + 1] if reached + 1 < len(same) else None
    missing = max(Fraction(0), following.credits - total) if following is not None else Fraction(0)
    return Move(lane, same[reached], reached - here, total, following, missing)
