"""The six engravings. Each gives two figures: the border between two circles, and the field inside it.

The border is seen as ornament; the field runs pale under the title and fades towards the middle.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from issuer.badges.artwork.lathe import Gears, rays, star, strand, zigzag


@dataclass(frozen=True)
class Figure:
    """Path data of an engraving."""

    border: str
    field: str


def _petal(gears: Gears, inner: float, outer: float) -> Figure:
    middle, depth = (inner + outer) / 2, (outer - inner) / 2
    border = strand(middle, depth, gears.coprime(62, 92, 5), 5)
    leaves = gears.coprime(14, 24, 4)
    return Figure(border, strand(inner * 0.60, inner * 0.40, leaves, 4, gears.pick(0, 9) / 10))


def _weave(gears: Gears, inner: float, outer: float) -> Figure:
    middle, depth = (inner + outer) / 2, (outer - inner) / 2
    waves = gears.coprime(38, 58, 3)
    border = strand(middle, depth, waves, 3) + strand(middle, depth, waves, 3, math.pi / waves * 1.5)
    spokes, lean = gears.pick(26, 36), gears.pick(9, 15) / 10
    return Figure(border, rays(20, inner, spokes, lean) + rays(20, inner, spokes, -lean))


def _lattice(gears: Gears, inner: float, outer: float) -> Figure:
    border = zigzag(inner, outer, gears.coprime(76, 104, 5), 5)
    corners = gears.pick(19, 29)
    return Figure(border, star(inner, corners, max(3, round(corners * gears.pick(36, 44) / 100))))


def _flow(gears: Gears, inner: float, outer: float) -> Figure:
    border = rays(inner, outer, gears.pick(112, 150), gears.pick(18, 30) / 100)
    return Figure(border, rays(14, inner, gears.pick(34, 50), gears.pick(12, 20) / 10))


def _ripple(gears: Gears, inner: float, outer: float) -> Figure:
    waves = gears.pick(14, 20)
    middle, depth = (inner + outer) / 2, (outer - inner) / 2
    more = gears.pick(6, 16)
    border = "".join(strand(middle, depth * share, waves + more, 1) for share in (1, 0.33, -0.33, -1))
    count = gears.pick(4, 5)
    field = "".join(
        strand(inner * (i + 0.6) / (count + 0.6), inner * 0.32 / count, waves, 1, i * math.pi / waves)
        for i in range(1, count + 1)
    )
    return Figure(border, field)


def _braid(gears: Gears, inner: float, outer: float) -> Figure:
    middle, depth = (inner + outer) / 2, (outer - inner) / 2
    waves = gears.coprime(44, 66, 4)
    border = strand(middle, depth, waves, 4) + strand(middle, depth * 0.45, waves, 4)
    loops = gears.coprime(9, 15, 7)
    field = strand(inner * 0.72, inner * 0.28, loops * 2 + 1, 7) + strand(
        inner * 0.36, inner * 0.22, loops, 4
    )
    return Figure(border, field)


ENGRAVINGS: Final[dict[str, Callable[[Gears, float, float], Figure]]] = {
    "petal": _petal,
    "weave": _weave,
    "lattice": _lattice,
    "flow": _flow,
    "ripple": _ripple,
    "braid": _braid,
}
