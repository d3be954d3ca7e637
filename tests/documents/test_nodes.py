"""Objects of one id: they may repeat and complete each other, but not disagree."""

from typing import Any

import pytest

from issuer.documents.nodes import find_merged
from tests.documents import samples
from tests.documents.changes import REMOVED, changed


def pointers(document: Any) -> list[str]:
    return [found.pointer for found in find_merged(document)]


def twins(**second: Any) -> Any:
    first = {"id": "urn:e:1", "type": ["Evidence"], "narrative": "one", "tags": ["a"]}
    return {"evidence": [first, {**first, **second}]}


def test_a_document_may_repeat_itself() -> None:
    assert pointers(samples.credential()) == []
    assert pointers(twins()) == []


def test_two_objects_of_one_id_may_not_disagree() -> None:
    assert pointers(twins(narrative="two")) == ["/evidence/1/narrative"]
    assert pointers(twins(type=["Other"], narrative="two")) == ["/evidence/1/narrative"]
    assert pointers(twins(**{"a/b": 1})) == []


def test_every_object_counts_and_not_only_the_first() -> None:
    silent = {"id": "urn:e:1", "type": ["Evidence"]}
    document = twins(narrative="two")
    assert pointers({"evidence": [silent, *document["evidence"]]}) == ["/evidence/2/narrative"]


@pytest.mark.parametrize(
    "second",
    [{"id": "urn:e:2", "narrative": "two"}, {"tags": ["b"]}],
    ids=["another id", "several values"],
)
def test_what_is_no_contradiction(second: dict[str, Any]) -> None:
    assert pointers(twins(**second)) == []


def test_a_mention_may_say_less() -> None:
    document = changed(samples.credential(), "/credentialSubject/source", samples.profile())
    assert pointers(changed(document, "/credentialSubject/source/name", REMOVED)) == []
    assert pointers(changed(document, "/credentialSubject/source/name", "Other")) == [
        "/credentialSubject/source/name"
    ]


def test_a_credential_inside_is_its_own_document() -> None:
    inner = {"id": "urn:e:1", "type": ["Evidence"], "narrative": "two"}
    assert pointers({**twins(), "endorsement": [inner], "proof": inner}) == []
