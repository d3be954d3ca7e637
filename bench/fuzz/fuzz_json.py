"""What must hold for the strict JSON reader on any bytes, judged by a second reading that shares no code.

The standard library's reader in Python (whose branches guide the fuzzer; ours runs the one in C) reads the
text into pairs and number texts; a walk over them collects every reason to
refuse. The reader must accept exactly the texts without a reason, name one of the reasons otherwise, and
give back the same values of the same types.
"""

import json
import math
import re
from dataclasses import dataclass, field
from json.decoder import py_scanstring  # type: ignore[attr-defined]  # not in the stubs
from json.scanner import py_make_scanner  # type: ignore[attr-defined]  # not in the stubs
from typing import Any, Final

from issuer.documents import jcs, strict_json
from issuer.documents.strict_json import CREDENTIAL_LIMITS, Json, Limits
from issuer.errors import InputError

SMALL: Final = Limits(max_bytes=1_500, max_depth=5, max_keys=8, max_string=24, max_items=12)
BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
EXACT: Final = 2**53 - 1
LONGEST_NUMBER: Final = 128

SEEDS: Final = (
    b'{"@context":["https://www.w3.org/ns/credentials/v2"],"id":"urn:uuid:1","n":[1,-0.5e3,true,null]}',
    rb'{"\u00e9\ud83d\ude00":"\"\\\/\b\f\n\r\t","":{"a":{"a":[[]]}}}',
    b"[9007199254740991,-9007199254740992,1e308,1E-400,0.1,-0,1e21,1e-7]",
    b'{"a":1,"\\u0061":2}',
    rb'["\ud800",NaN,-Infinity]',
    b'["' + b'\\"' * 20 + b"\\",
    "\ufeff{}".encode(),
)
WORDS: Final = (
    b"\\u00", b"\\ud83d", b"\\ude00", b"NaN", b"Infinity", b"true", b"false", b"null", b"e308", b"E-",
    b"9007199254740992", b'{"a":', b'"a":1', b"[[", b"]]", b"\xed\xa0\x80", b"\xc0\x80", b"\\\\", b'\\"',
)  # fmt: skip


class _Pairs(list[tuple[str, Any]]):
    """An object as the text has it: members in order, none lost."""


@dataclass(frozen=True)
class _Number:
    text: str


@dataclass
class _Measure:
    """What one text costs."""

    reasons: set[str] = field(default_factory=set)
    keys: int = 0
    commas: int = 0
    depth: int = 0


# The reader in Python takes an escape such as \u00_9 for a number with an underscore. Where a text is JSON
# otherwise, a backslash can only begin an escape.
_BAD_ESCAPE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u(?![0-9A-Fa-f]{4})")


def _refused_constant(text: str) -> None:
    raise ValueError(text)


class _PythonDecoder(json.JSONDecoder):
    """The reader of the standard library without its C parts."""

    def __init__(self) -> None:
        super().__init__(
            object_pairs_hook=_Pairs, parse_int=_Number, parse_float=_Number, parse_constant=_refused_constant
        )
        self.parse_string = py_scanstring
        self.scan_once = py_make_scanner(self)


def _walk(value: object, measure: _Measure, limits: Limits, level: int = 0) -> None:
    match value:
        case _Pairs():
            names = [name for name, _ in value]
            if len(set(names)) < len(names):
                measure.reasons.add("DUPLICATE_KEY")
            measure.keys += len(names)
            inner: list[Any] = [*names, *(member for _, member in value)]
        case list():
            inner = value
        case str():
            if any("\ud800" <= character <= "\udfff" for character in value):
                measure.reasons.add("JSON_NOT_STRICT")
            return
        case _Number():
            number = float(value.text) if len(value.text) <= LONGEST_NUMBER else math.inf
            whole = value.text.lstrip("-").isdigit()
            if math.isinf(number) or (whole and abs(int(value.text)) > EXACT):
                measure.reasons.add("NUMBER_RANGE")
            return
        case _:
            return
    measure.commas += max(len(value) - 1, 0)
    measure.depth = max(measure.depth, level + 1)
    for item in inner:
        _walk(item, measure, limits, level + 1)


def _longest_string(text: str) -> int:
    """Return the length of the longest string as it is spelled."""
    longest, place = 0, 0
    while (start := text.find('"', place)) >= 0:
        end = start + 1
        while end < len(text) and text[end] != '"':
            end += 2 if text[end] == "\\" else 1
        longest, place = max(longest, min(end, len(text)) - start - 1), end + 1
    return longest


def reasons(data: bytes, limits: Limits) -> set[str]:
    """Return every code with which `data` may be refused; none when it must be accepted."""
    if len(data) > limits.max_bytes:
        return {"INPUT_TOO_LARGE"}
    if data.startswith(BOMS) or b"\x00" in data:
        return {"JSON_NOT_STRICT"}
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {"JSON_NOT_STRICT"}
    measure = _Measure()
    try:
        tree = _PythonDecoder().decode(text)
        if _BAD_ESCAPE.search(text):
            raise ValueError(text)  # noqa: TRY301 - one place for every broken text
    except (ValueError, RecursionError):
        # A broken text may break other rules too, and any of them may be the one that is named.
        return {"PARSING_ERROR", "JSON_NOT_STRICT", "DUPLICATE_KEY", "NUMBER_RANGE", "INPUT_TOO_LARGE",
                "INPUT_TOO_DEEP"}  # fmt: skip
    _walk(tree, measure, limits)
    if measure.depth > limits.max_depth:
        measure.reasons.add("INPUT_TOO_DEEP")
    if (
        measure.keys > limits.max_keys
        or measure.commas > limits.max_items + limits.max_keys
        or _longest_string(text) > limits.max_string
    ):
        measure.reasons.add("INPUT_TOO_LARGE")
    return measure.reasons


def _require_same(value: Json, data: bytes) -> None:
    assert repr(value) == repr(json.loads(data)), "another value than the standard library reads"
    encoded = strict_json.encode(value)
    assert repr(strict_json.parse(encoded)) == repr(value), "another value after writing and reading"
    canonical = jcs.canonicalize(value)
    try:
        again = strict_json.parse(canonical)
    except InputError as error:
        # A fraction such as 1e20 is written as an integer, which must not lose a digit.
        assert error.code == "NUMBER_RANGE", "a canonical form that cannot be read"
    else:
        assert again == value, "another value in the canonical form"
        assert jcs.canonicalize(again) == canonical, "a canonical form that is not its own"


def check(data: bytes) -> None:
    """Raise AssertionError when the reader breaks a promise on `data`."""
    for limits in (CREDENTIAL_LIMITS, SMALL):
        allowed = reasons(data, limits)
        try:
            value = strict_json.parse(data, limits=limits)
        except InputError as error:
            assert error.code in allowed, f"refused with {error.code}; reasons are {sorted(allowed)}"
        else:
            assert not allowed, f"accepted in spite of {sorted(allowed)}"
            _require_same(value, data)
