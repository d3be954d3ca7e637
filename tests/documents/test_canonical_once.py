"""A canonical form that nobody asks for again is the same, and takes no place in memory."""

import pytest

from issuer.documents import canonical, contexts
from issuer.documents.memory import Memory
from issuer.documents.strict_json import JsonObject


def test_what_is_asked_once_is_made_from_the_document_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory[bytes](canonical.MAX_KEPT_BYTES)
    monkeypatch.setattr(canonical, "_results", memory)
    document: JsonObject = {
        "@context": list(contexts.EMITTED_ARRAY),
        "id": "urn:uuid:5abb1d94-7f25-4cfe-b564-b46544841f32",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Asked once",
    }
    once = canonical.canonical_nquads(document, is_asked_once=True)
    assert b'"Asked once"' in once
    assert len(memory) == 0
    assert canonical.canonical_nquads(document) == once
    assert len(memory) == 1
    changed = canonical.canonical_nquads({**document, "name": "Asked anew"}, is_asked_once=True)
    assert b'"Asked anew"' in changed
    assert b'"Asked once"' not in changed
