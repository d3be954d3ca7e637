"""Set a title: break it into balanced lines and find the largest size that its place allows."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

from issuer.badges.artwork.letters import Face, is_wide, shorten, takes_spacing, width

MOST_LINES: Final = 6
# A title longer than this is cut at a word; the whole title stays in the words of the picture.
LONGEST_TITLE: Final = 120
_LEADING: Final = 1.12
_STEP: Final = 0.5
# A hyphen is a place to break only in a word too long for one line.
_LONG_WORD: Final = 16
_SHORT_PART: Final = 4
# Lines keep away from the circle round them.
_MARGIN: Final = 0.94


@dataclass(frozen=True)
class Setting:
    """Lines of one size; sizes and the leading between base lines are units of the badge."""

    lines: tuple[str, ...]
    size: float
    leading: float


Chords = Callable[[int, float, float], list[float]]


def in_circle(text: str, *, radius: float, top: float, bottom: float, largest: float) -> Setting:
    """Return the largest setting inside a circle, between two heights measured from its center.

    Lines follow the chords of the circle: lines in the middle may be longer than outer ones.
    """

    def chords(count: int, size: float, leading: float) -> list[float]:
        room = []
        for line in range(count):
            y = (top + bottom) / 2 + (line - (count - 1) / 2) * leading
            worst = max(abs(y - size * 0.42), abs(y + size * 0.42))
            room.append(2 * math.sqrt(max(0.0, (radius * _MARGIN) ** 2 - worst**2)))
        return room

    return _fit(text, height=bottom - top, largest=largest, smallest=largest * 0.46, chords=chords)


def in_column(text: str, *, wide: float, high: float, largest: float, smallest: float) -> Setting:
    """Return the largest setting inside a rectangle."""
    return _fit(
        text,
        height=high,
        largest=largest,
        smallest=smallest,
        chords=lambda count, _size, _leading: [wide] * count,
    )


def line(
    text: str, *, room: float, largest: float, smallest: float, face: Face, spacing: float = 0.0
) -> tuple[str, float]:
    """Return one line and its size, shortened when even the smallest size is too wide.

    Args:
        text: what is set.
        room: the width it has.
        largest: size to begin with.
        smallest: size below which the text is shortened instead.
        face: of the text.
        spacing: letter spacing as a share of the size; scripts that join have none.
    """
    spacing = spacing if takes_spacing(text) else 0.0
    size = min(largest, room / max(width(text, face) + spacing * len(text), 0.1))
    if size >= smallest:
        return text, size
    while len(text) > 1 and (width(text, face) + spacing * len(text)) * smallest > room:
        text = shorten(text, len(text) - 1)
    return text, smallest


def _fit(text: str, *, height: float, largest: float, smallest: float, chords: Chords) -> Setting:
    text = shorten(text, LONGEST_TITLE)
    while True:
        found = _largest(text, height=height, largest=largest, smallest=smallest, chords=chords)
        if found is not None or len(text) <= 1:
            return found or Setting((text,), smallest, smallest * _LEADING)
        # Refuse to become unreadable: shorten instead, and stay small.
        text, largest = shorten(text, int(len(text) * 0.9)), min(largest, smallest + 2)


def _largest(text: str, *, height: float, largest: float, smallest: float, chords: Chords) -> Setting | None:
    pieces, glue = _pieces(text)
    size = largest
    while size >= smallest:
        leading = size * _LEADING
        for count in range(1, min(MOST_LINES, len(pieces)) + 1):
            if leading * (count - 1) + size * 0.95 > height:
                break
            lines = _break(pieces, glue, chords(count, size, leading), size)
            if lines is not None:
                return Setting(lines, size, leading)
        size -= _STEP
    return None


def _pieces(text: str) -> tuple[list[str], str]:
    if is_wide(text):
        return [letter for letter in text if not letter.isspace()], ""
    pieces: list[str] = []
    for word in text.split():
        *heads, tail = parts = word.split("-")
        if len(word) > _LONG_WORD and heads and all(len(part) >= _SHORT_PART for part in parts):
            pieces += [*(head + "-" for head in heads), tail]
        else:
            pieces.append(word)
    return pieces, " "


def _join(pieces: list[str], glue: str) -> str:
    joined = ""
    for piece in pieces:
        joined += piece if not joined or joined.endswith("-") else glue + piece
    return joined


def _break(pieces: list[str], glue: str, chords: list[float], size: float) -> tuple[str, ...] | None:
    """Share the pieces over the chords: the least squared slack gives even lines and no widow."""
    gap = width(glue)
    gaps = [0.0 if piece.endswith("-") else gap for piece in pieces]
    # Where each piece begins, were all of them on one line; lines are differences of these.
    begins = [0.0, *accumulate(width(piece) + after for piece, after in zip(pieces, gaps, strict=True))]

    if begins[-1] * size > sum(chords) + gap * size * len(chords):
        return None  # no way of breaking can make room

    @cache
    def best(line: int, start: int) -> tuple[float, tuple[int, ...]]:
        if line == len(chords):
            return (0.0, ()) if start == len(pieces) else (math.inf, ())
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for end in range(start + 1, len(pieces) - (len(chords) - line - 1) + 1):
            load = (begins[end] - gaps[end - 1] - begins[start]) * size / max(chords[line], 1)
            if load > 1:
                break
            rest, cuts = best(line + 1, end)
            cost = (1 - load) ** 2 + rest
            if cost < found[0]:
                found = (cost, (end, *cuts))
        return found

    cost, cuts = best(0, 0)
    if math.isinf(cost):
        return None
    return tuple(_join(pieces[a:b], glue) for a, b in zip((0, *cuts), cuts, strict=False))
