"""Mint marks: sixty signs that differ, given out by rule, never the same twice while one is free."""

import pytest

from issuer.badges.artwork import mintmarks
from tests.badges.artwork.sanitiser import read, title_of

DEMONSTRATION = ("nwsc", "nesc", "lcsc", "sourcewell", "swwc", "rts", "scsc", "ssc", "mecsu", "opsrc")


def test_sixty_marks_have_sixty_drawings_and_names() -> None:
    assert mintmarks.COUNT == 60
    assert len({mintmarks.mint_mark_svg(index) for index in range(60)}) == 60
    assert len({mintmarks.name_of(index) for index in range(60)}) == 60
    assert mintmarks.name_of(48) == "pellet in a square"


def test_ten_issuers_get_ten_marks_though_some_ask_for_the_same() -> None:
    assert len({mintmarks.index_of(slug) for slug in DEMONSTRATION}) < len(DEMONSTRATION)
    taken: set[int] = set()
    for slug in DEMONSTRATION:
        taken.add(mintmarks.index_of(slug, frozenset(taken)))
    assert len(taken) == len(DEMONSTRATION)


def test_every_mark_is_given_before_one_is_given_twice() -> None:
    taken: set[int] = set()
    for place in range(60):
        taken.add(mintmarks.index_of(f"profile-{place}", frozenset(taken)))
    assert taken == set(range(60))
    assert 0 <= mintmarks.index_of("one-more", frozenset(taken)) < 60


@pytest.mark.parametrize("index", [0, 7, 22, 59, 60, 12_345])
def test_a_mark_is_a_safe_picture_that_says_its_name(index: int) -> None:
    root = read(mintmarks.mint_mark_svg(index))
    assert title_of(root) == f"Mint mark: {mintmarks.name_of(index)}"
    assert len(mintmarks.mint_mark_svg(index)) < 1500
