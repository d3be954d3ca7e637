"""Two names beside each other: how alike they are, and why, in sentences that name no side.

The result is the same whichever name comes first. Equal writing is "same"; whatever needs a step that could
also join two people (accents, order, initials, missing parts) is at most "may be the same".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from issuer.badges.names import folding
from issuer.badges.names.folding import Word
from issuer.badges.names.pairing import Pairs, pair

TITLES: Final = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "phd", "edd", "esq"})
SUFFIXES: Final = {
    "jr": "Jr.", "junior": "Jr.", "sr": "Sr.", "senior": "Sr.", "ii": "II", "2nd": "II", "iii": "III",
    "3rd": "III", "iv": "IV", "4th": "IV",
}  # fmt: skip
"""Words after a name that tell generations of one family apart."""
TWO_NAMES: Final = 2


class Likeness(StrEnum):
    """How alike two names are, nearest first; the last is for what could not be compared."""

    SAME = "same"
    MAY_BE = "may_be_same"
    DIFFERS = "differs"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True)
class Comparison:
    """How alike two names are, and every reason as a sentence."""

    likeness: Likeness
    reasons: tuple[str, ...]


def compare(one: str, other: str) -> Comparison:
    """Compare two names; the order in which they are given changes nothing."""
    first, second = sorted((one, other))
    noted = tuple(dict.fromkeys((*_oddities(first), *_oddities(second))))
    found = _compare(first, second)
    if found.likeness is Likeness.SAME and noted and first != second:
        found = Comparison(Likeness.MAY_BE, found.reasons)
    return Comparison(found.likeness, (*found.reasons, *noted))


def _compare(first: str, second: str) -> Comparison:
    if first == second and folding.words(first):
        return Comparison(Likeness.SAME, ())
    if max(len(first), len(second)) > folding.LONGEST:
        return Comparison(Likeness.NOT_COMPARED, (f"One of them is longer than {folding.LONGEST} letters.",))
    shown, other = folding.visible(first), folding.visible(second)
    if not folding.words(shown) or not folding.words(other):
        if shown == other and shown:
            return Comparison(Likeness.SAME, ())
        return Comparison(Likeness.NOT_COMPARED, ("One of them has no letters to compare.",))
    if shown == other:
        return Comparison(Likeness.SAME, ())
    if folding.written(first) == folding.written(second):
        words = "They differ only in capital letters, or in the form of an apostrophe, a hyphen or a letter."
        return Comparison(Likeness.SAME, (words,))
    if _natural(first) == _natural(second):
        return Comparison(Likeness.SAME, ("One of them gives the family name first, with a comma.",))
    return _by_words(first, second)


def _natural(name: str) -> str:
    """Return "Oona Vale" for "Vale, Oona"; a suffix after the comma stays where it is."""
    family, comma, given = folding.written(name).partition(",")
    is_suffix = given.strip().rstrip(".") in SUFFIXES
    if not comma or "," in given or not given.strip() or is_suffix:
        return folding.written(name)
    return f"{given.strip()} {family.strip()}"


def _by_words(first: str, second: str) -> Comparison:
    mine, my_suffix, my_title = _parts(folding.words(_natural(first)))
    yours, your_suffix, your_title = _parts(folding.words(_natural(second)))
    reasons = []
    if my_suffix and your_suffix and my_suffix != your_suffix:
        earlier, later = sorted((my_suffix, your_suffix))
        words = f"{earlier} and {later} tell two people of one family apart."
        return Comparison(Likeness.DIFFERS, (words,))
    if my_suffix != your_suffix:
        reasons.append(f"Only one of them has {my_suffix or your_suffix}.")
    if my_title != your_title:
        reasons.append("A title is left out of the comparison.")
    found = pair(mine, yours)
    if not (found.left or found.right or found.initials):
        return Comparison(Likeness.MAY_BE, (*reasons, *_small_differences(found, mine, yours)))
    if _joined(mine) & _joined(yours):
        words = "They differ in spaces, hyphens or apostrophes."
        return Comparison(Likeness.MAY_BE, (*reasons, words))
    return _less_alike(first, second, found, reasons)


def _less_alike(first: str, second: str, found: Pairs, reasons: Sequence[str]) -> Comparison:
    mine, yours = folding.alphabets(first), folding.alphabets(second)
    if mine != yours and folding.skeleton(first) == folding.skeleton(second):
        words = "They look the same, but not all letters are of the same alphabet. Ask how this came about."
        return Comparison(Likeness.MAY_BE, (*reasons, words))
    if mine and yours and not mine & yours:
        words = "They are written in different alphabets, so that they cannot be compared letter by letter."
        return Comparison(Likeness.MAY_BE, (*reasons, words))
    if found.whole and not (found.left and found.right):
        return Comparison(Likeness.MAY_BE, (*reasons, *_accents(found), *_shorter(found)))
    if not found.equal:
        return Comparison(Likeness.DIFFERS, (*reasons, "No part of one is in the other."))
    shared = _listed(word for word, _ in found.equal)
    words = (
        f"Both have {shared}; the other parts differ. A change of name or a short form could explain that, but"
        " we do not guess. Ask, or compare with a former name."
    )
    return Comparison(Likeness.DIFFERS, (*reasons, words))


def _small_differences(found: Pairs, mine: Sequence[Word], yours: Sequence[Word]) -> Iterator[str]:
    yield from _accents(found)
    if len(mine) >= TWO_NAMES and not all(a.same(b) for a, b in zip(mine, yours, strict=True)):
        yield "The parts stand in another order, as where the family name comes first."
    elif all(a.text == b.text for a, b in found.equal):
        yield "They differ in spaces, hyphens, dots or apostrophes."


def _accents(found: Pairs) -> Iterator[str]:
    differing = [tuple(sorted((a.text, b.text))) for a, b in found.equal if a.text != b.text]
    if differing:
        told = ", ".join(f"{one} and {other}" for one, other in sorted(differing))
        yield f"They differ in accents or special letters: {told}."


def _shorter(found: Pairs) -> Iterator[str]:
    for one, other in found.initials:
        short, long = (one, other) if one.is_initial else (other, one)
        yield f"{short.text.upper()}. may stand for {long.text}."
    more = (*found.left, *found.right)
    if more:
        yield f"Only one of them has {_listed(more)}."


def _parts(found: Sequence[Word]) -> tuple[list[Word], str, bool]:
    """Return the words without titles and suffix, the suffix, and whether there was a title."""
    rest = [word for word in found if word.text not in TITLES]
    has_title = 0 < len(rest) < len(found)
    if not rest:
        rest = list(found)
    if len(rest) > 1 and rest[-1].text in SUFFIXES:
        return rest[:-1], SUFFIXES[rest[-1].text], has_title
    return rest, "", has_title


def _joined(found: Sequence[Word]) -> set[str]:
    texts = "".join(word.text for word in found)
    return {texts, folding.bare(texts)}


def _oddities(name: str) -> Iterator[str]:
    for character in folding.hidden(name):
        yield f"One of them holds a character that cannot be seen ({character})."
    for word in folding.visible(name).split():
        several = folding.alphabets(word)
        if len(several) > 1:
            yield f"One word holds letters of {_listed_texts(sorted(several))}: look closely."


def _listed(found: Iterator[Word] | Sequence[Word]) -> str:
    return _listed_texts([word.text for word in found])


def _listed_texts(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
