"""One look gathers what the rules with places would find; it may see too much, never too little."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from issuer.documents.strict_json import Json, encode, parse_noting
from issuer.documents.survey import Survey, survey, survey_parsed

NAMES = st.sampled_from(["id", "type", "name", "proof", "@context", "@id", "endorsement", "x:y", "Profile"])
TEXTS = st.sampled_from(["a", "b", "_:b0", "https://x.example/"])
LEAVES: st.SearchStrategy[Any] = TEXTS | st.integers(0, 2) | st.booleans() | st.none()
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES | st.lists(TEXTS, max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=5)


def every(value: Json, *, apart: frozenset[str], inside: bool = False) -> list[tuple[dict[str, Json], bool]]:
    """Return every object, and whether it lies below the top, by plain recursion."""
    if isinstance(value, list):
        return [found for item in value for found in every(item, apart=apart, inside=inside)]
    if not isinstance(value, dict):
        return []
    below = [
        found
        for name, item in value.items()
        if name not in apart
        for found in every(item, apart=apart, inside=True)
    ]
    return [(value, inside), *below]


@given(DOCUMENTS)
def test_no_name_is_missed(document: dict[str, Any]) -> None:
    found = every(document, apart=frozenset({"@context"}))
    below = {name for item, inside in found for name in item if inside or name != "@context"}
    assert survey(document).names >= below


@given(DOCUMENTS)
def test_the_context_of_the_document_alone_is_no_name(document: dict[str, Any]) -> None:
    found = every(document, apart=frozenset())
    is_below = any("@context" in item for item, inside in found if inside)
    if not is_below:
        assert "@context" not in survey(document).names


@given(DOCUMENTS)
def test_every_id_is_gathered_with_all_its_objects(document: dict[str, Any]) -> None:
    gathered: dict[str, list[int]] = {}
    for item, _ in every(document, apart=frozenset({"@context", "proof"})):
        if isinstance(item.get("id"), str):
            gathered.setdefault(str(item["id"]), []).append(id(item))
    seen = survey(document)
    assert {name: sorted(map(id, items)) for name, items in seen.by_id.items()} == {
        name: sorted(items) for name, items in gathered.items()
    }
    assert [len(same) > 1 for same in seen.shared] == [True] * sum(len(v) > 1 for v in gathered.values())


@given(DOCUMENTS)
def test_shared_objects_come_with_their_places_in_order(document: dict[str, Any]) -> None:
    seen = survey(document)
    found = seen.places_of_shared()
    for path, item in found:
        there: Any = document
        for step in path:
            there = there[step]
        assert there is item
    in_order = [id(item) for item, _ in every(document, apart=frozenset({"@context", "proof"}))]
    assert [id(item) for _, item in found] == [
        one for one in in_order if any(one == id(item) for same in seen.shared for item in same)
    ]


@given(DOCUMENTS)
def test_no_odd_value_is_missed(document: dict[str, Any]) -> None:
    is_odd = False
    for item, _ in every(document, apart=frozenset({"@context"})):
        types = item.get("type")
        texts = [name for name in types if isinstance(name, str)] if isinstance(types, list) else []
        is_odd = is_odd or len(set(texts)) < len(texts) or str(item.get("id")).startswith("_:")
    assert survey(document).has_odd_value >= is_odd


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"@context": ["https://x.example/"], "name": "a"}, {"name"}),
        ({"@context": {"x": "https://x.example/"}, "name": "a"}, {"name"}),
        ({"@context": [], "issuer": {"@context": []}}, {"@context", "issuer"}),
        ({"proof": {"@context": [], "created": "a"}}, {"proof", "@context", "created"}),
        ({"proof": [{"created": "a"}]}, {"proof", "created"}),
        ({"a": [[{"b": [[[{"c": 1}]]]}]]}, {"a", "b", "c"}),
    ],
)
def test_names_of_a_document(document: dict[str, Any], names: set[str]) -> None:
    assert survey(document).names == names


def said(seen: Survey) -> tuple[Any, ...]:
    """Return what a survey says, whatever the order in which it gathered."""
    ids = {name: sorted(map(id, items)) for name, items in seen.by_id.items()}
    places = [(path, id(item)) for path, item in seen.places_of_shared()]
    return seen.names, ids, seen.has_odd_value, places


@given(DOCUMENTS)
@example({"@context": ["a"], "id": "a", "proof": [{"id": "a"}], "issuer": {"id": "a"}})
@example({"@context": "a", "proof": {"id": "_:b0"}})
@example({"@context": [{"id": "a"}], "id": "a", "proof": {"a": {"proof": {"id": "a"}}}})
@example(
    {
        "@context": ["a"],
        "name": {"id": "a", "proof": {"id": "a"}},
        "type": {"id": "a", "@context": {"id": "a"}},
    }
)
def test_what_the_parser_noted_tells_what_a_walk_tells(document: dict[str, Any]) -> None:
    made = parse_noting(encode(document))
    assert isinstance(made.value, dict)
    assert said(survey_parsed(made.value, made.objects)) == said(survey(made.value))


@given(DOCUMENTS)
def test_the_parser_notes_every_object_once(document: dict[str, Any]) -> None:
    made = parse_noting(encode(document))
    found = every(made.value, apart=frozenset())
    assert sorted(id(item) for item in made.objects) == sorted(id(item) for item, _ in found)
    assert made.objects[-1] is made.value


def test_an_ordinary_document_is_not_walked() -> None:
    document: Json = {"@context": ["a"], "id": "b", "proof": [{"created": "c"}], "issuer": {"id": "d"}}
    made = parse_noting(encode(document))
    assert isinstance(made.value, dict)
    assert survey_parsed(made.value, made.objects).is_of_parse
    assert not survey_parsed({**made.value, "proof": {"a": {}}}, made.objects).is_of_parse
