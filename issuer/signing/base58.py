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
_PAIR: Final = len(_PAIRS)
_OF_LIMB: Final = _BASE**_LIMB
_OF_HALF: Final = _BASE ** (_LIMB // 2)
"""What half a limb may hold is a small number, with which Python counts fastest."""
_NO_DIGIT: Final = 255
_DIGITS: Final = bytes(
    ALPHABET.index(chr(code)) if chr(code) in ALPHABET else _NO_DIGIT for code in range(256)
)


def encode(data: bytes) -> str:
    """Return `data` in base58btc, without a multibase prefix."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number = int.from_bytes(data, "big")
    text = ""
    while number:
        number, limb = divmod(number, _OF_LIMB)
        high, low = divmod(limb, _PAIR * _PAIR)
        high, low_of_high = divmod(high, _PAIR)
        first = _PAIRS[high // _PAIR] + _PAIRS[high % _PAIR] + _PAIRS[low_of_high]
        text = first + _PAIRS[low // _PAIR] + _PAIRS[low % _PAIR] + text
    # Whole limbs were written; what leads them is no digit of the number.
    return ALPHABET[0] * zeros + text.lstrip(ALPHABET[0])


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
    number, begun = 0, len(digits) % _LIMB
    for digit in digits[:begun]:
        number = number * _BASE + digit
    for start in range(begun, len(digits), _LIMB):
        a, b, c, d, e, f, g, h, i, j = digits[start : start + _LIMB]
        high = (((a * _BASE + b) * _BASE + c) * _BASE + d) * _BASE + e
        low = (((f * _BASE + g) * _BASE + h) * _BASE + i) * _BASE + j
        number = number * _OF_LIMB + high * _OF_HALF + low
    zeros = len(text) - len(text.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
