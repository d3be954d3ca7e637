"""What may be set on a picture, and how wide it is.

`letters.json` holds the advance widths of the two faces and the characters that the shipped faces can
draw; `tests/badges/artwork/font_tables.py` makes it from the font files. Other characters are estimated.
"""

import json
import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

Face = Literal["serif", "sans"]

LONGEST: Final = 400
ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
_MOST_MARKS: Final = 4
# Zero width joiner and non-joiner decide how letters of some scripts join; every other format character
# (direction overrides, tags, soft hyphens) could make a title look like another one.
_JOINERS: Final = "\u200c\u200d"
_ESTIMATE: Final = 640
_EM: Final = 1000
# Letters of these scripts join or stack: they are never letter-spaced, and they have no capitals.
_JOINED: Final = (
    "ARABIC", "SYRIAC", "NKO", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA",
    "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "THAI", "LAO", "TIBETAN", "MYANMAR", "KHMER",
    "HEBREW",
)  # fmt: skip


@cache
def _tables() -> tuple[dict[Face, dict[str, int]], list[int]]:
    raw = json.loads(Path(__file__).with_name("letters.json").read_text(encoding="utf-8"))
    return {"serif": raw["serif"], "sans": raw["sans"]}, raw["covered"]


def plain(text: str) -> str:
    """Return text that is safe to set: one line, no control or format characters, no towers of marks.

    At most 400 characters are kept, and four combining marks on one letter. Letters with accents are
    composed (NFC), so that their widths are known.
    """
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", text[: 4 * LONGEST]):
        category = unicodedata.category(letter)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if letter.isspace():
            kept.append(" ")
        elif marks <= _MOST_MARKS and (category[0] != "C" or letter in _JOINERS):
            kept.append(letter)
    return " ".join("".join(kept).split())[:LONGEST].rstrip()


def is_covered(letter: str) -> bool:
    """Tell whether one of the shipped faces can draw a character."""
    # Starts and ends of the covered ranges alternate: an odd place lies inside a range.
    return bisect_right(_tables()[1], ord(letter)) % 2 == 1 or letter in _JOINERS


def legible(text: str, instead: str) -> str:
    """Return what the shipped faces can draw of a text.

    A symbol without a glyph is left out; when a letter, mark or digit has none, the whole text would
    read wrongly and `instead` stands for it.
    """
    missing = [letter for letter in text if not is_covered(letter)]
    if any(unicodedata.category(letter)[0] in "LMN" for letter in missing):
        return instead
    return plain("".join(letter for letter in text if letter not in missing)) or instead


def width(text: str, face: Face = "serif") -> float:
    """Return the advance width of a text in em."""
    return sum(_advance(letter, face) for letter in text) / _EM


@lru_cache(maxsize=4096)
def _advance(letter: str, face: Face) -> int:
    known = _tables()[0][face].get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Cf"}:
        return 0
    return _EM if unicodedata.east_asian_width(letter) in "WF" else _ESTIMATE


def is_measured(text: str, face: Face) -> bool:
    """Tell whether the width of a text is exact, and the text long enough to be held to it."""
    table = _tables()[0][face]
    return len(text) > 3 and all(letter in table for letter in text)  # noqa: PLR2004  (a word, not a sign)


def is_simple(text: str) -> bool:
    """Tell whether every letter is one of the measured Latin, Greek and Cyrillic ones of both faces."""
    serif, sans = _tables()[0]["serif"], _tables()[0]["sans"]
    return all(letter in serif and letter in sans for letter in text)


def is_joined(text: str) -> bool:
    """Tell whether letters join or stack, as in Arabic and Devanagari: such scripts have no capitals."""
    return any(unicodedata.name(letter, "").startswith(_JOINED) for letter in text)


def takes_spacing(text: str) -> bool:
    """Tell whether letters may be set apart: not where they join, nor where a mark would lose its letter."""
    return not is_joined(text) and not any(unicodedata.category(letter) in {"Mn", "Me"} for letter in text)


def is_wide(text: str) -> bool:
    """Tell whether lines may break between letters, as in Chinese, Japanese and Korean."""
    return sum(unicodedata.east_asian_width(letter) in "WF" for letter in text) > len(text) / 3


def capitals(text: str) -> str:
    """Return a text in capitals where its script has any."""
    return text if is_joined(text) else text.upper()


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters, cut at a word where one ends near the limit."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    kept = cut[:space] if space > limit * 0.6 else cut
    return kept.rstrip(" ,;:-\N{EN DASH}") + ELLIPSIS
