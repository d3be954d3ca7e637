"""Where pyld 3.3.0 leaves the specifications, as it does today, and what both our roads do about it.

Each test shows the library first: when a newer one mends it, the test fails and the guard can be looked at.
`tests/interop/test_known_differences.py` does the same for the JavaScript stack.
"""

import copy
from typing import Any

import pytest
from pyld import jsonld
from pyld.context_resolver import ContextResolver

from issuer.documents import contexts as known
from issuer.terms import ob, vc
from tests.documents import roads, samples

V2_OB = [vc.CONTEXT_V2, ob.CONTEXT_303]
LOSS, CONTEXT = "DATA_LOSS_DETECTION_ERROR", "CONTEXT_NOT_ALLOWED"


def _options(documents: Any = None) -> dict[str, Any]:
    bundled = known.bundled() if documents is None else documents

    def load(url: str, _options: Any) -> dict[str, Any]:
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": bundled[url],
            "contentType": "application/ld+json",
        }

    return {
        "documentLoader": load,
        "contextResolver": ContextResolver({}, load),
        "format": "application/n-quads",
        "base": None,
    }


def _lines(document: Any, **options: Any) -> list[str]:
    text: str = jsonld.to_rdf(document, {**_options(), **options})
    return text.splitlines()


def _both(document: Any) -> roads.Outcome:
    return roads.same(document)


def test_control_characters_are_not_escaped_and_not_accepted() -> None:
    document = {"@context": V2_OB, "id": "urn:x", "name": "bell \x07"}
    assert "bell \x07" in _lines(document)[0]
    assert _both(document) == LOSS


def test_a_relative_type_is_resolved_against_an_address_of_nobody_and_not_accepted() -> None:
    document = {"@context": V2_OB, "id": "urn:x", "type": "Undefined"}
    options = _options()
    del options["base"]
    assert "<http://example.org/base/Undefined>" in jsonld.to_rdf(document, options)
    assert _both(document) == LOSS


def test_an_id_with_a_space_loses_its_statements_and_is_not_accepted() -> None:
    document = {"@context": V2_OB, "id": "urn:a b", "name": "x"}
    assert _lines(document) == []
    assert _both(document) == LOSS


@pytest.mark.parametrize("credential", ["https://a.example/credential", {"id": "urn:x"}, {}])
def test_a_graph_without_statements_is_lost_and_not_accepted(credential: Any) -> None:
    document = {"@context": V2_OB, "type": "VerifiablePresentation", "verifiableCredential": [credential]}
    if isinstance(credential, dict):
        credential["@context"] = V2_OB
    assert not any("a.example" in line or "urn:x" in line for line in _lines(document))
    assert _both(document) == LOSS


def test_two_json_values_are_taken_for_one_and_not_accepted() -> None:
    proof: Any = {"id": "urn:x", "type": "urn:T", "_sd": {"a": 1}}
    document = {
        "@context": V2_OB,
        "type": "VerifiableCredential",
        "evidence": [proof, {**proof, "_sd": {"a": True}}],
    }
    assert sum("JSON" in line for line in _lines(document)) == 1
    assert _both(document) == LOSS
    document["evidence"] = [proof, {**proof, "_sd": {"a": 1.0}}]
    assert isinstance(_both(document), bytes)


def test_an_import_changes_the_imported_context_and_is_not_accepted() -> None:
    contexts = copy.deepcopy({**known.bundled()})
    document = {"@context": {"@import": vc.CONTEXT_V2, "evil": "urn:evil"}, "evil": "x"}
    assert "urn:evil" in jsonld.to_rdf(document, _options(contexts))
    assert "evil" in str(contexts[vc.CONTEXT_V2]["@context"])
    assert roads.slow(document) == CONTEXT
    assert "evil" not in str(known.bundled()[vc.CONTEXT_V2]["@context"])
    nested = {"@context": {"a": {"@id": "urn:a", "@context": document["@context"]}}, "a": {"evil": "x"}}
    assert roads.slow(nested) == CONTEXT


@pytest.mark.parametrize(
    ("context", "stumble", "code"),
    [
        ({"@vocab": None}, KeyError, LOSS),
        ({"@language": None}, KeyError, LOSS),
        ("relative", ValueError, CONTEXT),
    ],
)
def test_odd_contexts_end_in_errors_of_python_and_in_refusals(context: Any, stumble: type, code: str) -> None:
    document = {"@context": [context], "id": "urn:x", "type": "urn:T"}
    with pytest.raises(stumble):
        jsonld.to_rdf(document, _options())
    assert roads.slow(document) == code
    assert roads.fast(document) == roads.NOT_COVERED


def test_an_empty_list_that_is_stated_twice_is_written_twice_and_counts_once() -> None:
    node = {"id": "urn:y", "type": "ResultDescription", "allowedValue": []}
    document = {"@context": V2_OB, "id": "urn:x", "type": "Achievement", "resultDescription": [node, node]}
    lines = _lines(document)
    assert len(lines) > len(set(lines))
    found = _both(document)
    assert isinstance(found, bytes)
    assert sorted(set(lines)) == found.decode().splitlines()


def test_what_pyld_and_both_roads_agree_on() -> None:
    document = samples.credential()
    options = {**_options(), "algorithm": "URDNA2015"}
    assert jsonld.normalize(document, options).encode() == _both(document)
