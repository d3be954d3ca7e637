"""What keeps the fast road right and small: many threads, hostile documents, full memories."""

import copy
import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from issuer.documents import contexts as known
from issuer.documents import fast_quads, memory, term_tables
from issuer.documents.assembly import canonical_text
from issuer.documents.fast_walk import Walk
from issuer.documents.fragments import Fragments
from issuer.documents.term_definitions import NotCovered
from issuer.documents.term_tables import Tables
from issuer.terms import ob, vc
from tests.documents import roads, samples
from tests.documents.random_documents import Maker
from tests.documents.samples import with_proof

V2_OB = [vc.CONTEXT_V2, ob.CONTEXT_303]


def _text(document: Any, tables: Tables, parts: Fragments | None = None) -> bytes:
    walk = Walk(parts)
    walk.node(document, tables.initial)
    return canonical_text(walk.dataset, "sha256", 4_000).encode()


def test_many_threads_compile_the_same_tables_at_once() -> None:
    maker = Maker(seed=5)
    documents = [document for document in (maker.document() for _ in range(60))
                 if isinstance(roads.fast(document), bytes)]  # fmt: skip
    expected = [roads.slow(document) for document in documents]
    tables, parts = Tables(known.bundled()), Fragments("sha256", max_bytes=20_000)
    start = Barrier(8)

    def work(seed: int) -> None:
        order = [*range(len(documents))] * 3
        random.Random(seed).shuffle(order)  # noqa: S311  an order, nothing secret
        start.wait()
        for number in order:
            assert _text(documents[number], tables, parts) == expected[number]

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(work, seed) for seed in range(8)]:
            done.result()
    assert len(documents) > 20


def test_tables_are_made_once() -> None:
    tables = Tables(known.bundled())
    _text(samples.credential(), tables)
    made = len(tables)
    assert made < 40
    document: Any = {**samples.credential(), "endorsement": [samples.endorsement()] * 3}
    document["endorsement"][0]["endorsement"] = [samples.endorsement()]
    _text(document, tables)
    _text(document, tables)
    assert len(tables) <= made + 5


def test_a_full_store_of_tables_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_tables, "MAX_TABLES", 7)
    tables = Tables(known.bundled())
    for document in (samples.credential(), samples.endorsement(), samples.status_list()) * 3:
        assert _text(document, tables) == roads.slow(document)
        assert len(tables) <= 7


def test_types_of_a_stranger_are_not_kept() -> None:
    tables = Tables(known.bundled())
    for number in range(50):
        document = {"@context": V2_OB, "id": "urn:x", "type": [f"urn:example:{number}", "Image"]}
        _text(document, tables)
    table = tables.initial.locals[tuple(V2_OB)]
    assert table is not None
    assert len(table.typed) == 1


def test_one_document_causes_a_limited_number_of_contexts() -> None:
    with pytest.raises(NotCovered):
        Walk(None, tables_left=3).node(samples.credential(), Tables(known.bundled()).initial)


