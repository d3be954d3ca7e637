"""The parts of a coin, from the outside in: rim, ring of components, legend, field and words."""

import math
from typing import Final

from issuer.badges.artwork import mintmarks, setting
from issuer.badges.artwork.coin import Slot
from issuer.badges.artwork.engravings import ENGRAVINGS
from issuer.badges.artwork.lathe import Gears
from issuer.badges.artwork.letters import capitals, takes_spacing, width
from issuer.badges.artwork.paths import element, point, sector, tighten
from issuer.badges.artwork.plate import Plate, at
from issuer.badges.artwork.words import DEMONSTRATION

# More segments than this leave no room for their codes.
MOST_LABELS: Final = 12
# Each legend takes at most this much of the circle.
_LEGEND_ROOM: Final = math.radians(152)
_LEGEND_SPACING: Final = 0.09
_PELLET: Final = "M0-7L3-1.6L8 0L3 1.6L0 7L-3 1.6L-8 0L-3-1.6z"


def rim(plate: Plate, outer: float, inner: float) -> None:
    """Draw the coin with a light outline, so that it stands on white and on black."""
    plate.edge(outer, plate.colors.tint)
    plate.edge(inner, plate.colors.ink)


def components(
    plate: Plate, inner: float, outer: float, *, labels: bool, gap: float = 0.06, light: float = 5
) -> None:
    """Draw the ring of segments: struck when earned, open with a dashed edge when not."""
    slots = plate.coin.slots or (Slot(""),)
    labels = labels and len(slots) <= MOST_LABELS
    share, dash = math.tau / len(slots), 2.6 if labels else light
    gap = min(0.034 if labels else gap, share / 4) if len(slots) > 1 else 0.0
    for place, slot in enumerate(slots):
        middle = place * share  # the first component stands at the top
        start, end = middle - share / 2 + gap / 2, middle + share / 2 - gap / 2
        _segment(plate, slot, (inner, outer, start, min(end, start + math.tau - 0.001)), light, dash)
        if labels and slot.label:
            half = _label(plate, slot, middle, (inner + outer) / 2, share)
            if slot.is_earned:
                sides = ((start + 0.035, middle - half), (middle + half, end - 0.035))
                _hatch(plate, slot.label, inner + 7, outer - 7, sides)


def _segment(
    plate: Plate, slot: Slot, shape: tuple[float, float, float, float], light: float, dash: float
) -> None:
    """Draw one segment; the dashes of an open one lie inside it, so that they show on any ground."""
    colors = plate.colors
    if slot.is_earned:
        plate.add(element("path", d=sector(*shape), fill=colors.ink, stroke=colors.tint, stroke_width=light))
        return
    plate.add(element("path", d=sector(*shape), fill=colors.tint))
    inner, outer, start, end = shape
    inside = dash + 2
    dashes = sector(inner + inside, outer - inside, start + inside / outer, end - inside / outer)
    plate.add(
        element(
            "path",
            d=dashes,
            fill=colors.paper,
            stroke=colors.ink,
            stroke_width=dash,
            stroke_dasharray=f"{3 * dash:.3g} {2.6 * dash:.3g}",
        )
    )


def _label(plate: Plate, slot: Slot, middle: float, radius: float, share: float) -> float:
    """Set a code on its segment; return half the angle that it takes."""
    room = min(share, math.pi / 2) * radius * 0.8
    words, size = setting.line(slot.label, room=room, largest=26, smallest=11, face="sans", spacing=0.08)
    # Segments at the foot read from left to right too.
    is_low = math.cos(middle) < -0.2  # noqa: PLR2004  (well below the middle)
    plate.curve(
        words,
        radius=radius + size * 0.34 if is_low else radius - size * 0.34,
        angle=middle,
        size=size,
        color=plate.colors.paper if slot.is_earned else plate.colors.ink,
        clockwise=not is_low,
        weight=700,
        spacing=1.5 if takes_spacing(words) else 0.0,
    )
    return (width(words, "sans") * size + 1.5 * len(words)) / radius / 2 + 0.06


def _hatch(
    plate: Plate, code: str, inner: float, outer: float, sides: tuple[tuple[float, float], ...]
) -> None:
    """Engrave strokes on both sides of a label; the component's code sets their pitch and lean."""
    gears = Gears(code)
    count, lean = gears.pick(5, 9), gears.pick(-5, 5) / 70
    strokes = []
    for start, end in sides:
        room = end - start - 2 * abs(lean)
        if room < 0.04:  # noqa: PLR2004  (no room beside the label)
            continue
        for place in range(count):
            angle = start + abs(lean) + room * (place + 0.5) / count
            strokes.append(f"M{point(inner, angle - lean)}L{point(outer, angle + lean)}")
    if strokes:
        line = tighten("".join(strokes))
        plate.add(element("path", d=line, stroke=plate.colors.gold, stroke_width=1.8))


