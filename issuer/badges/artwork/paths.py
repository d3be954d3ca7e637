"""SVG path data and markup, as short and as safe as they can be.

Coordinates are rounded to a tenth of a unit of the 600-unit badge, which is finer than a pixel at twice
its size; the same numbers always give the same bytes. Markup is written only through `element`, which
escapes everything.
"""

import math
from typing import Final

_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def number(value: float) -> str:
    """Write a number as short as SVG allows: 3.0 as 3, -0.0 as 0, 0.5 as .5."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def escape(text: str) -> str:
    """Return text so that it stays text, between tags and in attributes."""
    return text.translate(_ESCAPES)


def element(name: str, inner: str = "", **attributes: str | float | None) -> str:
    """Write one element.

    Args:
        name: of the element.
        inner: markup that was made here, or escaped text.
        attributes: `stroke_width` becomes `stroke-width`; None is left out; numbers are rounded.
    """
    written = "".join(
        f' {key.replace("_", "-")}="{number(value) if isinstance(value, int | float) else escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>"


def polar(radius: float, angle: float) -> tuple[float, float]:
    """Return x and y of an angle in radians: 0 at twelve o'clock, clockwise."""
    return radius * math.sin(angle), -radius * math.cos(angle)


def point(radius: float, angle: float) -> str:
    """Write the place of an angle on a circle."""
    x, y = polar(radius, angle)
    return f"{number(x)} {number(y)}"


def tighten(path: str) -> str:
    """Drop the spaces that a minus sign makes needless."""
    return path.replace(" -", "-")


def sector(inner: float, outer: float, start: float, end: float) -> str:
    """Return a segment of a ring from angle to angle."""
    big = int(end - start > math.pi)
    return tighten(
        f"M{point(outer, start)}A{number(outer)} {number(outer)} 0 {big} 1 {point(outer, end)}"
        f"L{point(inner, end)}A{number(inner)} {number(inner)} 0 {big} 0 {point(inner, start)}z"
    )


def arc(radius: float, middle: float, *, clockwise: bool) -> str:
    """Return the line on which words are set round a circle, 220 degrees about an angle."""
    half = math.radians(110)
    start, end = (middle - half, middle + half) if clockwise else (middle + half, middle - half)
    size = number(radius)
    return tighten(f"M{point(radius, start)}A{size} {size} 0 1 {int(clockwise)} {point(radius, end)}")