ENTANGLED = {
    "identical results with identical parts": {
        "@context": V2_OB,
        "type": ["AchievementSubject"],
        "result": [{"type": ["Result"], "alignment": [{"type": ["Alignment"]}] * 9}] * 2,
    },
    "two equal lists, longer than any stack": {
        "@context": V2_OB,
        "type": ["Achievement"],
        "resultDescription": [{"type": ["ResultDescription"], "allowedValue": ["x"] * 900}] * 2,
    },
    "one list of equal nodes": {"@context": V2_OB, "type": ["ResultDescription"], "allowedValue": [{}] * 900},
    "in a graph of its own": {
        "@context": V2_OB,
        "type": "VerifiablePresentation",
        "verifiableCredential": {
            "@context": V2_OB,
            "type": "VerifiableCredential",
            "evidence": [{"type": ["Evidence"], "image": [{"type": ["Image"]}] * 9}] * 2,
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ENTANGLED)
def test_entangled_documents_are_refused(name: str) -> None:
    assert roads.same(ENTANGLED[name]) == "WORK_LIMIT"


def test_equal_parts_inside_a_graph_are_no_entanglement() -> None:
    """A node with many members in a named graph mentions the name of the graph with each of them."""
    subject: Any = {
        "type": ["AchievementSubject"],
        **{name: name for name in ("role", "term", "licenseNumber")},
    }
    subject |= {
        "narrative": "n",
        "activityStartDate": "2026",
        "activityEndDate": "2026",
        "creditsEarned": 1.5,
    }
    credential = {
        "@context": V2_OB,
        "type": ["VerifiableCredential"],
        "credentialSubject": [subject, subject],
    }
    document = {"@context": V2_OB, "type": "VerifiablePresentation", "verifiableCredential": credential}
    assert isinstance(roads.same(document), bytes)


def test_wide_equal_parts_inside_a_graph_are_none_either() -> None:
    twins: Any = [{"type": ["Evidence"], "name": [str(number) for number in range(900)]}] * 2
    credential = {"@context": V2_OB, "type": ["VerifiableCredential"], "evidence": twins}
    document = {"@context": V2_OB, "type": "VerifiablePresentation", "verifiableCredential": credential}
    assert isinstance(roads.same(document), bytes)


class TestParts:
    """Issuers and achievements come from memory."""

    def test_a_part_is_made_once_and_gives_the_same_bytes(self) -> None:
        tables, parts = Tables(known.bundled()), Fragments("sha256")
        document = samples.credential()
        first = _text(document, tables, parts)
        assert len(parts) == 2
        document["name"] = "Another name"
        again = _text(document, tables, parts)
        assert len(parts) == 2
        assert first != again == roads.slow(document)

    @pytest.mark.parametrize(
        ("value", "other"), [(1, True), (1, 1.0), (0.0, -0.0), ("1", 1), ([1], [True]), ({}, []), ("", [])]
    )
    def test_nearly_equal_parts_are_not_taken_for_each_other(self, value: Any, other: Any) -> None:
        keys = {memory.content_key(b"", {"a": item}) for item in (value, other)}
        assert len(keys) == 2

    def test_a_part_in_another_context_is_another_part(self) -> None:
        for array in (V2_OB, [vc.CONTEXT_V2, ob.CONTEXT_302]):
            roads.same(
                {**samples.credential(), "@context": array, "issuer": {"id": "urn:x", "type": "Profile"}}
            )

    def test_the_issuer_stands_in_the_achievement_too(self) -> None:
        document: Any = samples.credential()
        document["credentialSubject"]["achievement"]["creator"] = {**document["issuer"], "phone": "1"}
        document["credentialSubject"]["source"] = document["issuer"]
        for _ in range(3):
            assert isinstance(roads.same(document), bytes)

    @pytest.mark.parametrize("first", [True, False])
    def test_two_parts_speak_of_one_node_one_by_links_alone(self, *, first: bool) -> None:
        linked: Any = {"id": "urn:example:org", "alignment": [samples.alignment("1"), samples.alignment("2")]}
        named: Any = {"id": "urn:example:org", "type": "Profile", "name": "x"}
        document: Any = samples.credential()
        document["issuer"] = linked if first else named
        document["credentialSubject"]["achievement"]["creator"] = named if first else linked
        for _ in range(3):
            assert isinstance(roads.same(document), bytes)

    def test_a_signed_endorsement_makes_a_part_unfit(self) -> None:
        document: Any = samples.credential()
        document["credentialSubject"]["achievement"]["endorsement"] = [with_proof(samples.endorsement())]
        parts = Fragments("sha256")
        for _ in range(3):
            assert _text(document, Tables(known.bundled()), parts) == roads.slow(document)
        assert len(parts) == 2

    def test_what_is_not_plain_json_has_no_key(self) -> None:
        assert memory.content_key(b"", {"a": object()}) is None  # type: ignore[dict-item]
        document = copy.deepcopy(samples.credential())
        document["issuer"]["name"] = type("Text", (str,), {})("x")  # type: ignore[index,call-overload]
        assert roads.fast(document) in (roads.slow(document), roads.NOT_COVERED)


def test_the_door_keeps_one_memory_for_each_hash() -> None:
    assert set(fast_quads.MEMORIES) == {"sha256", "sha384"}
    assert all(memory.hash_name == name for name, memory in fast_quads.MEMORIES.items())