def legend(plate: Plate, inner: float, outer: float, color: str) -> None:
    """Set words round the coin: topic or kind above, the issuer below, a pellet on each side."""
    middle, band = (inner + outer) / 2, outer - inner
    _legend_line(plate, plate.coin.legend, middle, band, color, is_upper=True)
    _legend_line(plate, plate.coin.issuer, middle, band, plate.colors.paper, is_upper=False)
    for side in (-middle, middle):
        plate.add(element("path", d=_PELLET, transform=at(side, 0), fill=plate.colors.gold))


def _legend_line(plate: Plate, words: str, radius: float, band: float, color: str, *, is_upper: bool) -> None:
    if not words:
        return
    words, size = setting.line(
        capitals(words),
        room=radius * _LEGEND_ROOM,
        largest=band * 0.62,
        smallest=band * 0.38,
        face="sans",
        spacing=_LEGEND_SPACING,
    )
    plate.curve(
        words,
        radius=radius - size * 0.33 if is_upper else radius + size * 0.33,
        angle=0.0 if is_upper else math.pi,
        size=size,
        color=color,
        clockwise=is_upper,
        weight=600,
        spacing=size * _LEGEND_SPACING if takes_spacing(words) else 0.0,
    )


def field(plate: Plate, radius: float, inner: float) -> None:
    """Engrave the border and the field; the field's lines fade towards the title."""
    colors, is_dark = plate.colors, plate.coin.is_stack
    figure = ENGRAVINGS[plate.family.engraving](plate.gears("engraving"), inner + 2, radius - 4)
    ghost = colors.ink if is_dark else colors.line
    stops = element(
        "stop", offset=".25", stop_color=ghost, stop_opacity=".5" if is_dark else ".35"
    ) + element("stop", offset="1", stop_color=ghost)
    fade = plate.define("radialGradient", stops, gradientUnits="userSpaceOnUse", cx="0", cy="0", r=inner)
    plate.disc(radius, colors.night if is_dark else colors.paper)
    line = colors.gold_deep if is_dark else colors.mid
    plate.add(element("path", d=figure.field, fill="none", stroke=f"url(#{fade})", stroke_width=1.5))
    plate.add(element("path", d=figure.border, fill="none", stroke=line, stroke_width=1.3))
    plate.ring(radius, colors.gold if is_dark else colors.mid, 2.4)
    plate.ring(inner, line, 1.2)


def title(plate: Plate, radius: float, top: float, bottom: float, largest: float) -> None:
    """Set the title in the field, between two heights."""
    fitted = setting.in_circle(plate.coin.title, radius=radius, top=top, bottom=bottom, largest=largest)
    first = (top + bottom) / 2 - (len(fitted.lines) - 1) / 2 * fitted.leading + fitted.size * 0.33
    for place, words in enumerate(fitted.lines):
        plate.say(
            words,
            y=first + place * fitted.leading,
            size=fitted.size,
            color=plate.strong,
            face="serif",
            weight=600,
        )


def small_line(
    plate: Plate,
    words: str,
    *,
    y: float,
    room: float,
    largest: float,
    weight: int = 600,
    spacing: float = 0.0,
    tail: str = "",
) -> None:
    """Set one line of small words in the field, `room` wide at most."""
    beside = width(tail, "sans") * largest * 0.6 + largest * 0.25 if tail else 0.0
    words, size = setting.line(
        words, room=room - beside, largest=largest, smallest=largest * 0.6, face="sans", spacing=spacing
    )
    plate.say(
        words, y=y, size=size, color=plate.soft, face="sans", weight=weight,
        spacing=size * spacing, tail=tail,
    )  # fmt: skip


def words(plate: Plate, radius: float, *, top: float, bottom: float, is_small: bool) -> None:
    """Set code and version, title, hours and mint mark in the field."""
    coin = plate.coin
    above = DEMONSTRATION if coin.is_demonstration else "" if coin.is_stack else coin.kind_word
    if above:
        small_line(
            plate, above.upper(), y=top - 55, room=radius, largest=14 if is_small else 15, spacing=0.12
        )
    small_line(
        plate, coin.code, y=top - 24, room=radius * 1.4, largest=27, weight=700, spacing=0.08,
        tail=f"v{coin.version}",
    )  # fmt: skip
    title(plate, radius, top, bottom, 46 if is_small else 52)
    if coin.hours:
        small_line(plate, coin.hours, y=bottom + 32, room=radius * 1.6, largest=17.5 if is_small else 19)
    colors = plate.colors
    plate.add(
        mintmarks.draw(
            coin.mark,
            x=0,
            y=bottom + 67,
            size=30 if is_small else 34,
            fore=plate.soft,
            back=colors.night if coin.is_stack else colors.paper,
        )
    )
