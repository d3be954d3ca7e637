"""The edge of a coin, by which a hand in the dark would know the topic.

An edge is `sides` equal arcs. `bulge` is the arc's radius over the coin's: below about 0.5 gives lobes,
above 1 a polygon with curved sides, a minus sign turns the arcs inward. `notch` bites into the joints.
`scale` lets a polygon fill its square, so that all coins look one size.
"""

import math
from dataclasses import dataclass
from typing import Final

from issuer.badges.artwork.paths import number, point


@dataclass(frozen=True)
class Edge:
    """How an edge is cut, see the module."""

    sides: int
    bulge: float
    notch: float = 0.0
    scale: float = 1.0


EDGES: Final = {
    "scallop": Edge(12, 0.33),
    "flower": Edge(7, 1.0, notch=0.055),
    "octagon": Edge(8, 2.6, scale=1.045),
    "heptagon": Edge(7, 1.75, scale=1.01),
    "round": Edge(2, 1.0),
    "hexagon": Edge(6, 1.45),
    "petals": Edge(8, 0.52),
    "fluted": Edge(24, 0.17),
    "cusped": Edge(12, -0.9),
    "pentagon": Edge(5, 1.30, scale=1.02),
}


def silhouette(name: str, radius: float) -> str:
    """Return the closed outline of an edge that reaches `radius` at its outermost points."""
    edge = EDGES[name]
    radius /= _reach(edge)
    if edge.notch:
        return _notched(edge, radius)
    # A side or lobe lies on top, never a lopsided tip.
    turn = 0.5 if edge.sides % 2 == 0 else 0.0
    angles = [math.tau * (place + turn) / edge.sides for place in range(edge.sides)]
    bow = number(radius * abs(edge.bulge))
    steps = "".join(f"A{bow} {bow} 0 0 {int(edge.bulge > 0)} {point(radius, angle)}" for angle in angles)
    return f"M{point(radius, angles[-1])}{steps}z"


def inscribed(name: str) -> float:
    """Return the radius of the largest circle inside, as a share of the outermost point."""
    edge = EDGES[name]
    return 1 - edge.notch if edge.notch else min(1.0, _middle(edge)) / _reach(edge)


def _reach(edge: Edge) -> float:
    """Say how far the edge stands out, as a multiple of the radius of its joints."""
    return max(1.0, _middle(edge)) / edge.scale


def _middle(edge: Edge) -> float:
    """Say where the middle of an arc lies, as a share of the radius of the joints."""
    half = math.sin(math.pi / edge.sides)
    crown = abs(edge.bulge) - math.sqrt(max(0.0, edge.bulge**2 - half**2))
    return math.cos(math.pi / edge.sides) + math.copysign(crown, edge.bulge)


def _notched(edge: Edge, radius: float) -> str:
    bite, bow, size = edge.notch, number(radius * edge.notch * 1.25), number(radius)
    steps: list[str] = []
    for place in range(edge.sides):
        middle = math.tau * (place + 0.5) / edge.sides
        following = math.tau * (place + 1.5) / edge.sides
        steps.append(f"{'L' if steps else 'M'}{point(radius, middle - bite)}")
        steps.append(f"A{bow} {bow} 0 0 0 {point(radius, middle + bite)}")
        steps.append(f"A{size} {size} 0 0 1 {point(radius, following - bite)}")
    return "".join(steps) + "z"
