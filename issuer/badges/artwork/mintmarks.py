"""The mint mark: the small sign of one issuer, drawn by rule.

Old coins carry a sign that says which mint struck them. A mark is one of 12 charges in one of 5 frames.
The index comes from the slug; an installation stores the index it gave first and never changes it.
"""

import hashlib
from typing import Final

from issuer.badges.artwork import palette
from issuer.badges.artwork.paths import element

# Drawn in a box from -14 to 14.
_FRAMES: Final = {
    "roundel": "M-12 0A12 12 0 1 1 12 0A12 12 0 1 1-12 0z",
    "lozenge": "M0-14L14 0L0 14L-14 0z",
    "shield": "M-11-12H11V1C11 8 6 12 0 14C-6 12-11 8-11 1z",
    "hexagon": "M0-13.5L11.7-6.7V6.7L0 13.5L-11.7 6.7V-6.7z",
    "square": "M-9-11.5H9A2.5 2.5 0 0 1 11.5-9V9A2.5 2.5 0 0 1 9 11.5H-9"
    "A2.5 2.5 0 0 1-11.5 9V-9A2.5 2.5 0 0 1-9-11.5z",
}
# Each charge is filled or drawn with a stroke.
_CHARGES: Final = {
    "pellet": ("fill", "M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1-4.5 0z"),
    "cross": ("stroke", "M0-6V6M-6 0H6"),
    "chevron": ("stroke", "M-6 4L0-3L6 4"),
    "pale": ("stroke", "M-3.5-5.5V5.5M3.5-5.5V5.5"),
    "bar": ("stroke", "M-5.5-3H5.5M-5.5 3H5.5"),
    "annulet": ("stroke", "M-4.6 0A4.6 4.6 0 1 1 4.6 0A4.6 4.6 0 1 1-4.6 0z"),
    "saltire": ("stroke", "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5"),
    "trio": (
        "fill",
        (
            "M-2.4-4A2.4 2.4 0 1 1 2.4-4A2.4 2.4 0 1 1-2.4-4z"
            "M-6.6 3A2.4 2.4 0 1 1-1.8 3A2.4 2.4 0 1 1-6.6 3z"
            "M1.8 3A2.4 2.4 0 1 1 6.6 3A2.4 2.4 0 1 1 1.8 3z"
        ),
    ),
    "crescent": ("fill", "M3.2-6A6.4 6.4 0 1 0 3.2 6A5 5 0 1 1 3.2-6z"),
    "wave": ("stroke", "M-6.5 0C-4.5-5-2-5 0 0S4.5 5 6.5 0"),
    "star": ("fill", "M0-6.8L1.8-1.8L6.8 0L1.8 1.8L0 6.8L-1.8 1.8L-6.8 0L-1.8-1.8z"),
    "leaf": ("fill", "M0-7C5-3.5 5 3 0 7C-5 3-5-3.5 0-7z"),
}
COUNT: Final = len(_FRAMES) * len(_CHARGES)
# Shares no factor with 60, so that every mark is reached.
_STEP: Final = 7
_BOX: Final = 28
# The hue of the product, kept apart from every topic's.
PRODUCT_HUE: Final = 165


def index_of(slug: str, taken: frozenset[int] = frozenset()) -> int:
    """Return the number of an issuer's mark: by its slug, then the next one that nobody has.

    Args:
        slug: of the profile.
        taken: numbers already given on this installation; when all are, two issuers share a mark.
    """
    index = hashlib.sha256(b"mintmark mark 1\0" + slug.encode(errors="replace")).digest()[0] % COUNT
    while index in taken and len(taken) < COUNT:
        index = (index + _STEP) % COUNT
    return index


def name_of(index: int) -> str:
    """Return a mark in words, such as "pellet in a square"; numbers from 60 on begin again at 0."""
    charge, frame = _parts(index)
    return f"{charge} in a {frame}"


def draw(index: int, *, x: float, y: float, size: float, fore: str, back: str) -> str:
    """Return a mark as a group of two paths, centered on a point."""
    charge, frame = _parts(index)
    how, line = _CHARGES[charge]
    inside = (
        element("path", d=line, fill=back)
        if how == "fill"
        else element(
            "path",
            d=line,
            fill="none",
            stroke=back,
            stroke_width=2.6,
            stroke_linecap="round",
            stroke_linejoin="round",
        )
    )
    scale = f"translate({x:g} {y:g}) scale({size / _BOX:.3g})"
    return element("g", element("path", d=_FRAMES[frame], fill=fore) + inside, transform=scale)


def mint_mark_svg(index: int) -> bytes:
    """Return a mark as a picture of its own, with a light outline that lets it stand on any ground."""
    charge, frame = _parts(index)
    colors = palette.make(PRODUCT_HUE)
    outline = element(
        "path",
        d=_FRAMES[frame],
        fill=colors.tint,
        stroke=colors.tint,
        stroke_width=2.4,
        stroke_linejoin="round",
    )
    title = f"Mint mark: {charge} in a {frame}"
    mark = draw(index, x=0, y=0, size=_BOX, fore=colors.ink, back=colors.paper)
    return element(
        "svg",
        element("title", title) + outline + mark,
        xmlns="http://www.w3.org/2000/svg",
        viewBox="-16 -16 32 32",
        width=64,
        height=64,
        role="img",
        aria_label=title,
    ).encode()


def _parts(index: int) -> tuple[str, str]:
    index %= COUNT
    return tuple(_CHARGES)[index % len(_CHARGES)], tuple(_FRAMES)[index // len(_CHARGES)]
