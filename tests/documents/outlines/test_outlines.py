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
    learn,
    require_same,
    urn,
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


def _with_other_texts(document: JsonObject, chance: random.Random, pool: list[str]) -> JsonObject:
    """Return a copy in which some texts are others, of the kind of what stands there or of any."""
    made = copy.deepcopy(document)
    texts = [pointer for pointer in leaves(made) if isinstance(at(made, pointer), str)]
    for pointer in chance.sample(texts, k=min(len(texts), 4)):
        old = at(made, pointer)
        new = chance.choice([f"{old}x", urn(chance.getrandbits(128)), chance.choice(pool), old[:-1]])
        made = changed(made, pointer, new)
    return made


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 40))
def test_documents_of_every_kind(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  (documents for tests)
    maker = Maker(seed)
    first = maker.document()
    pool = [maker.text(), maker.iri(), *[str(at(first, pointer)) for pointer in leaves(first)][:20]]
    outlines = Outlines()
    for _ in range(6):
        data = strict_json.encode(_with_other_texts(first, chance, pool))
        if not require_same(outlines, data) and general(data) is not None:
            learn(outlines, strict_json.parse_object(data))
