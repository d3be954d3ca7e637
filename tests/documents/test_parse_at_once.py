"""Reading a text quickly ends as looking at every member does: the same value, or the same refusal."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from issuer.documents import json_shape, strict_json
from issuer.documents.strict_json import CREDENTIAL_LIMITS, Limits
from issuer.errors import InputError

PIECES = [
    "{", "}", "[", "]", ",", ":", " ", "\n", '"', '"a"', '"b"', '"a":', '"b":1', "1", "-2.5", "1e999", "NaN",
    "true", "null", "\\", '\\"', "\\\\", "\\u0061", '"\\ud800"', '"{[:"', "é", "9007199254740993", "\x00", "x" * 30,
]  # fmt: skip
SMALL = Limits(max_bytes=300, max_depth=3, max_keys=4, max_string=20, max_items=3)
names = st.sampled_from(["a", "b", ":", '"', "\\", "é"])
plain = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=True) | names
pairs: st.SearchStrategy[str] = st.recursive(
    plain.map(json.dumps),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.lists(st.tuples(names, inner), max_size=3).map(
            lambda items: "{" + ", ".join(f"{json.dumps(name)} :{item}" for name, item in items) + "}"
        )
    ),
    max_leaves=8,
)


def slowly(data: bytes, limits: Limits) -> Any:
    text = strict_json.text_of(data, limits)
    strict_json._check_shape(text, limits, json_shape.escapes_in(text))
    value = strict_json._parse_strictly(text, limits).value
    strict_json._check_strings(text, json_shape.escapes_in(text))
    return value


def end(read: Any, data: bytes, limits: Limits) -> str:
    try:
        return json.dumps(read(data, limits=limits))
    except InputError as refusal:
        return f"{refusal.code} {refusal.detail}"


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | pairs)
@example('{"a":1,"b":{"c":NaN,"c":1}}')
@example('{"a" :1,"a":":"}')
@example('{"a":{"b":1},"a":{"b":1}}')
@example("null")
def test_both_end_alike(text: str) -> None:
    data = text.encode()
    for limits in (CREDENTIAL_LIMITS, SMALL):
        assert end(strict_json.parse, data, limits) == end(slowly, data, limits)


@given(st.text(alphabet='\\"u a', max_size=12))
def test_what_is_escaped_is_found_by_single_characters(text: str) -> None:
    found = json_shape.escapes_in(text)
    assert ('"' in found) is ('\\"' in text)
    assert ("u" in found) is ("\\u" in text)


def test_a_shape_that_was_seen_is_held_against_the_limits_of_each_parse() -> None:
    deep = b"[" * 5 + b"]" * 5
    assert strict_json.parse(deep) == [[[[[]]]]]
    with pytest.raises(InputError) as error:
        strict_json.parse(deep, limits=strict_json.Limits(max_depth=4))
    assert error.value.code == "INPUT_TOO_DEEP"
    assert strict_json.parse(b'[["[[[["]]', limits=strict_json.Limits(max_depth=4)) == [["[[[["]]
