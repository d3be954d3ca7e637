"""Ids, numbers and tokens of the system's generator."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from issuer.services import randomness
from issuer.services.randomness import SystemRandomness


def test_an_id_is_random_and_tells_nothing() -> None:
    source = SystemRandomness()
    found = {source.urn() for _ in range(100)}
    assert len(found) == 100
    assert {uuid.UUID(one).version for one in found} == {4}


def test_ordered_ids_follow_each_other_even_when_the_clock_steps_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = iter([5, 5, 5, 9, 2, 2, 9, 10])
    monkeypatch.setattr(randomness, "unix_milliseconds", lambda: next(times))
    source = SystemRandomness()
    found = [source.ordered_urn() for _ in range(8)]
    assert found == sorted(found)
    assert len(set(found)) == 8
    values = [uuid.UUID(one) for one in found]
    assert {(value.version, value.variant) for value in values} == {(7, uuid.RFC_4122)}
    assert [value.int >> 80 for value in values] == [5, 5, 5, 9, 9, 9, 9, 10]


def test_more_ids_than_a_millisecond_counts_still_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(randomness, "unix_milliseconds", lambda: 7)
    source = SystemRandomness()
    found = [source.ordered_urn() for _ in range(5000)]
    assert found == sorted(set(found))
    assert uuid.UUID(found[-1]).int >> 80 == 8


def test_ordered_ids_of_one_block_follow_those_before_and_are_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(randomness, "unix_milliseconds", lambda: 7)
    source = SystemRandomness()
    found = [source.ordered_urn(), *source.ordered_urns(5000), source.ordered_urn(), *source.ordered_urns(0)]
    assert found == sorted(set(found))
    assert len(found) == 5002
    values = [uuid.UUID(one) for one in found]
    assert {(value.version, value.variant) for value in values} == {(7, uuid.RFC_4122)}
    # The counter begins with the millisecond and carries into the next one.
    assert [values[place].int >> 80 for place in (0, 4095, 4096)] == [7, 7, 8]
    assert len({value.int & (2**62 - 1) for value in values}) == len(values)


def test_ordered_ids_of_many_threads_are_distinct() -> None:
    source = SystemRandomness()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: source.ordered_urn(), range(400)))
        blocks = list(pool.map(source.ordered_urns, [7] * 100))
    assert len({*found, *(one for block in blocks for one in block)}) == 1100


def test_numbers_and_tokens_have_the_size_that_is_asked() -> None:
    source = SystemRandomness()
    assert {source.below(3) for _ in range(200)} == {0, 1, 2}
    assert len(source.token(24)) == 24
    assert source.token(24) != source.token(24)
