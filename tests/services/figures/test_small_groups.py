"""Small groups are hidden, and what is hidden cannot be computed from the total."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.services.figures.small_groups import LEAST, hide, hide_one


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([], ()),
        ([0, 12], (0, 12)),
        ([3, 12, 40], (None, None, 40)),
        ([3, 4, 40], (None, None, 40)),
        ([3], (None,)),
        ([3, 0, 0], (None, 0, 0)),
        ([9, 10], (None, None)),
        ([10, 11], (10, 11)),
    ],
)
def test_a_column(counts: list[int], told: tuple[int | None, ...]) -> None:
    assert hide(counts) == told


@given(st.lists(st.integers(0, 40), max_size=12))
def test_no_small_group_is_told_and_none_stands_alone_beside_the_total(counts: list[int]) -> None:
    told = hide(counts)
    assert not any(count is not None and 0 < count < LEAST for count in told)
    assert all(count in {None, real} for count, real in zip(told, counts, strict=True))
    hidden = told.count(None)
    assert hidden != 1 or sum(count > 0 for count in counts) == 1


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (9, None), (10, 10)])
def test_one_count(count: int, told: int | None) -> None:
    assert hide_one(count) == told
