"""What the fast road refuses, with the code of the slow road, and what it leaves to the slow road."""

from typing import Any

import pytest

from issuer.documents import canonical
from issuer.documents import contexts as known
from issuer.errors import ConformanceError
from issuer.terms import ob, vc
from tests.documents import roads, samples
from tests.documents.changes import at

V1 = [vc.CONTEXT_V1]
V2_OB = [vc.CONTEXT_V2, ob.CONTEXT_303]
CHANGES: dict[str, tuple[str, Any]] = {
    "an unknown member": ("/issuer/undefined", "x"),
    "a member that another type has": ("/issuer/achievementType", "x"),
    "a member called like a method": ("/issuer/__class__", "x"),
    "a null": ("/issuer/name", None),
    "a null in a list": ("/credentialSubject/achievement/tag", ["a", None]),
    "a control character": ("/name", "a\x07b"),
    "a control character in a member": ("/na\x07me", "x"),
    "a noncharacter": ("/name", "a\uffffb"),
    "a relative id": ("/issuer/id", "relative"),
    "an id with a space": ("/issuer/id", "urn:a b"),
    "an id with a letter that is not ASCII": ("/issuer/id", "urn:\u00e9"),
    "a blank id": ("/issuer/id", "_:b0"),
    "an id that is a keyword": ("/issuer/id", "@id"),
    "an empty id": ("/issuer/id", ""),
    "an id that is a number": ("/issuer/id", 7),
    "an id that is a list": ("/issuer/id", ["urn:x"]),
    "an id with a line feed at its end": ("/issuer/id", "urn:x\n"),
    "an undefined type": ("/issuer/type", ["Undefined"]),
    "a type that is a blank node": ("/issuer/type", ["_:b0"]),
    "a type that is a keyword": ("/issuer/type", "@json"),
    "a type that is a number": ("/issuer/type", [7]),
    "a type that is an object": ("/issuer/type", {"Profile": 1}),
    "a type in a list in a list": ("/issuer/type", [["Profile"]]),
    "a type that stands for a keyword": ("/issuer/type", ["id"]),
    "a relative reference": ("/credentialStatus/statusListCredential", "s/1"),
    "a keyword": ("/issuer/@id", "urn:x"),
    "a value object that is no text": ("/name", {"@value": 1}),
    "a value object of a member that is no text": ("/issuer/url", {"@value": "https://a.example/"}),
    "a value object with a type": ("/name", {"@value": "x", "@type": "https://e.example/T"}),
    "a value object with another member": ("/name", {"@value": "x", "name": "y"}),
    "a value object that names contexts": ("/name", {"@value": "x", "@context": V2_OB}),
    "a language without a text": ("/name", {"@language": "en"}),
    "a language that is none": ("/name", {"@value": "x", "@language": "en us"}),
    "a language that is empty": ("/name", {"@value": "x", "@language": ""}),
    "a language that is no text": ("/name", {"@value": "x", "@language": ["en"]}),
    "a direction": ("/name", {"@value": "x", "@language": "ar", "@direction": "rtl"}),
    "a control character in a text with its language": ("/name", [{"@value": "a\x07b", "@language": "en"}]),
    "a list object": ("/name", {"@list": ["x"]}),
    "a graph": ("/@graph", []),
    "a list in a list": ("/credentialSubject/achievement/tag", ["a", ["b"]]),
    "a proof that is a text": ("/proof", "urn:x"),
    "a proof that is a reference": ("/proof", {"id": "urn:x"}),
    "an empty proof": ("/proof", [{}]),
    "a null in JSON": ("/_sd", {"a": [None]}),
    "a keyword in JSON": ("/_sd", {"@a": 1}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_refusals_are_those_of_the_slow_road(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is refused by the fast road itself: no library sees the document."""
    pointer, value = CHANGES[name]
    document = samples.credential()
    assert isinstance(roads.same(document), bytes)
    parent, _, member = pointer.rpartition("/")
    place = at(document, parent)
    assert isinstance(place, dict)
    place[member] = value
    assert roads.same(document) == "DATA_LOSS_DETECTION_ERROR"
    monkeypatch.setattr(canonical, "slow_nquads", None)
    with pytest.raises(ConformanceError) as caught:
        canonical.canonical_nquads(document)
    assert caught.value.code == "DATA_LOSS_DETECTION_ERROR"


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"@context": V2_OB},
        {"@context": V2_OB, "id": "urn:x"},
        {"@context": V2_OB, "id": "urn:x", "type": []},
        {"@context": V2_OB, "type": ["Achievement"], "id": "urn:x", "tag": [], "a:b": 1, "c": 2},
        {"id": "urn:x", "type": "urn:T"},
        {"@context": [ob.CONTEXT_CLR_201, vc.CONTEXT_V2], "type": "Image"},
    ],
)
def test_nothing_to_sign(document: Any) -> None:
    assert roads.slow(document) == "DATA_LOSS_DETECTION_ERROR"
    assert roads.fast(document) in ("DATA_LOSS_DETECTION_ERROR", roads.NOT_COVERED)


NOT_COVERED: dict[str, dict[str, Any]] = {
    "a member that is an IRI": {"https://schema.org/name": "x"},
    "an array of no profile": {"@context": [ob.CONTEXT_303, vc.CONTEXT_V2]},
    "a context in the document": {"@context": [*V2_OB, {"x": "urn:x"}], "x": "y"},
    "a context inside": {"issuer": {"@context": {"x": "urn:x"}, "id": "urn:i", "x": "y"}},
    "an integer beyond a double": {"nbf": 2**53},
    "JSON that names contexts": {"_sd": [{"@context": V2_OB}]},
    "nine types with terms": {"evidence": {"type": [
        "Image", "Address", "Related", "Alignment", "GeoCoordinates", "IdentifierEntry", "IdentityObject",
        "RubricCriterionLevel", "EndorsementSubject",
    ]}},
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_COVERED)
def test_the_slow_road_takes_what_is_not_covered(name: str) -> None:
    document = {**samples.credential(), **NOT_COVERED[name]}
    assert roads.fast(document) == roads.NOT_COVERED
    expected = roads.slow(document)
    assert isinstance(expected, bytes)
    assert canonical.canonical_nquads(document) == expected


def test_contexts_of_a_stranger_inside_json() -> None:
    document: Any = {**samples.credential(), "_sd": {"@context": ["https://evil.example/"]}}
    assert roads.slow(document) == "CONTEXT_NOT_ALLOWED"
    assert roads.fast(document) == roads.NOT_COVERED


def test_the_older_content_of_a_context() -> None:
    document = {**samples.credential(), "jti": "urn:x"}
    old = known.old_ob_303()
    assert roads.same(document, contexts=old) == "DATA_LOSS_DETECTION_ERROR"
    assert isinstance(roads.same(samples.credential(), contexts=old), bytes)
    assert isinstance(roads.same(document), bytes)


def test_contexts_of_a_stranger_go_the_slow_road() -> None:
    contexts: Any = {**known.bundled(), vc.CONTEXT_V2: {"@context": {"id": "@id", "note": "urn:note"}}}
    document: Any = {"@context": [vc.CONTEXT_V2], "id": "urn:x", "note": "y"}
    assert roads.fast(document, contexts=contexts) == roads.NOT_COVERED
    assert canonical.canonical_nquads(document, contexts=contexts) == b'<urn:x> <urn:note> "y" .\n'
    assert roads.same(document) == "DATA_LOSS_DETECTION_ERROR"
