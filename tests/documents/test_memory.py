"""The bounded memory by exact content, and its use at the door."""

from threading import Thread
from typing import Any

import pytest

from issuer.documents import canonical, fast_quads
from issuer.documents import contexts as known
from issuer.documents.memory import KeyedObject, Memory, content_key
from tests.documents import roads, samples


def test_it_works() -> None:
    memory: Memory[str] = Memory(10_000)
    memory.keep(b"a", "x", 1)
    assert memory.find(b"a") == "x"
    assert memory.find(b"b") is None


@pytest.mark.parametrize(
    ("value", "other"),
    [(1, True), (1, 1.0), (0.0, -0.0), ("1", 1), ([1], [True]), ({}, []), ("", []), ("\u00e9", "e\u0301")],
)
def test_nearly_equal_values_have_different_keys(value: Any, other: Any) -> None:
    assert len({content_key(b"", {"a": item}) for item in (value, other)}) == 2


def test_equal_values_have_equal_keys_however_they_came_to_be() -> None:
    name = b"name".decode()
    shared: Any = {"a": 1}
    assert content_key(b"", {"x": shared, "y": shared, name: "v"}) == content_key(
        b"", {"x": {"a": 1}, "y": {"a": 1}, "name": "v"}
    )
    assert content_key(b"", {"a": 1, "b": 2}) != content_key(b"", {"b": 2, "a": 1})
    assert content_key(b"p", {}) != content_key(b"q", {})


def test_an_object_that_is_shared_has_the_key_of_a_plain_one() -> None:
    members: Any = {"b": [1, True, None], "a": {"c": "é"}}
    shared = KeyedObject(members)
    for _ in range(2):
        assert content_key(b"p", shared) == content_key(b"p", members)
        assert content_key(b"q", shared) == content_key(b"q", members)
    assert shared == members
    assert content_key(b"p", {"x": shared}) is None
    assert content_key(b"p", KeyedObject({"a": object()})) is None  # type: ignore[dict-item]


def test_what_is_not_plain_json_has_no_key() -> None:
    assert content_key(b"", {"a": object()}) is None  # type: ignore[dict-item]


def test_it_is_bounded_and_forgets_what_was_not_used() -> None:
    memory: Memory[int] = Memory(10_000)
    for number in range(1_000):
        memory.keep(b"%d" % number, number, 10)
        assert memory.find(b"0") == 0
    assert len(memory) < 30
    assert memory.find(b"1") is None
    memory.keep(b"x" * 20_000, 1, 0)
    assert len(memory) == 0
    memory.keep(b"y", 1, 0)
    assert memory.find(b"y") == 1


def test_many_threads() -> None:
    memory: Memory[int] = Memory(5_000)

    def work() -> None:
        for number in range(3_000):
            key = b"%d" % (number % 40)
            memory.keep(key, number % 40, 100)
            assert memory.find(key) in (None, number % 40)

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memory) <= 5_000 // 500


class TestTheDoor:
    """The last results are kept, refusals are not."""

    def test_a_result_is_found_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        document = samples.credential()
        first = canonical.canonical_nquads(document)
        assert first == roads.slow(document)
        monkeypatch.setattr(fast_quads, "fast_nquads", None)
        assert canonical.canonical_nquads(samples.credential()) is first
        with pytest.raises(TypeError):
            canonical.canonical_nquads({**document, "name": "another"})

    def test_hash_and_contexts_are_told_apart(self) -> None:
        twins = [{"type": ["Result"], "value": "x", "alignment": [{"type": ["Alignment"]}]}] * 2
        document: Any = {**samples.credential(), "jti": "urn:x"}
        document["credentialSubject"]["result"] = twins
        for _ in range(2):
            assert canonical.canonical_nquads(document) == roads.slow(document)
            assert canonical.canonical_nquads(document, hash_name="sha384") == roads.slow(document, "sha384")
            with pytest.raises(Exception, match="jti"):
                canonical.canonical_nquads(document, contexts=known.old_ob_303())
