"""Strict JSON: what two readers could read two ways is refused, and the limits are exact."""

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.documents import strict_json
from issuer.documents.strict_json import LARGEST_EXACT_INTEGER, Json, Limits
from issuer.errors import InputError

NUMBERS = st.integers(-LARGEST_EXACT_INTEGER, LARGEST_EXACT_INTEGER) | st.floats(
    allow_nan=False, allow_infinity=False
)
TEXTS = st.text(st.characters(codec="utf-8"))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXTS, inner, max_size=5),
    max_leaves=20,
)


def code_for(data: bytes, limits: Limits = strict_json.CREDENTIAL_LIMITS) -> str:
    with pytest.raises(InputError) as error:
        strict_json.parse(data, limits=limits)
    return error.value.code


@given(VALUES, st.booleans())
def test_a_value_comes_back_the_same_of_the_same_types(value: Json, escaped: bool) -> None:  # noqa: FBT001  (Hypothesis gives by position)
    assert repr(strict_json.parse(strict_json.encode(value))) == repr(value)
    assert repr(strict_json.parse(json.dumps(value, ensure_ascii=escaped, indent=1).encode())) == repr(value)


@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,\\u0d8eE+-.1 tfn\ud800\x00\u00e9').map(
    lambda text: text.encode("utf-8", "surrogatepass")))  # fmt: skip
def test_what_is_read_is_what_the_library_reads_too(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert repr(strict_json.parse(data)) == repr(json.loads(data.decode("utf-8")))


REFUSED = {
    "nothing": (b"", "PARSING_ERROR"),
    "white space": (b" \n", "PARSING_ERROR"),
    "two values": (b"{}{}", "PARSING_ERROR"),
    "a comma at the end": (b"[1,]", "PARSING_ERROR"),
    "a comment": (b"{}//x", "PARSING_ERROR"),
    "single quotes": (b"{'a':1}", "PARSING_ERROR"),
    "a raw line end": (b'"a\nb"', "PARSING_ERROR"),
    "a form feed": (b"\x0c{}", "PARSING_ERROR"),
    "a no-break space": (b"\xc2\xa0{}", "PARSING_ERROR"),
    "a leading zero": (b"01", "PARSING_ERROR"),
    "hexadecimal": (b"0x1", "PARSING_ERROR"),
    "other digits": ("\u0661".encode(), "PARSING_ERROR"),
    "an open string": (b'"' + b"a" * 70_000, "INPUT_TOO_LARGE"),
    "byte order mark": (b"\xef\xbb\xbf{}", "JSON_NOT_STRICT"),
    "utf-16 with mark": ("{}".encode("utf-16"), "JSON_NOT_STRICT"),
    "utf-16": ("{}".encode("utf-16-le"), "JSON_NOT_STRICT"),
    "overlong": (b'"\xc0\xaf"', "JSON_NOT_STRICT"),
    "raw surrogate": (b'"\xed\xa0\x80"', "JSON_NOT_STRICT"),
    "NaN": (b"[NaN]", "JSON_NOT_STRICT"),
    "Infinity": (b"[-Infinity]", "JSON_NOT_STRICT"),
    "an escape with an underscore": (rb'"\u00_9"', "PARSING_ERROR"),
    "an escape with a space": (rb'"\u00 9"', "PARSING_ERROR"),
    "an escape with a sign": (rb'"\u+041"', "PARSING_ERROR"),
    "half a pair": (rb'"\ud800"', "JSON_NOT_STRICT"),
    "half a pair in a name": (rb'{"\uDC00":1}', "JSON_NOT_STRICT"),
    "a pair the wrong way round": (rb'"\udc00\ud800"', "JSON_NOT_STRICT"),
    "a name twice": (b'{"a":1,"a":1}', "DUPLICATE_KEY"),
    "a name in two spellings": (rb'{"a":1,"\u0061":2}', "DUPLICATE_KEY"),
    "a name twice, deep": (b'[{"b":{"":1,"":2}}]', "DUPLICATE_KEY"),
    "beyond 2^53": (b"9007199254740992", "NUMBER_RANGE"),
    "beyond -2^53": (b"-9007199254740992", "NUMBER_RANGE"),
    "many digits": (b"1" * 5000, "NUMBER_RANGE"),
    "many digits behind the point": (b"0." + b"1" * 5000, "NUMBER_RANGE"),
    "too large": (b"1e309", "NUMBER_RANGE"),
    "far too large": (b"-1e999999999", "NUMBER_RANGE"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_two_readings_are_none(data: bytes, code: str) -> None:
    assert code_for(data) == code


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b" [ ] ", []),
        (b"9007199254740991", 2**53 - 1),
        (b"-0", 0),
        (b"1E400".replace(b"400", b"2"), 100.0),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\\ud800"', "\\ud800"),
        (rb'"\u0000\u001f"', "\0\x1f"),
        (b'{"__proto__":1,"constructor":2}', {"__proto__": 1, "constructor": 2}),
    ],
)
def test_plain_json_is_read(data: bytes, value: Json) -> None:
    assert strict_json.parse(data) == value


