"""Names of people, folded so that ways of writing fall away one after another (Unicode UAX 15, UTS 39).

`visible` takes away what cannot be seen; `written` also case and the form of apostrophes and hyphens; the folds
of a `Word` also accents. What is taken away is never lost: whoever compares says which step made two names equal.
Nothing here knows which part is a given name: that cannot be read from a name.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 200
MOST_WORDS: Final = 12
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_FORMS: Final = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018\u02bc\u02bb\u2032\uff07`\u00b4\u02b9", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\u00ad", "-"),
    }
)
_BASE: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i"}
)
_SPELLED_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_DRAWN_ALIKE: Final = str.maketrans(
    {
        **dict(zip("авекмнорстухіјѕһԁԛԝӏ", "abekmhopctyxijshdqwl", strict=True)),
        **dict(zip("αβεικνορτυχγη", "abeiknoptuxyn", strict=True)),
    }
)
_BREAKS: Final = re.compile(r"[\s.,\-/]+")


@dataclass(frozen=True)
class Word:
    """One word of a name.

    Attributes:
        text: as it is written, in lower case.
        folds: without accents; also with the letters that stand for them, such as "ue" for "ü".
    """

    text: str
    folds: frozenset[str]

    @property
    def is_initial(self) -> bool:
        """Whether it is one letter, which may stand for a name."""
        return len(self.text) == 1

    def same(self, other: "Word") -> bool:
        """Say whether accents aside both are one word."""
        return bool(self.folds & other.folds)

    def may_stand_for(self, other: "Word") -> bool:
        """Say whether one of them is the first letter of the other."""
        short, long = (self, other) if self.is_initial else (other, self)
        return short.is_initial and any(
            fold.startswith(letter) for fold in long.folds for letter in short.folds
        )


def visible(name: str) -> str:
    """Return a name without characters that cannot be seen, with single spaces, in Unicode NFC."""
    text = unicodedata.normalize("NFC", name[:LONGEST])
    shown = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _is_hidden(c))
    return " ".join(shown.split())


def written(name: str) -> str:
    """Return a name as a reader hears it: no case, one form of apostrophe and hyphen, compatible letters."""
    text = unicodedata.normalize("NFKC", visible(name).translate(_FORMS)).casefold()
    return " ".join(unicodedata.normalize("NFC", text).translate(_FORMS).split())


def words(name: str) -> list[Word]:
    """Return the words of a name; hyphens, dots and commas part them, an apostrophe does not."""
    parts = [part for part in _BREAKS.split(written(name).replace("'", "")) if _has_letter(part)]
    return [Word(part, frozenset({bare(part), _spelled_out(part)})) for part in parts[:MOST_WORDS]]


def bare(text: str) -> str:
    """Return a text in lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.translate(_BASE))
    return "".join(c for c in plain if not unicodedata.combining(c))


def skeleton(name: str) -> str:
    """Return a name as a hurried reader sees it: letters that are drawn like Latin ones become these."""
    return bare(written(name).translate(_DRAWN_ALIKE))


def hidden(name: str) -> tuple[str, ...]:
    """Return the Unicode names of characters in a name that cannot be seen, each once."""
    found = dict.fromkeys(c for c in name[:LONGEST] if _is_hidden(c) and not c.isspace())
    return tuple(unicodedata.name(c, f"U+{ord(c):04X}") for c in found)


def alphabets(text: str) -> frozenset[str]:
    """Return the alphabets of a text's letters, such as "Latin"; Chinese, Japanese and Korean are one."""
    found = set()
    for character in text:
        if unicodedata.category(character).startswith("L"):
            name = unicodedata.name(character, "UNKNOWN").split(" ", 1)[0].split("-", 1)[0]
            found.add(_TOGETHER.get(name, name.capitalize()))
    return frozenset(found - {""})


_TOGETHER: Final = {
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"), "East Asian"),
    # These letters belong to no alphabet alone.
    **dict.fromkeys(("MODIFIER", "FULLWIDTH", "HALFWIDTH", "MATHEMATICAL", "FEMININE", "MASCULINE"), ""),
}


def _spelled_out(text: str) -> str:
    return bare(text.translate(_SPELLED_OUT))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN or character in "\u115f\u1160\u3164\uffa0\u034f"


def _has_letter(text: str) -> bool:
    return any(unicodedata.category(c).startswith("L") for c in text)
