"""A badge being drawn: collects markup, keeps ids apart, writes the document once.

Presentation attributes only; no script, style sheet, image, `use` or outside reference, so that a strict
content policy or a sanitiser drops nothing.
"""

import math
from typing import Final

from issuer.badges.artwork.coin import Coin
from issuer.badges.artwork.edges import silhouette
from issuer.badges.artwork.families import Family, family_of
from issuer.badges.artwork.lathe import Gears
from issuer.badges.artwork.letters import Face, is_measured, takes_spacing, width
from issuer.badges.artwork.palette import Palette
from issuer.badges.artwork.paths import arc, element, escape, number

SERIF: Final = (
    "'Source Serif 4','Source Serif Pro',Charter,'Iowan Old Style',Georgia,'Noto Serif',"
    "'Noto Sans Arabic','Noto Sans Devanagari',serif"
)
SANS: Final = (
    "'Source Sans 3','Source Sans Pro','Segoe UI','Helvetica Neue',Arial,'Noto Sans',"
    "'Noto Sans Arabic','Noto Sans Devanagari',sans-serif"
)
XMLNS: Final = "http://www.w3.org/2000/svg"
_SMALL_TAIL: Final = 0.6


class Plate:
    """The state of one drawing: 600 by 600 units, the center at 0, 0."""

    def __init__(self, coin: Coin, size: str) -> None:
        self.coin = coin
        self.family: Family = family_of(coin.topic)
        self.colors: Palette = self.family.palette
        # Badges may stand inline on one page, so that their ids must differ.
        self._prefix = "m" + coin.digest(size)[:6]
        self._definitions: list[str] = []
        self._body: list[str] = []

    def gears(self, part: str) -> Gears:
        """Return the gear train of one part; every size and part turns by itself."""
        return Gears(f"{self.coin.code}\0{part}")

    @property
    def strong(self) -> str:
        """The color of titles."""
        return self.colors.paper if self.coin.is_stack else self.colors.ink

    @property
    def soft(self) -> str:
        """The color of small words."""
        return self.colors.gold if self.coin.is_stack else self.colors.ink

    def add(self, markup: str) -> None:
        """Draw one element over what is there."""
        self._body.append(markup)

    def edge(self, radius: float, fill: str) -> None:
        """Draw the family's silhouette."""
        self.add(element("path", d=silhouette(self.family.edge, radius), fill=fill))

    def disc(self, radius: float, fill: str) -> None:
        """Draw a filled circle."""
        self.add(element("circle", r=radius, fill=fill))

    def ring(self, radius: float, color: str, wide: float) -> None:
        """Draw a circle."""
        self.add(element("circle", r=radius, fill="none", stroke=color, stroke_width=wide))

    def beads(self, radius: float, count: int, color: str, wide: float) -> None:
        """Draw round dots on a circle."""
        dashes = f"0 {math.tau * radius / count:.3f}"
        self.add(
            element(
                "circle",
                r=radius,
                fill="none",
                stroke=color,
                stroke_width=wide,
                stroke_linecap="round",
                stroke_dasharray=dashes,
            )
        )

    def define(self, name: str, inner: str = "", **attributes: str | float) -> str:
        """Keep a definition and return its id."""
        ident = f"{self._prefix}{len(self._definitions)}"
        self._definitions.append(element(name, inner, id=ident, **attributes))
        return ident

    def say(
        self,
        words: str,
        *,
        y: float,
        size: float,
        color: str,
        face: Face,
        weight: int,
        spacing: float = 0.0,
        tail: str = "",
    ) -> None:
        """Set a straight line of text in the middle; `tail` follows it in smaller letters."""
        spacing = spacing if takes_spacing(words) else 0.0
        held = face == "serif" and is_measured(words, face)
        inner = escape(words)
        if tail:
            inner += element(
                "tspan",
                escape(tail),
                font_size=size * _SMALL_TAIL,
                font_weight="600",
                dx=size * 0.25,
                letter_spacing="0",
            )
        self.add(
            element(
                "text",
                inner,
                # The space after the last letter would push the line to the left.
                x=spacing / 2,
                y=y,
                font_size=size,
                font_family=SERIF if face == "serif" else None,
                font_weight=str(weight),
                fill=color,
                letter_spacing=spacing or None,
                # Another face, on another computer, must not outgrow the place.
                textLength=width(words, face) * size if held else None,
                lengthAdjust="spacingAndGlyphs" if held else None,
            )
        )

    def curve(
        self,
        words: str,
        *,
        radius: float,
        angle: float,
        size: float,
        color: str,
        clockwise: bool,
        weight: int,
        spacing: float,
    ) -> None:
        """Set text along a circle, centered on an angle."""
        guide = self.define("path", d=arc(radius, angle, clockwise=clockwise))
        along = element("textPath", escape(words), href=f"#{guide}", startOffset="50%")
        self.add(
            element(
                "text",
                along,
                font_size=size,
                font_weight=str(weight),
                fill=color,
                letter_spacing=spacing or None,
            )
        )

    def group(self) -> str:
        """Return what was drawn, to stand in another picture."""
        definitions = element("defs", "".join(self._definitions)) if self._definitions else ""
        return definitions + element("g", "".join(self._body), text_anchor="middle", font_family=SANS)

    def finish(self) -> str:
        """Return the document."""
        title = f"{self._prefix}t"
        return element(
            "svg",
            element("title", escape(self.coin.alt), id=title) + self.group(),
            xmlns=XMLNS,
            viewBox="-300 -300 600 600",
            width=600,
            height=600,
            role="img",
            aria_labelledby=title,
            lang=self.coin.language or None,
        )


def at(x: float, y: float) -> str:
    """Return the transform that moves a group."""
    return f"translate({number(x)} {number(y)})"
