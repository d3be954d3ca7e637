"""The engraved frame of a certificate: the lathe's line wrapped round a rectangle, in points.

It is decoration; the document marks it as an artifact, so that no reading aid speaks of it.
"""

import math
from dataclasses import dataclass
from typing import Final

from issuer.badges.artwork.engravings import ENGRAVINGS
from issuer.badges.artwork.families import family_of
from issuer.badges.artwork.lathe import Gears
from issuer.badges.artwork.paths import element
from issuer.badges.artwork.plate import XMLNS

_INSET: Final = 26.0
_DEPTH: Final = 9.0
_CORNER: Final = 16.0
_TURNS: Final = 7
_STEPS_A_WAVE: Final = 4
# Outward normals of the four sides, from the upper one clockwise.
_NORMALS: Final = ((0, -1), (1, 0), (0, 1), (-1, 0))


def frame_svg(*, topic: str, code: str, width: float, height: float) -> str:
    """Return the frame of a page, with the pale figure of the code in it."""
    family = family_of(topic)
    colors = family.palette
    inside = _INSET + 2 * _DEPTH + 4  # the inner rule, where the pale figure is cut off
    figure = ENGRAVINGS[family.engraving](Gears(f"{code}\0engraving"), 300, 330).field
    line = _wrapped(_Track(width, height, _INSET + _DEPTH), Gears(f"{code}\0frame").coprime(640, 700, _TURNS))
    clip = element("clipPath", _box(width, height, inside, 8), id="in")
    ghost = element(
        "path",
        d=figure,
        stroke=colors.tint,
        stroke_width=0.9,
        transform=f"translate({width / 2:.2f} {height * 0.44:.2f})",
    )
    return element(
        "svg",
        clip
        + element("g", ghost, clip_path="url(#in)")
        + element("path", d=line, stroke=colors.mid, stroke_width="0.42")
        + _box(width, height, _INSET - 5, 15, stroke_width=1.6)
        + _box(width, height, inside, 8, stroke_width=0.6),
        xmlns=XMLNS,
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        fill="none",
        stroke=colors.ink,
    )


def _box(width: float, height: float, inset: float, corner: float, stroke_width: float | None = None) -> str:
    return element(
        "rect",
        x=inset,
        y=inset,
        width=width - 2 * inset,
        height=height - 2 * inset,
        rx=corner,
        stroke_width=stroke_width,
    )


@dataclass(frozen=True)
class _Track:
    """The middle line of the frame: a rectangle with round corners."""

    width: float
    height: float
    inset: float

    @property
    def sides(self) -> tuple[float, float]:
        """The straight lengths of the upper and the right side."""
        around = 2 * self.inset + 2 * _CORNER
        return self.width - around, self.height - around

    @property
    def length(self) -> float:
        """The whole way round."""
        return 2 * sum(self.sides) + math.tau * _CORNER

    def at(self, way: float) -> tuple[float, float, float, float]:
        """Return x, y and the outward normal at a distance along the line."""
        near = self.inset + _CORNER
        far_x, far_y = self.width - near, self.height - near
        corners = ((far_x, near), (far_x, far_y), (near, far_y), (near, near))
        bend = math.pi * _CORNER / 2
        for side, (nx, ny) in enumerate(_NORMALS):
            length = self.sides[side % 2]
            tx, ty = -ny, nx
            if way <= length:
                x, y = corners[side - 1]
                return x + nx * _CORNER + tx * way, y + ny * _CORNER + ty * way, nx, ny
            way -= length
            if way <= bend:
                turn = way / _CORNER
                ox = nx * math.cos(turn) + tx * math.sin(turn)
                oy = ny * math.cos(turn) + ty * math.sin(turn)
                return corners[side][0] + ox * _CORNER, corners[side][1] + oy * _CORNER, ox, oy
            way -= bend
        return self.at(0.0)


def _wrapped(track: _Track, waves: int) -> str:
    steps = waves * _STEPS_A_WAVE
    nodes = []
    for step in range(steps):
        x, y, nx, ny = track.at(step / steps * _TURNS * track.length % track.length)
        off = _DEPTH * math.sin(math.tau * step / _STEPS_A_WAVE)
        nodes.append((x + nx * off, y + ny * off))
    written = [f"M{nodes[0][0]:.1f} {nodes[0][1]:.1f}"]
    for step in range(steps):
        # A smooth line through all nodes: Catmull-Rom, written as cubics.
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = (nodes[(step + near) % steps] for near in (-1, 0, 1, 2))
        written.append(
            f"C{bx + (cx - ax) / 6:.1f} {by + (cy - ay) / 6:.1f} "
            f"{cx - (dx - bx) / 6:.1f} {cy - (dy - by) / 6:.1f} {cx:.1f} {cy:.1f}"
        )
    return "".join(written) + "z"
