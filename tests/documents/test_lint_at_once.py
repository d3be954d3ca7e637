"""Looking through a document at once never lets through what looking at every text would find."""

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from issuer.documents.lint import _copy_object, _find_personal_data, _is_free_of_personal_data
from issuer.documents.nodes import _objects, find_merged
from issuer.errors import ConformanceError

PIECES = [
    "a",
    "@",
    "%40",
    "b.org",
    "123",
    "-",
    "45",
    "6789",
    " ",
    "\n",
    '"',
    "\\",
    "\uff11\uff12\uff13",
    "\uff20",
    "\u0301",
    "\u2013",
]
texts = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
names = st.sampled_from(["@context", "id", "x", "name"]) | texts
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(names, values, max_size=4))
@example({"x": "\n123-45-6789"})
@example({"x": "\uff11\uff12\uff13-\uff14\uff15-\uff16\uff17\uff18\uff19"})
@example({"x": ["a\uff20b.org"]})
@example({"a@b.org": 1})
def test_nothing_is_let_through(document: dict[str, Any]) -> None:
    if _is_free_of_personal_data(document):
        assert list(_find_personal_data(document)) == []


def test_a_plain_document_is_judged_at_once() -> None:
    assert _is_free_of_personal_data({"@context": ["https://a.example"], "name": "Ask, 2026-03-16"})
    assert not _is_free_of_personal_data({"name": "write to a@b.org"})


@given(st.dictionaries(names, values, max_size=4))
def test_a_copy_is_equal_and_shares_nothing(document: dict[str, Any]) -> None:
    copied = _copy_object(document)
    assert copied == document
    for name, item in document.items():
        if isinstance(item, dict | list):
            assert copied[name] is not item


class Odd(str):
    """A text that could print itself in its own way."""

    __slots__ = ()


@pytest.mark.parametrize(
    ("value", "pointer", "words"),
    [
        ({"a": [1, Odd("x")]}, "/a/1", "not plain JSON"),
        ({"a": {"b": math.inf}}, "/a/b", "not finite"),
        ({"a": {1: "x"}}, "/a", "not a text"),
        ({Odd("a"): 1}, "", "not a text"),
        ({"a": (1,)}, "/a", "not plain JSON"),
    ],
)
def test_what_is_no_plain_json_is_told_with_its_place(value: Any, pointer: str, words: str) -> None:
    with pytest.raises(ConformanceError, match=words) as caught:
        _copy_object(value)
    assert caught.value.pointer == pointer


def test_objects_that_share_an_id_are_still_compared() -> None:
    document: Any = {"id": "u:1", "name": "a", "part": [{"id": "u:1", "name": "b"}, {"id": "u:2"}]}
    assert [found.pointer for found in find_merged(document)] == ["/part/0/name"]
    assert list(find_merged({"part": [{"id": "u:1"}, {"id": "u:2"}]})) == []


parts = st.fixed_dictionaries(
    {"id": st.sampled_from(["u:1", "u:2"]), "type": st.sampled_from([["A"], ["B"], "A"])},
    optional={"name": st.sampled_from(["a", "b"]), "more": st.sampled_from([1, True, [1], "1"])},
)


@given(
    st.recursive(
        parts, lambda inner: st.builds(lambda a, b: {**a, "part": b}, parts, st.lists(inner)), max_leaves=8
    )
)
def test_no_contradiction_is_passed_over(document: Any) -> None:
    first: dict[Any, Any] = {}
    found = []
    for path, item in _objects(document, ()):
        found += [
            (*path, member)
            for member in ("name", "more")
            if isinstance(item.get(member), str | int)
            and first.setdefault((item["id"], member), item[member]) != item[member]
        ]
    assert len(list(find_merged(document))) == len(found)
