"""One strict JSON parse (RFC 8259 and I-JSON, RFC 7493): what two readers could read two ways is refused.

Checked before and while parsing: size, byte order mark, UTF-8, nesting depth, duplicate members,
number of members, string length, lone surrogates, NaN and Infinity, integers that a double cannot
hold. The value that comes out is the one that is verified, shown and returned; nothing re-parses.
Control characters in strings are legal JSON; the JSON-LD safe mode refuses them.
"""

import json
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final, NoReturn, TypeAlias

from issuer.errors import InputError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

LARGEST_EXACT_INTEGER: Final = 2**53 - 1
LONGEST_NUMBER: Final = 128
_NO_BRACKET: Final = bytes(code for code in range(256) if code not in b"[{]}")
_STEPS: Final = tuple((code in b"[{") - (code in b"]}") for code in range(256))
_NO_ESCAPES: Final = frozenset[str]()
_KEPT_SHAPE: Final = 2_000
"""Characters of a shape that is remembered at most."""
_SHOWN: Final = 40
_WRITER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True)
class Limits:
    """What one document may be at most: bytes, levels, members, characters of one string, array items."""

    max_bytes: int = 262_144
    max_depth: int = 32
    max_keys: int = 2_000
    max_string: int = 65_536
    max_items: int = 20_000


CREDENTIAL_LIMITS: Final = Limits(max_items=4_000)
STATUS_LIST_LIMITS: Final = Limits(max_bytes=1_048_576, max_string=1_000_000)
REVOCATION_LIST_LIMITS: Final = Limits(max_bytes=1_048_576, max_keys=60_000)
"""For a list that names every withdrawn credential; it is only looked through, never turned into statements."""


@dataclass(frozen=True, slots=True)
class EncodedObject:
    """A JSON object as the text that `encode` wrote of it, so that it is written once."""

    text: bytes


