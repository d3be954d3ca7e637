"""JSON Canonicalization Scheme, RFC 8785: one byte string for one JSON value.

Members are sorted by UTF-16 code units, numbers are written as ECMAScript writes them, strings
with the shortest escapes. Values come from `strict_json`; NaN and Infinity are refused.
"""

import json
import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from json.encoder import encode_basestring
from typing import Final

from issuer.documents.strict_json import Json
from issuer.errors import InputError

_WORDS: Final = {None: "null", True: "true", False: "false"}
_FIXED_FROM: Final = 1e-6
_FIXED_BELOW: Final = 1e21
_WRITER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
_PLAIN: Final = re.compile(r"(?:[\[\]{},:]|true|false|null|-?[0-9]{1,15}(?=[\]},]|\Z))*", re.ASCII)
_KEPT_SHAPE: Final = 1_000


def number(value: float) -> str:
    """Write a number as ECMAScript's Number::toString does (RFC 8785 section 3.2.2.3).

    Raises:
        InputError: NUMBER_RANGE for NaN and Infinity.
    """
    if math.isnan(value) or math.isinf(value):
        raise InputError("NaN and Infinity have no JSON form", code="NUMBER_RANGE")
    if value == 0:
        return "0"
    if isinstance(value, int):
        value = float(value)
    digits, _, exponent_text = repr(abs(value)).partition("e")
    whole, _, part = digits.partition(".")
    part = "" if part == "0" else part
    point = len(whole) + int(exponent_text or 0)
    significant = (whole + part).lstrip("0")
    point -= len(whole + part) - len(significant) if whole.strip("0") == "" else 0
    significant = significant.rstrip("0")
    sign = "-" if value < 0 else ""
    return sign + _place(significant, point, abs(value))


def _place(digits: str, point: int, size: float) -> str:
    if _FIXED_FROM <= size < _FIXED_BELOW:
        if point <= 0:
            return "0." + "0" * -point + digits
        if len(digits) <= point:
            return digits + "0" * (point - len(digits))
        return digits[:point] + "." + digits[point:]
    exponent = point - 1
    mantissa = digits if len(digits) == 1 else digits[0] + "." + digits[1:]
    return f"{mantissa}e{'+' if exponent > 0 else '-'}{abs(exponent)}"


def _text(value: Json) -> str:
    # Most values are texts, so that they are asked for first, and without a call of their own.
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        members = [
            f"{encode_basestring(name)}:{encode_basestring(one) if isinstance(one := value[name], str) else _text(one)}"
            for name in _in_order(value)
        ]
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        items = [encode_basestring(item) if isinstance(item, str) else _text(item) for item in value]
        return "[" + ",".join(items) + "]"
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    return number(value)


def _in_order(names: Iterable[str]) -> list[str]:
    """Sort by UTF-16 code units, which for ASCII is the order of Python."""
    ordered = sorted(names)
    if "".join(ordered).isascii():
        return ordered
    return sorted(ordered, key=lambda name: name.encode("utf-16-be", "surrogatepass"))


class TextObject:
    """The canonical form of objects that hold the same members, all of them texts, or left out.

    For what is written once for every row. It writes what `canonicalize` writes.
    """

    def __init__(self, *names: str) -> None:
        places = {name: place for place, name in enumerate(names)}
        self._in_order = [(places[name], encode_basestring(name) + ":") for name in _in_order(names)]

    def canonicalize(self, *values: str | None) -> bytes:
        """Return the canonical bytes of an object; members whose value is None are left out.

        Args:
            values: in the order in which the names were given.

        Raises:
            InputError: JSON_NOT_STRICT for a lone surrogate.
        """
        members = ",".join(
            [
                name + encode_basestring(value)
                for place, name in self._in_order
                if (value := values[place]) is not None
            ]
        )
        return _encoded("{" + members + "}")

    def canonicalize_each(self, count: int, *values: str | Sequence[str] | None) -> list[bytes]:
        """Return the canonical bytes of `count` objects, as `canonicalize` of each.

        Args:
            count: how many.
            values: in the order of the names; a text that all of them hold, a list of what each holds, or None.

        Raises:
            InputError: JSON_NOT_STRICT for a lone surrogate.
        """
        parts: list[Iterable[str]] = []
        fixed = opening = "{"
        for place, name in self._in_order:
            value = values[place]
            if value is None:
                continue
            fixed += name if fixed is opening else "," + name
            if isinstance(value, str):
                fixed += encode_basestring(value)
            else:
                parts += (repeat(fixed, count), map(encode_basestring, value))
                fixed = ""
        parts.append(repeat(fixed + "}", count))
        return [_encoded("".join(row)) for row in zip(*parts, strict=True)]


def canonicalize(value: Json) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value.

    Raises:
        InputError: JSON_NOT_STRICT for a lone surrogate, NUMBER_RANGE for NaN or Infinity.
    """
    return _plainly(value) or _encoded(_text(value))


def _plainly(value: Json) -> bytes | None:
    """Return the canonical bytes of a value as the library writes them; None where it may write something else.

    Of ASCII texts without escapes and whole numbers that a double holds there is one spelling, and one order.
    """
    try:
        text = _WRITER.encode(value)
    except (TypeError, ValueError):
        return None
    if not text.isascii() or "\\" in text:
        return None
    bare = "".join(text.split('"')[::2])
    is_plain = (_is_plain if len(bare) <= _KEPT_SHAPE else _is_plain.__wrapped__)(bare)
    return text.encode("ascii") if is_plain else None


@lru_cache(maxsize=128)
def _is_plain(bare: str) -> bool:
    """Say whether a JSON text without its strings has no number but short whole ones; records share their shape."""
    return _PLAIN.fullmatch(bare) is not None


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as exc:
        raise InputError("a string holds half of a surrogate pair", code="JSON_NOT_STRICT") from exc
