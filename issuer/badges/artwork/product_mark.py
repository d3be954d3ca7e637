"""The mark of Mintmark itself: a milled coin, the letter M, and a pellet under its V.

On a real coin that pellet would be the mint mark. Two drawings: one for 48 pixels and more, one without
milling and with a heavier letter for 16 and 32. The files `mark.svg`, `mark-mono.svg` and `favicon.svg` of
the web pages are made by them; a test holds them to it.
"""

import math
from dataclasses import dataclass
from typing import Final

from issuer.badges.artwork import palette
from issuer.badges.artwork.mintmarks import PRODUCT_HUE
from issuer.badges.artwork.paths import element
from issuer.badges.artwork.plate import XMLNS

_TEETH: Final = 72
_MILLING: Final = 46.4
_MILLED_FROM: Final = 48
_NAME: Final = "Mintmark"


@dataclass(frozen=True)
class _Colors:
    rim: str
    coin: str
    light: str
    gold: str


@dataclass(frozen=True)
class _Letter:
    """Half height, half width, stem, depth of the V above and below, radius of the pellet."""

    high: float
    wide: float
    stem: float
    top: float
    low: float
    pellet: float

    def path(self) -> str:
        high, wide, stem, low = self.high, self.wide, self.stem, self.low + 4
        inside = wide - stem
        return (
            f"M{-wide:g} {high:g}V{-high:g}H{-inside:g}L0 {self.top:g}L{inside:g} {-high:g}H{wide:g}V{high:g}"
            f"H{inside:g}V{-high + low:g}L0 {self.top + low:g}L{-inside:g} {-high + low:g}V{high:g}z"
        )


_LARGE: Final = _Letter(high=21, wide=24, stem=9.5, top=-4, low=9, pellet=4.6)
_SMALL: Final = _Letter(high=25, wide=30, stem=12.5, top=-6, low=11, pellet=6.4)


def mark_svg(*, mono: str = "") -> bytes:
    """Return the milled mark; `mono` (#rrggbb) draws it in one color for print."""
    colors = _colors(mono)
    return _coin(colors, _LARGE, _milled(colors), pixels=512, outline="none" if mono else colors.rim)


def favicon_svg() -> bytes:
    """Return the mark for the smallest sizes."""
    colors = _colors("")
    return _coin(colors, _SMALL, "", pixels=32, outline=colors.rim)


def glyph(x: float, y: float, size: float) -> str:
    """Return the mark as a group, to stand in another picture; it is milled where that can be seen."""
    colors = _colors("")
    milling = _milled(colors) if size >= _MILLED_FROM else ""
    inner = element("circle", r=49.5, fill=colors.rim) + _face(colors, _LARGE, milling)
    return element("g", inner, transform=f"translate({x:g} {y:g}) scale({size / 100:.4g})")


def _milled(colors: _Colors) -> str:
    teeth = f"1.5 {math.tau * _MILLING / _TEETH - 1.5:.4f}"
    edge = element(
        "circle", r=_MILLING, fill="none", stroke=colors.rim, stroke_width=3.6, stroke_dasharray=teeth
    )
    return edge + element("circle", r=41, fill="none", stroke=colors.gold, stroke_width=1.2)


def _colors(mono: str) -> _Colors:
    if mono:
        return _Colors(rim="#ffffff", coin=mono, light="#ffffff", gold="#ffffff")
    colors = palette.make(PRODUCT_HUE)
    return _Colors(rim=colors.tint, coin=colors.ink, light=colors.paper, gold=colors.gold)


def _face(colors: _Colors, letter: _Letter, milling: str) -> str:
    return (
        element("circle", r=48.4, fill=colors.coin)
        + milling
        + element("path", d=letter.path(), fill=colors.light)
        + element("circle", cy=letter.high - letter.pellet + 1, r=letter.pellet, fill=colors.gold)
    )


def _coin(colors: _Colors, letter: _Letter, milling: str, *, pixels: int, outline: str) -> bytes:
    inner = element("title", _NAME) + element("circle", r=49.5, fill=outline) + _face(colors, letter, milling)
    return (
        element("svg", inner, xmlns=XMLNS, viewBox="-50 -50 100 100", width=pixels, height=pixels, role="img")
        + "\n"
    ).encode()