class _Builder:
    """Builds values for one parse and counts what they cost."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.keys = 0

    def members(self, pairs: list[tuple[str, Json]]) -> JsonObject:
        self.keys += len(pairs)
        if self.keys > self.limits.max_keys:
            raise InputError(
                f"the document has more than {self.limits.max_keys} members", code="INPUT_TOO_LARGE"
            )
        found: JsonObject = {}
        for name, value in pairs:
            if name in found:
                raise InputError(
                    f"the member {_short(name)} occurs twice in one object", code="DUPLICATE_KEY"
                )
            found[name] = value
        return found

    @staticmethod
    def integer(text: str) -> int:
        if len(text) > LONGEST_NUMBER:
            raise InputError("a number has more digits than any real value needs", code="NUMBER_RANGE")
        value = int(text)
        if abs(value) > LARGEST_EXACT_INTEGER:
            raise InputError(
                f"the integer {text} is beyond what every reader holds exactly", code="NUMBER_RANGE"
            )
        return value

    @staticmethod
    def fraction(text: str) -> float:
        value = float(text) if len(text) <= LONGEST_NUMBER else math.inf
        if math.isinf(value):
            raise InputError("a number is out of the range of a double", code="NUMBER_RANGE")
        return value

    @staticmethod
    def constant(text: str) -> NoReturn:
        raise InputError(f"{text} is not a JSON number", code="JSON_NOT_STRICT")


def decoder(note: Callable[[JsonObject], JsonObject], constant: Callable[[str], Json]) -> json.JSONDecoder:
    """Return a decoder that is strict with numbers.

    Args:
        note: told of every object.
        constant: what stands for NaN, Infinity and -Infinity, which are not JSON.
    """
    return json.JSONDecoder(
        object_hook=note,
        parse_int=_Builder.integer,
        parse_float=_Builder.fraction,
        parse_constant=constant,
    )


class _Counting(threading.local):
    """Parses without a look at every member, and counts them; each thread has a parser of its own."""

    def __init__(self) -> None:
        self._sizes: list[int] = []
        self._decoder = decoder(self._note, _Builder.constant)

    def _note(self, members: JsonObject) -> JsonObject:
        self._sizes.append(len(members))
        return members

    def parse(self, text: str) -> tuple[Json, int] | None:
        """Return the value and how many members its objects have, or None where anything is to be refused."""
        self._sizes.clear()
        try:
            value: Json = self._decoder.decode(text)
        except (json.JSONDecodeError, InputError):
            return None
        return value, sum(self._sizes)


_counting: Final = _Counting()


def _short(text: str) -> str:
    return json.dumps(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")


def text_of(data: bytes, limits: Limits) -> str:
    """Return the characters of a text that is JSON as far as bytes can tell.

    Raises:
        InputError: INPUT_TOO_LARGE or JSON_NOT_STRICT.
    """
    if len(data) > limits.max_bytes:
        raise InputError(
            f"the input has {len(data)} bytes; at most {limits.max_bytes} are read", code="INPUT_TOO_LARGE"
        )
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise InputError("the input starts with a byte order mark; JSON has none", code="JSON_NOT_STRICT")
    if b"\x00" in data:
        raise InputError("the input contains a zero byte; it is not UTF-8 JSON", code="JSON_NOT_STRICT")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise InputError(f"byte {exc.start} is not valid UTF-8", code="JSON_NOT_STRICT") from exc


def _check_shape(text: str, limits: Limits, escapes: frozenset[str]) -> int:
    """Measure strings, depth and items before any value is built, so that nothing can recurse.

    What stands in strings does not count; a text that never closes one is refused by the parser later.

    Returns:
        how many members the objects of the text have as they are written, where it is JSON.
    """
    inside, bare = strings_apart(text, escapes)
    if len(text) > limits.max_string and any(len(part) > limits.max_string for part in inside):
        raise InputError(f"a string is longer than {limits.max_string} characters", code="INPUT_TOO_LARGE")
    depth, commas, colons = (shape_of if len(bare) <= _KEPT_SHAPE else shape_of.__wrapped__)(bare)
    if depth > limits.max_depth:
        raise InputError(f"the document is nested more than {limits.max_depth} deep", code="INPUT_TOO_DEEP")
    if commas > limits.max_items + limits.max_keys:
        raise InputError(f"the document has more than {limits.max_items} items", code="INPUT_TOO_LARGE")
    return colons


@lru_cache(maxsize=128)
def shape_of(bare: str) -> tuple[int, int, int]:
    """Return how deep a text without its strings is nested, and how many commas and colons it has.

    Documents of one kind, such as the awards of one achievement, are the same text without their strings.
    """
    brackets = bare.encode("utf-8", "surrogatepass").translate(None, _NO_BRACKET)
    depths = accumulate(map(_STEPS.__getitem__, brackets))
    return max(depths, default=0), bare.count(","), bare.count(":")


def escapes_in(text: str) -> frozenset[str]:
    """Return the characters that follow a backslash; the empty text stands for a backslash.

    Looking for single characters is ten times as fast as looking for two of them.
    """
    return frozenset(part[:1] for part in text.split("\\")[1:]) if "\\" in text else _NO_ESCAPES


def strings_apart(text: str, escapes: frozenset[str]) -> tuple[list[str], str]:
    """Return what stands between quotation marks, as it is written, and all the rest in one piece."""
    # Outside of a string a backslash ends the parse, so that only what follows it could be misjudged here.
    plain = text.replace("\\\\", "..").replace('\\"', "..") if '"' in escapes else text
    # Now no mark is escaped, and every second piece stands between two of them.
    pieces = plain.split('"')
    return pieces[1::2], "".join(pieces[::2])


def _check_strings(text: str, escapes: frozenset[str]) -> None:
    """Refuse lone surrogates in what was parsed, which only an escape can bring in."""
    if "u" not in escapes:
        return
    try:
        json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as exc:
        raise InputError("a string holds half of a surrogate pair", code="JSON_NOT_STRICT") from exc


def parse(data: bytes, *, limits: Limits = CREDENTIAL_LIMITS) -> Json:
    """Parse one JSON text strictly.

    Args:
        data: the exact bytes received.
        limits: what the document may be at most.

    Raises:
        InputError: PARSING_ERROR, JSON_NOT_STRICT, DUPLICATE_KEY, NUMBER_RANGE, INPUT_TOO_LARGE or
            INPUT_TOO_DEEP.
    """
    text = text_of(data, limits)
    escapes = escapes_in(text)
    written = _check_shape(text, limits, escapes)
    found = _counting.parse(text) if written <= limits.max_keys else None
    if found is None or found[1] != written:
        # Something is wrong; what comes first is told by a slower look at every member.
        found = _parse_strictly(text, limits), written
    _check_strings(text, escapes)
    return found[0]


def _parse_strictly(text: str, limits: Limits) -> Json:
    """Parse with an eye on every member, and say what is wrong first."""
    builder = _Builder(limits)
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=builder.members,
            parse_int=builder.integer,
            parse_float=builder.fraction,
            parse_constant=builder.constant,
        )
    except json.JSONDecodeError as exc:
        raise InputError(
            f"this is not JSON: {exc.msg.removesuffix(' at')} at line {exc.lineno}, column {exc.colno}",
            code="PARSING_ERROR",
        ) from exc
    return value


def parse_object(data: bytes, *, limits: Limits = CREDENTIAL_LIMITS) -> JsonObject:
    """Parse one JSON object strictly; anything but an object is refused.

    Raises:
        InputError: as `parse`, and PARSING_ERROR for another kind of value.
    """
    value = parse(data, limits=limits)
    if not isinstance(value, dict):
        raise InputError("a JSON object is expected here", code="PARSING_ERROR", pointer="")
    return value


def encode(value: Json) -> bytes:
    """Return compact UTF-8 JSON with members in their order (for output; JCS is another function)."""
    return _WRITER.encode(value).encode("utf-8")
