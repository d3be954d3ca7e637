"""JCS, RFC 8785: numbers as ECMAScript writes them, members by UTF-16, one text for one value."""

import json
import math
import re
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.documents import jcs, strict_json
from issuer.errors import InputError

# RFC 8785, appendix B: the bits of a double and how it is written.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_numbers_are_written_as_the_standard_shows(bits: str, text: str) -> None:
    assert jcs.number(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_written(value: float) -> None:
    with pytest.raises(InputError) as error:
        jcs.canonicalize([value])
    assert error.value.code == "NUMBER_RANGE"


SHAPE = re.compile(
    r"-?(?:0|[1-9]\d{0,20}|(?:0|[1-9]\d{0,20})\.\d*[1-9]|[1-9](?:\.\d*[1-9])?e[+-][1-9]\d{0,2})"
)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_comes_back_from_its_one_text(value: float) -> None:
    text = jcs.number(value)
    assert SHAPE.fullmatch(text), text
    assert float(text) == value


@given(st.integers(-strict_json.LARGEST_EXACT_INTEGER, strict_json.LARGEST_EXACT_INTEGER))
def test_every_exact_integer_is_written_plainly(value: int) -> None:
    assert jcs.number(value) == jcs.number(float(value)) == str(value)


def test_members_are_sorted_by_utf_16_and_not_by_code_points() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    found = json.loads(jcs.canonicalize(dict.fromkeys(names)), object_pairs_hook=list)
    assert [name for name, _ in found] == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ('\u20ac$\u000f\nA\'B"\\"/', '"\u20ac$\\u000f\\nA\'B\\"\\\\\\"/"'),
        ("\b\f\n\r\t\x00\x1f\x7f\u2028", '"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\u2028"'),
        ([None, True, False, [], {}], "[null,true,false,[],{}]"),
        ({"b": 1, "a": {"d": [1.0, 1e30], "c": ""}}, '{"a":{"c":"","d":[1,1e+30]},"b":1}'),
    ],
)
def test_texts_have_the_shortest_escapes_and_nothing_has_spaces(value: strict_json.Json, text: str) -> None:
    assert jcs.canonicalize(value) == text.encode()


@pytest.mark.parametrize("value", ["\ud800", {"\udc00": 1}, [{"a": ["\udbff"]}]])
def test_half_a_surrogate_pair_has_no_canonical_form(value: strict_json.Json) -> None:
    with pytest.raises(InputError) as error:
        jcs.canonicalize(value)
    assert error.value.code == "JSON_NOT_STRICT"


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(0, 9), max_size=6), st.randoms())
def test_the_order_of_members_makes_no_difference(value: dict[str, strict_json.Json], random: object) -> None:
    items = list(value.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert jcs.canonicalize(dict(items)) == jcs.canonicalize(value)
    assert strict_json.parse(jcs.canonicalize(value)) == value


@given(st.dictionaries(st.text(), st.none() | st.text(), max_size=8))
def test_an_object_of_texts_is_written_as_any_other(members: dict[str, str | None]) -> None:
    told = {name: value for name, value in members.items() if value is not None}
    assert jcs.TextObject(*members).canonicalize(*members.values()) == jcs.canonicalize({**told})


@given(
    st.integers(0, 3).flatmap(
        lambda count: st.tuples(
            st.just(count),
            st.dictionaries(
                st.text(),
                st.none() | st.text() | st.lists(st.text(), min_size=count, max_size=count),
                max_size=6,
            ),
        )
    )
)
def test_objects_of_texts_are_written_as_each_is_alone(
    drawn: tuple[int, dict[str, str | list[str] | None]],
) -> None:
    count, members = drawn
    form = jcs.TextObject(*members)
    alone = [
        form.canonicalize(*(value[place] if isinstance(value, list) else value for value in members.values()))
        for place in range(count)
    ]
    assert form.canonicalize_each(count, *members.values()) == alone


def test_an_object_of_texts_refuses_half_a_surrogate_pair() -> None:
    with pytest.raises(InputError, match="half of a surrogate pair"):
        jcs.TextObject("a", "b").canonicalize("x", "\ud800")


whole = st.integers(-(10**16), 10**16) | st.sampled_from([0, -0, 10**15 - 1, 10**15, 2**53, True, False])
leaves = (
    st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(values)
def test_what_the_library_writes_is_the_canonical_form(value: strict_json.Json) -> None:
    plainly = jcs._plainly(value)
    assert plainly is None or plainly == jcs._text(value).encode()


@pytest.mark.parametrize("value", [{"b": [1, -2, True, None], "a": "x y"}, [], {}, "", 0, [999999999999999]])
def test_plain_values_are_written_by_the_library(value: strict_json.Json) -> None:
    assert jcs._plainly(value) == jcs._text(value).encode()


@pytest.mark.parametrize(
    "value", [1.0, [1e3], {"a": 10**15}, "é", {"é": 1}, '"', "\n", "\x7f\\", 1e-7, float("nan")]
)
def test_what_could_be_written_otherwise_is_not(value: strict_json.Json) -> None:
    assert jcs._plainly(value) is None
