"""The picture that a link shows in a feed (Open Graph): 1200 by 630, badge left, facts right.

A holder is named only when the caller passes a name, and the caller does so only for a page that its
owner made public: copies of this picture outlive a take-down. A credential that is private or withdrawn
gets the neutral card, which says neither which credential it is nor why nothing is shown.
"""

import hashlib
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from issuer.badges.artwork import badge, mintmarks, palette, product_mark, render, setting
from issuer.badges.artwork.coin import Coin, Slot, coin_of
from issuer.badges.artwork.engravings import ENGRAVINGS
from issuer.badges.artwork.families import family_of
from issuer.badges.artwork.letters import Face, legible, plain, shorten, width
from issuer.badges.artwork.paths import element, escape
from issuer.badges.artwork.plate import SANS, SERIF, XMLNS, at
from issuer.badges.artwork.words import CHECK_IT_AT
from issuer.badges.model import DEMONSTRATION, AchievementVersion, Profile

# Raised by one whenever the same values would be drawn differently; part of every cache key.
DRAWING_VERSION: Final = 1
WIDTH: Final = 1200
HEIGHT: Final = 630
# Larger pictures are not shown by some readers of links.
MOST_BYTES: Final = 300_000
_LEFT: Final = 620
_COLUMN: Final = 532
_CENTER: Final = (314, 315)
_BADGE: Final = 0.9
_RULE_AT: Final = 526
COLORS: Final = "issuer.badges.card_colors"


@dataclass(frozen=True)
class _Look:
    ground: str
    strong: str
    soft: str
    ghost: str
    rule: str


def card_png(
    achievement: AchievementVersion,
    profile: Profile,
    *,
    address: str,
    holder: str | None = None,
    components: tuple[Slot, ...] | None = None,
) -> bytes:
    """Draw the share card of a credential.

    Args:
        achievement: the version that was earned.
        profile: who issued it.
        address: where it is checked, as it is printed: without a scheme.
        holder: the holder's name, only for a public page.
        components: the ring of a micro-endorsement, see `artwork.slots_of`.

    Raises:
        ConfigurationError: the faces are missing.
    """
    return _png(_card(coin_of(achievement, profile, components).legible(), profile, address, holder))


def _card(coin: Coin, profile: Profile, address: str, holder: str | None) -> str:
    look = _look_of(coin)
    plate = badge.struck(coin, "full")
    engrave = ENGRAVINGS[plate.family.engraving]
    ghost = engrave(plate.gears("engraving"), 560, 600).field
    name = legible(plain(holder or ""), "")
    facts = [(f"Earned by {name}", 27, 600, look.strong)] if name else []
    facts.append((_issuer(profile, coin), 27, 600, look.strong))
    if coin.hours:
        facts.append((coin.hours, 24, 400, look.soft))
    seal = mintmarks.draw(coin.mark, x=_LEFT + 20, y=573, size=40, fore=look.soft, back=look.ground)
    return _svg(
        look,
        picture=element("g", plate.group(), transform=f"{at(*_CENTER)} scale({_BADGE})"),
        ghost=ghost,
        column=_column(coin.kind_word, coin.title, facts, look) + seal + _foot(address, look),
    )


def neutral_card_png(*, address: str) -> bytes:
    """Draw the card of a credential that is private or withdrawn.

    Args:
        address: where any credential is checked, as it is printed: without a scheme.

    Raises:
        ConfigurationError: the faces are missing.
    """
    return _png(_neutral_card(address))


def _neutral_card(address: str) -> str:
    colors = palette.make(mintmarks.PRODUCT_HUE)
    look = _Look(colors.paper, colors.ink, colors.ink, colors.line, colors.mid)
    facts = [("Its details are not shown here.", 27, 400, look.strong)]
    words = _column("Digital credential", "See on this page if it is genuine", facts, look)
    seal = product_mark.glyph(_LEFT + 20, 573, 40)
    return _svg(
        look, picture=product_mark.glyph(*_CENTER, 400), ghost="", column=words + seal + _foot(address, look)
    )


