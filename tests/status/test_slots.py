"""Random slots: distinct, free, evenly spread, and refused when there are too few."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import ConflictError
from issuer.status import pick_slots

LENGTH = 64


def seeded(seed: int) -> Callable[[int], int]:
    return random.Random(seed).randrange  # noqa: S311 - a test repeats its draws


@given(st.sets(st.integers(0, LENGTH - 1)), st.integers(0, LENGTH), st.integers())
def test_slots_are_distinct_and_free_or_refused(taken: set[int], count: int, seed: int) -> None:
    below = seeded(seed)
    if count > LENGTH - len(taken):
        with pytest.raises(ConflictError):
            pick_slots(taken, count=count, random_below=below, length=LENGTH)
        return
    picked = pick_slots(taken, count=count, random_below=below, length=LENGTH)
    assert len(picked) == len(set(picked)) == count
    assert not taken & set(picked)
    assert all(0 <= slot < LENGTH for slot in picked)


def test_what_is_taken_is_not_changed() -> None:
    taken = {1, 2, 3}
    pick_slots(taken, count=5, random_below=seeded(1))
    assert taken == {1, 2, 3}


@pytest.mark.parametrize("count", [16, 60])
def test_every_slot_has_an_equal_chance(count: int) -> None:
    below = seeded(20_260_301)
    rounds = 3_000
    drawn = Counter(
        slot for _ in range(rounds) for slot in pick_slots((), count=count, random_below=below, length=LENGTH)
    )
    expected = rounds * count / LENGTH
    chi_square = sum((drawn[slot] - expected) ** 2 / expected for slot in range(LENGTH))
    # 63 degrees of freedom: 110 lies beyond the 99.9th percentile; the seed makes the figure repeatable.
    assert chi_square < 110


def test_the_order_of_drawing_says_nothing() -> None:
    below = seeded(7)
    picked = pick_slots((), count=100, random_below=below)
    assert picked != sorted(picked)
