"""Outlines take no more memory than they say, however long the texts are."""

import pytest

from issuer.documents import strict_json
from issuer.documents.outlines import Outlines
from issuer.documents.outlines.memory import MAX_BYTES, MOST, MOST_TIMES, TRIAL
from issuer.documents.strict_json import JsonObject
from tests.documents.changes import changed
from tests.documents.memory_use import freed_by, traced
from tests.documents.outlines.awards import credential, learn, require_same, urn

LONGEST = strict_json.CREDENTIAL_LIMITS.max_string - 8_000
"""Characters of a text beside which there is room for the rest of an award."""


def kind(number: int, character: str, *, award: int = 1) -> JsonObject:
    """Return an award of a kind of its own, whose text is nearly as long as one may be that is read by an outline."""
    made = credential(award, description=character * LONGEST)
    return changed(made, "/issuer/name", f"Issuer {number}")


def known(outlines: Outlines, numbers: range, character: str) -> list[int]:
    """Return of which kinds an award is read."""
    found = []
    for number in numbers:
        document = changed(kind(number, character), "/id", urn(900 + number))
        if require_same(outlines, strict_json.encode(document)):
            found.append(number)
    return found


def sizes(outlines: Outlines) -> list[int]:
    return [one.size for one in outlines._known]


@pytest.mark.parametrize("character", ["x", "🎓"])
def test_many_kinds_of_long_texts_stay_within_the_bound(character: str) -> None:
    numbers, max_bytes = range(8), 2 * 1024 * 1024
    with traced():
        outlines = [Outlines(max_bytes=max_bytes)]
        for number in numbers:
            for award in (1, 2):
                learn(outlines[0], kind(number, character, award=award))
        read = known(outlines[0], numbers, character)
        counted = sum(sizes(outlines[0]))
        freed = freed_by(outlines.clear)
    assert max_bytes / 2 < freed <= counted <= max_bytes
    assert read == [*range(len(read))]
    assert 0 < len(read) < len(numbers)


def test_as_many_kinds_of_ordinary_awards_fit_in_as_are_known_at_most() -> None:
    outlines = Outlines()
    for award in (1, 2):
        learn(outlines, credential(award, description="x" * 20_000))
    [one] = outlines._known
    assert 100_000 < one.size < MAX_BYTES / MOST


def test_kinds_of_long_texts_that_come_no_more_make_room() -> None:
    outlines = Outlines(max_bytes=1024 * 1024)
    for number in range(4):
        for award in (1, 2):
            learn(outlines, kind(number, "x", award=award))
    before = known(outlines, range(4), "x")
    assert 0 in before
    assert 3 not in before
    newcomer = strict_json.encode(kind(3, "x"))
    for _ in range(TRIAL):
        assert outlines.read(newcomer) is None
    for award in (1, 2):
        learn(outlines, kind(3, "x", award=award))
    assert known(outlines, range(4), "x") == [3]


def test_a_kind_that_does_not_fit_in_is_not_known() -> None:
    outlines = Outlines(max_bytes=1000)
    learn(outlines, credential(1))
    assert not sizes(outlines)
    # It fits in alone, and not with what is made of it once a second one has come.
    whole = Outlines()
    learn(whole, credential(1))
    outlines = Outlines(max_bytes=whole._known[0].size + 1000)
    learn(outlines, credential(1))
    assert len(sizes(outlines)) == 1
    learn(outlines, credential(2))
    assert not sizes(outlines)
    assert not require_same(outlines, strict_json.encode(credential(3)))


def test_a_kind_that_grows_beyond_the_room_is_read_as_before() -> None:
    def award(number: int, level: int) -> JsonObject:
        return changed(credential(number), "/credentialSubject/result/0/achievedLevel", urn(level))

    whole = Outlines()
    for number in (1, 2):
        learn(whole, award(number, 1))
    outlines = Outlines(max_bytes=whole._known[0].size)
    for number in (1, 2):
        learn(outlines, award(number, 1))
    for number in (3, 4):
        learn(outlines, award(number, number))
        assert [one.times for one in outlines._known] == [MOST_TIMES]
    assert outlines._known[0].size == whole._known[0].size
    assert require_same(outlines, strict_json.encode(award(5, 1)))
    assert not require_same(outlines, strict_json.encode(award(5, 5)))
