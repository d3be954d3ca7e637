"""The plan of a badge in three optical sizes, as in type.

From the outside in (600 by 600 units, the center at 0, 0): the edge of the topic with a light outline; a
ring of beads, or of components; the legend, as on a coin; the engraved border; the field with title,
code, hours and the issuer's mint mark. A micro-credential has a light field, a micro-endorsement a dark one.
"""

from typing import Final, Literal, get_args

from issuer.badges.artwork import parts, setting
from issuer.badges.artwork.coin import Coin
from issuer.badges.artwork.edges import inscribed
from issuer.badges.artwork.plate import Plate
from issuer.badges.artwork.words import DEMONSTRATION

# `full` from 200 pixels up, `medium` from 80 to 199, `small` below.
Size = Literal["full", "medium", "small"]
SIZES: Final[tuple[Size, ...]] = get_args(Size)
_BEADS: Final = (96, 132)
_LETTERS: Final = 4


def draw(coin: Coin, size: Size) -> str:
    """Return the badge as SVG text; the same coin always gives the same bytes."""
    return struck(coin, size).finish()


def struck(coin: Coin, size: Size) -> Plate:
    """Return the plate with the badge drawn on it."""
    plate = Plate(coin, size)
    {"full": _full, "medium": _medium, "small": _small}[size](plate)
    return plate


def _full(plate: Plate) -> None:
    colors = plate.colors
    if plate.coin.is_stack:
        parts.components(plate, 248, 295, labels=True)
        parts.rim(plate, 238, 231)
        plate.disc(228, colors.ink)
        parts.legend(plate, 187, 224, colors.gold)
        parts.field(plate, 183, 163)
        parts.words(plate, 158, top=-72, bottom=61, is_small=True)
    else:
        parts.rim(plate, 296, 288)
        count = plate.gears("beads").pick(*_BEADS)
        plate.beads(min(267.0, 288 * inscribed(plate.family.edge) - 6), count, colors.tint, 4.2)
        parts.legend(plate, 214, 258, colors.paper)
        parts.field(plate, 208, 184)
        parts.words(plate, 178, top=-82, bottom=75, is_small=False)


def _medium(plate: Plate) -> None:
    coin = plate.coin
    if coin.is_stack:
        parts.components(plate, 242, 296, labels=False)
        parts.rim(plate, 232, 223)
        parts.field(plate, 204, 180)
        parts.title(plate, 190, -96, 84, 66)
    else:
        parts.rim(plate, 297, 286)
        parts.field(plate, 252, 226)
        parts.title(plate, 228, -118, 96, 76)
    foot = 148 if coin.is_stack else 172
    parts.small_line(plate, coin.code, y=foot, room=210, largest=44, weight=700, spacing=0.05)
    if coin.is_demonstration:
        head = -122 if coin.is_stack else -150
        parts.small_line(plate, DEMONSTRATION.upper(), y=head, room=250, largest=30, spacing=0.06)


def _small(plate: Plate) -> None:
    coin, colors = plate.coin, plate.colors
    letters, digits = _split(coin.code)
    radius, tall, room = 297.0, 1.0, 372
    if coin.is_stack:
        parts.components(plate, 246, 296, labels=False, gap=0.13, light=9)
        radius, tall, room = 230.0, 0.86, 330
    plate.edge(radius, colors.tint)
    plate.edge(radius - 13, colors.night if coin.is_stack else colors.ink)
    if not coin.is_stack:
        plate.ring(228, colors.tint, 7)
    letters, size = setting.line(letters, room=room, largest=190 * tall, smallest=60, face="sans")
    lone = colors.gold if coin.is_stack else colors.paper
    y, color = (-14 * tall, colors.paper) if digits else (size * 0.33, lone)
    plate.say(letters, y=y, size=size, color=color, face="sans", weight=700)
    if digits:
        below = colors.gold if coin.is_stack else colors.tint
        plate.say(digits, y=128 * tall, size=140 * tall, color=below, face="sans", weight=700)


def _split(code: str) -> tuple[str, str]:
    """Split SEL-01 into SEL and 1; ME-SEL gives SEL and nothing."""
    head, _, tail = code.rpartition("-")
    if head and tail.isascii() and tail.isdigit() and len(tail) <= _LETTERS:
        return head.rpartition("-")[2][:_LETTERS], str(int(tail))
    return (tail or head)[:_LETTERS], ""
