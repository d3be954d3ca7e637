"""Any number, text, identifier and JSON value comes out of both roads alike."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from issuer.documents import jcs, nquads
from issuer.terms import ob, vc
from tests.documents import roads

V2_OB = [vc.CONTEXT_V2, ob.CONTEXT_303]


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53) + 1, 2**53 - 1))
def test_numbers(number: float) -> None:
    document = {
        "@context": V2_OB,
        "id": "urn:x",
        "nbf": number,
        "name": number,
        "_sd": [number, {"a": number}],
    }
    assert isinstance(roads.same(document), bytes)


JSON = st.recursive(
    st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(exclude_categories=["C"])),
    lambda inner: st.dictionaries(st.text("abc\u00e9\ue000\U0001f600", max_size=3), inner, max_size=4)
    | st.lists(inner.filter(lambda value: not isinstance(value, list)), max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_json_literals(value: Any) -> None:
    found = roads.same({"@context": V2_OB, "id": "urn:x", "_sd": value})
    assert isinstance(found, bytes)
    (statement,) = nquads.parse(found.decode())
    datatype = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
    assert statement.object == nquads.literal(jcs.canonicalize(value).decode(), datatype)


@given(st.text())
def test_texts(text: str) -> None:
    roads.same({"@context": V2_OB, "id": "urn:x", "name": text})


@given(
    st.text(), st.from_regex(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,2}", fullmatch=True) | st.text(max_size=4)
)
def test_texts_with_a_language(text: str, language: str) -> None:
    document = {"@context": V2_OB, "id": "urn:x", "name": {"@value": text, "@language": language}}
    found = roads.same(document)
    if isinstance(found, bytes):
        (statement,) = nquads.parse(found.decode())
        assert statement.object == nquads.literal(text, language=language.lower())


@given(st.text(st.characters(max_codepoint=0x17F)) | st.from_regex(r"[A-Za-z]{1,4}:[!-~\s]{0,9}"))
def test_identifiers(text: str) -> None:
    roads.same({"@context": V2_OB, "id": text, "name": "x", "aud": text})
    roads.same({"@context": V2_OB, "id": "urn:x", "type": [text]})
