"""Pairing the words of two names: equal ones first, then first letters with what they may stand for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from issuer.badges.names.folding import Word


@dataclass(frozen=True)
class Pairs:
    """How two lists of words fit together.

    Attributes:
        equal: words that are in both.
        initials: first letters and the words that they may stand for.
        left: words of the first list without a partner.
        right: words of the second list without a partner.
    """

    equal: tuple[tuple[Word, Word], ...]
    initials: tuple[tuple[Word, Word], ...]
    left: tuple[Word, ...]
    right: tuple[Word, ...]

    @property
    def whole(self) -> int:
        """How many words of more than one letter are in both."""
        return sum(not (one.is_initial or other.is_initial) for one, other in self.equal)


def pair(first: Sequence[Word], second: Sequence[Word]) -> Pairs:
    """Pair as many words as can be."""
    equal = _most(first, second, Word.same)
    left = [word for place, word in enumerate(first) if place not in equal]
    taken = set(equal.values())
    right = [word for place, word in enumerate(second) if place not in taken]
    initials = _most(left, right, Word.may_stand_for)
    used = set(initials.values())
    return Pairs(
        equal=tuple((first[a], second[b]) for a, b in sorted(equal.items())),
        initials=tuple((left[a], right[b]) for a, b in sorted(initials.items())),
        left=tuple(word for place, word in enumerate(left) if place not in initials),
        right=tuple(word for place, word in enumerate(right) if place not in used),
    )


def _most(
    first: Sequence[Word], second: Sequence[Word], fits: Callable[[Word, Word], bool]
) -> dict[int, int]:
    """Return the largest set of pairs, each word in one at most (Kuhn's method; a dozen words are few)."""
    partner: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        for other, word in enumerate(second):
            if other in tried or not fits(first[one], word):
                continue
            tried.add(other)
            if other not in partner or place(partner[other], tried):
                partner[other] = one
                return True
        return False

    for one in range(len(first)):
        place(one, set())
    return {one: other for other, one in partner.items()}
