"""What is counted is what is there: held against the allocator, and never less."""

import re
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.documents.beginnings import MOST as MOST_BEGINNINGS
from issuer.documents.beginnings import Beginnings
from issuer.documents.held import held_by
from issuer.documents.memory import MOST_KEYS, KeyedObject
from issuer.documents.seen_parts import MOST, SeenParts
from tests.documents.memory_use import freed_by, traced

TEXTS = ["x", "é", "中", "🎓"]


def nested(text: str) -> Any:
    return {f"{place}{text}": [text * 50, {text: place}, (text, None, 1.5 + place)] for place in range(500)}


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_what_the_allocator_frees(text: str) -> None:
    with traced():
        value = [nested(text), re.compile(text * 100 + "[a-z]+"), text.encode() * 1000]
        counted = held_by(value)
        freed = freed_by(value.clear)
    assert freed <= counted < 1.5 * freed


def test_what_is_held_twice_is_counted_once() -> None:
    one = "x" * 1000
    assert held_by([one, one]) < held_by([one, "y" * 1000]) < held_by([one, one]) + 1200
    own: list[object] = []
    own.append(own)
    assert 0 < held_by(own) < 200
    assert held_by([int, held_by, re]) < 200


@pytest.mark.parametrize("character", TEXTS)
def test_parts_of_long_texts_take_no_more_than_is_counted(character: str) -> None:
    """Each part is asked for the keys that it remembers, after it was counted."""
    with traced():
        parts = [SeenParts(("issuer", "achievement"))]
        for number in range(MOST + 2):
            document: Any = {"issuer": {"id": number}, "achievement": {"n": character * 30_000, "id": number}}
            data = strict_json.encode(document)
            parts[0].parse_object(data)
            read: Any = parts[0].parse_object(data)
            for prefix in range(MOST_KEYS + 2):
                read["achievement"].key(b"%d" % prefix)
        del read, document, data
        counted = parts[0].size
        freed = freed_by(parts.clear)
    assert MOST * 3 * 30_000 < freed <= counted < 2 * freed


def test_an_object_remembers_a_few_keys() -> None:
    one = KeyedObject({"a": "b"})
    made = [one.key(b"%d" % number) for number in range(MOST_KEYS + 2)]
    assert made == [KeyedObject({"a": "b"}).key(b"%d" % number) for number in range(MOST_KEYS + 2)]
    assert len(one._keys) == MOST_KEYS


def test_long_beginnings_take_no_more_than_is_counted() -> None:
    with traced():
        found = [Beginnings("sha256")]
        for number in range(MOST_BEGINNINGS + 2):
            for last in (b"a", b"b"):
                found[0].digest(b"%d" % number * 100_000 + last)
        counted = found[0].size
        freed = freed_by(found.clear)
    assert MOST_BEGINNINGS * 100_000 < freed <= counted < 1.1 * freed
