"""Certificate numbers: short, readable aloud, with a check character that catches one wrong key.

Form `SCSC-7K4F-9Q2M-X`: the issuer's letters, eight characters of 30 that look different from each
other, and a check character: a weighted sum modulo the prime 31.
"""

import re
from functools import lru_cache
from itertools import count
from operator import mul
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET: Final = ALPHABET + "U"
BODY_LENGTH: Final = 8
_FORM: Final = re.compile(rf"([A-Z]{{2,12}})-([{ALPHABET}]{{4}})-([{ALPHABET}]{{4}})-([{CHECK_ALPHABET}])")


_SHAPE: Final = re.compile(rf"[A-Z]{{2,12}}[A-Z0-9]{{{BODY_LENGTH + 1}}}")


def check_character(prefix: str, body: str) -> str:
    """Return the check character of a prefix and body.

    A prime modulus with weights 2, 3, 4 … finds every single wrong character and every swap of two
    neighbours in the body.
    """
    total = sum(map(ord, prefix))
    total += sum(map(mul, count(2), map(ALPHABET.index, body)))
    return CHECK_ALPHABET[total % len(CHECK_ALPHABET)]


def make(*, prefix: str, chance: bytes) -> str:
    """Make a number from at least eight random bytes.

    Args:
        prefix: the profile's slug or letters; everything but A-Z is left out.
        chance: unpredictable bytes; 30^8 numbers a prefix, uniqueness is the database's to keep.

    Raises:
        ValueError: fewer than eight bytes were handed in.
    """
    if len(chance) < BODY_LENGTH:
        raise ValueError("eight random bytes are needed")
    letters = _letters(prefix)
    number = int.from_bytes(chance, "big")
    body = ""
    for _ in range(BODY_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        body += ALPHABET[place]
    return f"{letters}-{body[:4]}-{body[4:]}-{check_character(letters, body)}"


@lru_cache(maxsize=256)
def _letters(prefix: str) -> str:
    letters = re.sub(r"[^A-Z]", "", prefix.upper())[:12] or "XX"
    return letters if len(letters) > 1 else letters + "X"


def valid(text: str) -> bool:
    """Tell whether a number has the right form and check character."""
    match = _FORM.fullmatch(text)
    return match is not None and check_character(match[1], match[2] + match[3]) == match[4]


def looks_like(text: str) -> bool:
    """Tell whether somebody meant a normalised text as a number: it has the shape of one, with any letters."""
    return text.count("-") == 3 and _SHAPE.fullmatch(text.replace("-", "")) is not None  # noqa: PLR2004  (the form)


def normalise(text: str) -> str:
    """Return what a person typed in the form of a number: upper case, hyphens in their places, no spaces."""
    typed = re.sub(r"[\s\u2010-\u2015-]+", "-", text.strip().upper())
    bare = typed.replace("-", "")
    if not _SHAPE.fullmatch(bare):
        return typed
    formed = "-".join((bare[:-9], bare[-9:-5], bare[-5:-1], bare[-1]))
    # Letters alone may be a word of a search; they are a number only where the check character says so.
    is_word = not any(letter in "0123456789-" for letter in typed) and not valid(formed)
    return typed if is_word else formed
