"""Hide small groups of people in a table of counts (ui.md section 7; domain.md P6).

A count under ten, but none, is hidden. Where that leaves one hidden count beside a total that is told, the
smallest other count is hidden too, for who knows the total could compute the one that is missing. A table
whose counts are related in more ways than one total for each column is not made here.
"""

from collections.abc import Sequence
from typing import Final

LEAST: Final = 10
"""The smallest group of people that is told."""
HIDDEN: Final = f"fewer than {LEAST}, or hidden so that they cannot be computed"
"""What stands in words where a count is hidden."""


def hide(counts: Sequence[int]) -> tuple[int | None, ...]:
    """Return the counts of a column that stands over its total; None where one is hidden.

    Args:
        counts: how many people there are in each group, 0 or more.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    if len(hidden) == 1:
        others = [(count, place) for place, count in enumerate(counts) if count and place not in hidden]
        hidden |= {min(others)[1]} if others else set()
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def hide_one(count: int) -> int | None:
    """Return a count that stands by itself, None where it is hidden."""
    return None if 0 < count < LEAST else count
