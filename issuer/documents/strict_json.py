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
from typing import Final, NoReturn, TypeAlias

from issuer.documents import json_shape
from issuer.errors import InputError

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = dict[str, Json]

LARGEST_EXACT_INTEGER: Final = 2**53 - 1
LONGEST_NUMBER: Final = 128
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


@dataclass(frozen=True, slots=True, eq=False)
class EncodedObject:
    """A JSON object as the text that `encode` wrote of it, so that it is written once; equal to the object itself."""

    text: bytes

    __hash__ = None  # type: ignore[assignment]  # what equals a dictionary has no hash

    def __eq__(self, other: object) -> bool:
        """Compare with another text, or with an object."""
        if isinstance(other, EncodedObject):
            return self.text == other.text or self.read() == other.read()
        return self.read() == other if isinstance(other, dict) else NotImplemented

    def read(self) -> JsonObject:
        """Return the object; our own encoder wrote it, so that it is not held against the rules of the border again."""
        found: JsonObject = json.loads(self.text)
        return found


@dataclass(frozen=True, slots=True)
class Parsed:
    """A value out of a parse, and every object in it, parts before what holds them."""

    value: Json
    objects: list[JsonObject]


class _Builder:
    """Builds values for one parse and counts what they cost."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.keys = 0
        self.objects: list[JsonObject] = []

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
        self.objects.append(found)
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


class _Noting(threading.local):
    """Parses without a look at every member, and notes the objects; each thread has a parser of its own."""

    def __init__(self) -> None:
        self._objects: list[JsonObject] = []
        self._decoder = decoder(self._note, _Builder.constant)

    def _note(self, members: JsonObject) -> JsonObject:
        self._objects.append(members)
        return members

    def parse(self, text: str) -> Parsed | None:
        """Return the value with its objects, or None where anything is to be refused."""
        found = self._objects = []
        try:
            value: Json = self._decoder.decode(text)
        except (json.JSONDecodeError, InputError):
            return None
        finally:
            self._objects = []
        return Parsed(value, found)


_noting: Final = _Noting()


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
    inside, bare = json_shape.strings_apart(text, escapes)
    if len(text) > limits.max_string and any(len(part) > limits.max_string for part in inside):
        raise InputError(f"a string is longer than {limits.max_string} characters", code="INPUT_TOO_LARGE")
    depth, commas, colons = json_shape.shape_of(bare)
    if depth > limits.max_depth:
        raise InputError(f"the document is nested more than {limits.max_depth} deep", code="INPUT_TOO_DEEP")
    if commas > limits.max_items + limits.max_keys:
        raise InputError(f"the document has more than {limits.max_items} items", code="INPUT_TOO_LARGE")
    return colons


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
    return parse_noting(data, limits=limits).value


def parse_noting(data: bytes, *, limits: Limits = CREDENTIAL_LIMITS) -> Parsed:
    """Parse as `parse`, and also return every object, for whoever looks at all of them.

    Raises:
        InputError: as `parse`.
    """
    text = text_of(data, limits)
    escapes = json_shape.escapes_in(text)
    written = _check_shape(text, limits, escapes)
    found = _noting.parse(text) if written <= limits.max_keys else None
    if found is None or sum(map(len, found.objects)) != written:
        # Something is wrong; what comes first is told by a slower look at every member.
        found = _parse_strictly(text, limits)
    _check_strings(text, escapes)
    return found


def _parse_strictly(text: str, limits: Limits) -> Parsed:
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
    return Parsed(value, builder.objects)


def parse_object(data: bytes, *, limits: Limits = CREDENTIAL_LIMITS) -> JsonObject:
    """Parse one JSON object strictly; anything but an object is refused.

    Raises:
        InputError: as `parse`, and PARSING_ERROR for another kind of value.
    """
    return require_object(parse(data, limits=limits))


def require_object(value: Json) -> JsonObject:
    """Return a value that is an object.

    Raises:
        InputError: PARSING_ERROR for another kind of value.
    """
    if not isinstance(value, dict):
        raise InputError("a JSON object is expected here", code="PARSING_ERROR", pointer="")
    return value


def encode(value: Json) -> bytes:
    """Return compact UTF-8 JSON with members in their order (for output; JCS is another function)."""
    return _WRITER.encode(value).encode("utf-8")
