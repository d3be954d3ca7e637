"""Base58btc, strictly: the alphabet of Bitcoin, as the Multibase draft (section 5, prefix `z`) uses it.

Both directions cost time that grows with the square of the length, so every caller passes a limit and it
is checked before any work. There is exactly one text per byte string; anything else is refused.
"""

from functools import lru_cache
from typing import Final

from issuer.errors import InputError

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_CHARACTERS: Final = 256  # the longest value we meet is a P-384 signature with 131 characters
_BASE: Final = len(ALPHABET)
_LIMB: Final = 10
"""Digits that are read at once: as many as a machine word holds, so that few steps work on the whole number."""
_PAIRS: Final = tuple(high + low for high in ALPHABET for low in ALPHABET)
_PLACES: Final = tuple(_BASE**place for place in range(_LIMB - 2, -1, -2))
"""What a pair of digits counts, by its place in a limb."""
_NO_DIGIT: Final = 255
_DIGITS: Final = bytes(
    ALPHABET.index(chr(code)) if chr(code) in ALPHABET else _NO_DIGIT for code in range(256)
)


def encode(data: bytes) -> str:
    """Return `data` in base58btc, without a multibase prefix."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data, "big")
    limbs: list[int] = []
    while number:
        number, limb = divmod(number, _BASE**_LIMB)
        limbs.append(limb)
    limbs.reverse()
    pairs = [_PAIRS[limb // place % len(_PAIRS)] for limb in limbs for place in _PLACES]
    # Whole limbs were written; what leads them is no digit of the number.
    return ALPHABET[0] * zeros + "".join(pairs).lstrip(ALPHABET[0])


def decode(text: str, *, max_characters: int = MAX_CHARACTERS) -> bytes:
    """Return the bytes that `text` spells.

    Raises:
        InputError: the text is longer than `max_characters` or holds a character outside the alphabet.
    """
    if len(text) > max_characters:
        raise InputError(f"a base58 value has {len(text)} characters; at most {max_characters} are read")
    return _decoded(text)


@lru_cache(maxsize=1024)
def _decoded(text: str) -> bytes:
    """Return the bytes of a text of any length; the same few keys are read again and again."""
    digits = text.encode("utf-8", "surrogatepass").translate(_DIGITS)
    if _NO_DIGIT in digits:
        wrong = next(character for character in text if character not in ALPHABET)
        raise InputError(f"{wrong!r} is not a character of base58btc")
    number = 0
    for start in range(0, len(digits), _LIMB):
        part, limb = digits[start : start + _LIMB], 0
        for digit in part:
            limb = limb * _BASE + digit
        number = number * _BASE ** len(part) + limb
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