SMALL = Limits(max_bytes=100, max_depth=3, max_keys=4, max_string=5, max_items=6)
BORDERS = {
    "bytes": (b"[]" + b" " * 98, b"[]" + b" " * 99, "INPUT_TOO_LARGE"),
    "depth": (b'[{"a":[]}]', b'[{"a":[[]]}]', "INPUT_TOO_DEEP"),
    "depth in an unfinished text": (b'[[["[["]]]', b"[[[[", "INPUT_TOO_DEEP"),
    "members": (b'{"a":{"b":1,"c":2},"d":1}', b'[{"a":1,"b":2},{"c":1,"d":2,"e":3}]', "INPUT_TOO_LARGE"),
    "characters": (b'"abcde"', b'"abcdef"', "INPUT_TOO_LARGE"),
    "items": (b"[1,1,1,1,1,1,1,1,1,1,1]", b"[1,1,1,1,1,1,1,1,1,1,1,1]", "INPUT_TOO_LARGE"),
    "commas in strings": (
        b'[",,,,,",",,,,,",",,,,,"]',
        b'[",,,,,",1,1,1,1,1,1,1,1,1,1,1]',
        "INPUT_TOO_LARGE",
    ),
}


@pytest.mark.parametrize(("fits", "too_much", "code"), BORDERS.values(), ids=BORDERS.keys())
def test_the_limits_are_exact(fits: bytes, too_much: bytes, code: str) -> None:
    strict_json.parse(fits, limits=SMALL)
    assert code_for(too_much, SMALL) == code


@pytest.mark.parametrize(
    "data", [b"[" * 262_144, b'{"a":' * 50_000, b'"' * 262_144, b'"\\' * 131_072, b"[" + b"1," * 131_071,
             b'["' + b'","' * 80_000 + b'"]', b"9" * 262_144, b"{" + b'"a":1,' * 43_000 + b"}"]
)  # fmt: skip
def test_hostile_bytes_are_refused_before_they_cost(data: bytes) -> None:
    started = time.process_time()
    code_for(data)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("data", [b"[]", b'"a"', b"1", b"null"])
def test_an_object_is_demanded_where_one_is_needed(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        strict_json.parse_object(data)
    assert (error.value.code, error.value.pointer) == ("PARSING_ERROR", "")


def test_a_written_object_equals_what_it_is_the_text_of() -> None:
    written = strict_json.EncodedObject(b'{"a":[1,"b"]}')
    assert written == {"a": [1, "b"]} == written
    assert written == strict_json.EncodedObject(b'{ "a": [1, "b"] }')
    assert written != {"a": [1, "c"]}
    assert written != strict_json.EncodedObject(b"{}")
    assert written != b'{"a":[1,"b"]}'
