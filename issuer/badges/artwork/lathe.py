"""The geometric lathe: line work as an engraver's machine cuts it, as compact path data.

Everything is centered on (0, 0) and a pure function of numbers. Two gear counts fix a figure: a line
that goes `turns` times round with `waves` waves, both coprime, interlaces with itself (a guilloche).
"""

import hashlib
import math
from typing import Final

from issuer.badges.artwork.paths import number, point, polar, tighten

# The control arm that makes a cubic follow half a sine wave, as a share of that half wave.
_ARM: Final = 0.3642
# Part of every gear train; another number would turn every badge that exists into another one.
_SEED: Final = b"mintmark badge 1\0"


class Gears:
    """A stream of small numbers drawn from a code: the gear train of its badge."""

    def __init__(self, code: str) -> None:
        self._bytes = hashlib.sha256(_SEED + code.encode()).digest()
        self._at = 0

    def pick(self, low: int, high: int) -> int:
        """Return the next number from low to high, both included."""
        first, second = self._bytes[self._at % 32], self._bytes[(self._at + 1) % 32]
        self._at += 2
        return low + (first * 256 + second) % (high - low + 1)

    def coprime(self, low: int, high: int, turns: int) -> int:
        """Return the next number, moved up until it shares no factor with `turns`."""
        value = self.pick(low, high)
        while math.gcd(value, turns) != 1:
            value += 1
        return value


def strand(radius: float, depth: float, waves: int, turns: int, phase: float = 0.0) -> str:
    """Return one closed line that goes `turns` times round, with `waves` waves of `depth` about `radius`."""
    steps = 2 * waves  # a node at each crest and each valley
    span = math.tau * turns / steps
    nodes = [(radius + (depth if i % 2 == 0 else -depth), phase + i * span) for i in range(steps + 1)]
    reach = _ARM * span
    (r0, a0), (r1, a1) = nodes[0], nodes[1]
    written = [f"M{point(r0, a0)}C{_arm(r0, a0, reach)} {_arm(r1, a1, -reach)} {point(r1, a1)}"]
    written += [f"S{_arm(r, a, -reach)} {point(r, a)}" for r, a in nodes[2:]]
    return tighten("".join(written))


def _arm(radius: float, angle: float, by: float) -> str:
    """Write the control point a step of `by` radians along the tangent."""
    x, y = polar(radius, angle)
    return f"{number(x + math.cos(angle) * radius * by)} {number(y + math.sin(angle) * radius * by)}"


def zigzag(inner: float, outer: float, waves: int, turns: int) -> str:
    """Return the strand with straight sides: a mesh of diamonds."""
    span = math.tau * turns / (2 * waves)
    places = (point(outer if i % 2 == 0 else inner, i * span) for i in range(2 * waves))
    return tighten("M" + "L".join(places) + "z")


def star(radius: float, points: int, skip: int) -> str:
    """Return a star polygon: chords from each point to the one `skip` further on."""
    if math.gcd(points, skip) == 1:
        places = (point(radius, math.tau * (i * skip % points) / points) for i in range(points))
        return tighten("M" + "L".join(places) + "z")
    chords = (
        f"M{point(radius, math.tau * i / points)}L{point(radius, math.tau * (i + skip) / points)}"
        for i in range(points)
    )
    return tighten("".join(chords))


def rays(inner: float, outer: float, count: int, twist: float) -> str:
    """Return `count` curved spokes that lean by `twist` radians on their way out."""
    spokes = []
    for place in range(count):
        angle = math.tau * place / count
        bend = point(inner + (outer - inner) * 0.45, angle - twist * 0.15)
        spokes.append(f"M{point(inner, angle)}Q{bend} {point(outer, angle + twist)}")
    return tighten("".join(spokes))