def card_key(
    achievement: AchievementVersion,
    profile: Profile,
    *,
    address: str,
    holder: str | None = None,
    components: tuple[Slot, ...] | None = None,
) -> str:
    """Return a hex sha256 of everything that decides the bytes of a card, for caches."""
    coin = coin_of(achievement, profile, components)
    return coin.digest("card", str(DRAWING_VERSION), address, profile.name, holder or "")


def neutral_card_key(*, address: str) -> str:
    """Return the same for a neutral card."""
    return hashlib.sha256(f"neutral card\0{DRAWING_VERSION}\0{address}".encode(errors="replace")).hexdigest()


def _look_of(coin: Coin) -> _Look:
    colors = family_of(coin.topic).palette
    if coin.is_stack:
        return _Look(colors.night, colors.paper, colors.gold, colors.ink, colors.gold)
    return _Look(colors.paper, colors.ink, colors.ink, colors.line, colors.mid)


def _issuer(profile: Profile, coin: Coin) -> str:
    """Return the issuer's name; "(demonstration)" is never cut off."""
    name = coin.issuer or profile.slug
    return shorten(name, 60) + (DEMONSTRATION if profile.is_demonstration else "")


def _column(kind: str, title: str, facts: Sequence[tuple[str, float, int, str]], look: _Look) -> str:
    """Set kind, title and facts, centered between the upper margin and the rule at the foot."""
    fitted = setting.in_column(title, wide=_COLUMN, high=240, largest=64, smallest=30)
    leading = fitted.leading
    tall = 43 + leading * len(fitted.lines) + 22 + 38 * len(facts)
    y = 62 + (448 - tall) / 2 + 20
    lines = [_line(kind.upper(), y=y, size=23, color=look.soft, face="sans", weight=700, spacing=3.2)]
    y += 20
    for words in fitted.lines:
        y += leading
        lines.append(
            _line(words, y=y - leading * 0.2, size=fitted.size, color=look.strong, face="serif", weight=600)
        )
    y += 22
    for words, largest, weight, color in facts:
        y += 38
        size = min(largest, _COLUMN / max(width(words, "sans"), 0.1))
        lines.append(_line(words, y=y - 8, size=size, color=color, face="sans", weight=weight))
    return "".join(lines)


def _foot(address: str, look: _Look) -> str:
    """Say where anybody can check the claim."""
    words, size = setting.line(
        legible(plain(address), ""), room=_COLUMN - 52, largest=23, smallest=13, face="sans"
    )
    rule = element("path", d=f"M{_LEFT} {_RULE_AT}h{_COLUMN}", stroke=look.rule, stroke_width=2)
    return (
        rule
        + _line(CHECK_IT_AT, x=_LEFT + 54, y=566, size=18, color=look.strong, face="sans", weight=400)
        + _line(words, x=_LEFT + 54, y=592, size=size, color=look.strong, face="sans", weight=600)
    )


def _line(
    words: str, *, y: float, size: float, color: str, face: Face, weight: int, x: float = _LEFT,
    spacing: float | None = None,
) -> str:  # fmt: skip
    return element(
        "text", escape(words), x=x, y=y, font_family=SERIF if face == "serif" else SANS, font_size=size,
        font_weight=str(weight), fill=color, letter_spacing=spacing,
    )  # fmt: skip


def _svg(look: _Look, *, picture: str, ghost: str, column: str) -> str:
    stops = element("stop", offset=".42", stop_color=look.ghost) + element(
        "stop", offset="1", stop_color=look.ghost, stop_opacity=".12"
    )
    fade = element(
        "radialGradient", stops, id="fade", gradientUnits="userSpaceOnUse", cx="0", cy="0", r="620"
    )
    x, y = _CENTER
    lines = element("path", d=ghost, fill="none", stroke="url(#fade)", stroke_width=1.6, transform=at(x, y))
    return element(
        "svg",
        element("defs", fade)
        + element("path", d=f"M0 0h{WIDTH}v{HEIGHT}H0z", fill=look.ground)
        + lines
        + element("circle", cx=x, cy=y, r=292, fill=look.ground, fill_opacity=".82")
        + picture
        + column,
        xmlns=XMLNS,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )


def _png(svg: str) -> bytes:
    return bytes(importlib.import_module(COLORS).in_few_colors(render.png(svg, WIDTH)))
