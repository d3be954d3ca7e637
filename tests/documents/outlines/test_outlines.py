"""What an outline reads is what the general way reads, byte for byte, or it reads nothing."""

import copy
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.documents import strict_json
from issuer.documents.outlines import Outlines
from issuer.documents.strict_json import JsonObject
from tests.documents.changes import at, changed, leaves
from tests.documents.outlines.awards import (
    ODD,
    PLACES,
    credential,
    general,
    knowing,
    require_same,
    written,
)
from tests.documents.random_documents import Maker

KNOWING = knowing(credential(1), credential(2))


def test_awards_that_differ_in_values_are_read() -> None:
    for number in range(1, 50):
        assert require_same(KNOWING, strict_json.encode(credential(number)))


@pytest.mark.parametrize("place", PLACES)
def test_every_value_by_itself(place: str) -> None:
    read = [require_same(KNOWING, written(changed(credential(3), place, value))) for value in ODD]
    assert not all(read)
    assert require_same(KNOWING, written(changed(credential(3), place, at(credential(4), place))))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("other", PLACES)
def test_one_value_in_two_places(place: str, other: str) -> None:
    for document in (credential(1), credential(7)):
        require_same(KNOWING, written(changed(document, place, at(document, other))))


values = st.one_of(
    st.sampled_from(ODD), st.text(), st.uuids().map(lambda value: value.urn), st.text('<>"\\_:.c14n0 ^@')
)


@settings(max_examples=300)
@given(st.dictionaries(st.sampled_from(PLACES), values, min_size=1, max_size=4), st.integers(1, 59))
def test_several_values(new: dict[str, str], number: int) -> None:
    document = credential(number)
    for place, value in new.items():
        document = changed(document, place, value)
    require_same(KNOWING, written(document))


@settings(max_examples=500)
@given(st.integers(0, 1 << 30), st.binary(max_size=3), st.integers(0, 3))
def test_other_bytes(at_byte: int, new: bytes, less: int) -> None:
    data = strict_json.encode(credential(5))
    place = at_byte % len(data)
    require_same(KNOWING, data[:place] + new + data[place + less :])


def with_other_texts(
    document: JsonObject, places: list[str], chance: random.Random, pool: list[str]
) -> JsonObject:
    """Return a copy with other texts in some places, mostly of the kind of what stands there."""
    made = copy.deepcopy(document)
    for pointer in places:
        old = at(made, pointer)
        made = changed(
            made,
            pointer,
            chance.choice([old, f"{old}{chance.randrange(99)}", f"{old}x", chance.choice(pool)]),
        )
    return made


def texts_in(document: JsonObject) -> list[str]:
    """Return where texts stand that an outline may take for values."""
    pointers = (pointer for pointer in leaves(document) if isinstance(at(document, pointer), str))
    return [one for one in pointers if not {"@context", "type", "issuer", "achievement"} & {*one.split("/")}]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1 << 40))
def test_documents_of_every_kind(seed: int) -> None:
    read_some(seed)


def read_some(seed: int) -> int:
    """Say how many of some documents of one kind were read by an outline."""
    chance = random.Random(seed)  # noqa: S311  (documents for tests)
    maker = Maker(seed)
    first = maker.document()
    texts = texts_in(first)
    places = chance.sample(texts, k=min(len(texts), 4))
    pool = [maker.text(), maker.iri(), *[str(at(first, pointer)) for pointer in leaves(first)][:20]]
    outlines, read = Outlines(), 0
    for _ in range(8):
        data = strict_json.encode(with_other_texts(first, places, chance, pool))
        if require_same(outlines, data):
            read += 1
        elif general(data) is not None:
            outlines.learn(data, strict_json.parse_object(data))
    return read


def test_documents_of_every_kind_have_outlines() -> None:
    assert sum(read_some(seed) > 0 for seed in range(40)) > 5
