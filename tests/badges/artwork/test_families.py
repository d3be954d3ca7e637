"""Families: four looks are pinned, every other topic finds its own, and none can be taken for a pinned one."""

from itertools import product

import pytest

from issuer.badges.artwork.edges import EDGES, inscribed, silhouette
from issuer.badges.artwork.engravings import ENGRAVINGS
from issuer.badges.artwork.families import NEW_EDGES, NEW_HUES, PINNED, family_of
from issuer.badges.artwork.lathe import Gears


def test_case_spacing_and_the_encoding_of_accents_do_not_change_a_look() -> None:
    assert family_of("  Social   EMOTIONAL learning ") == PINNED["social emotional learning"]
    assert family_of("\u0110a\u0301nh gia\u0301") == family_of("\u0111\u00e1nh gi\u00e1")


def test_one_topic_under_two_names_has_one_look() -> None:
    assert family_of("Meeting the Needs of English Language Learners") == family_of(
        "English Language Learners"
    )


def test_new_topics_reach_every_look_and_none_of_the_pinned() -> None:
    looks = {(f.hue, f.edge, f.engraving) for f in (family_of(f"Topic {i}") for i in range(6000))}
    assert looks == set(product(NEW_HUES, NEW_EDGES, ENGRAVINGS))
    assert len(looks) == 252
    assert not {f.edge for f in PINNED.values()} & set(NEW_EDGES)


def test_new_hues_keep_their_distance_from_pinned_ones() -> None:
    for hue, pinned in product(NEW_HUES, PINNED.values()):
        apart = abs(hue - pinned.hue) % 360
        assert min(apart, 360 - apart) >= 25


@pytest.mark.parametrize("name", EDGES)
def test_an_edge_fills_its_box_and_its_inner_circle_lies_inside(name: str) -> None:
    assert silhouette(name, 288).endswith("z")
    assert 0.75 < inscribed(name) <= 1


@pytest.mark.parametrize("name", ENGRAVINGS)
def test_a_code_turns_the_gears_and_another_code_turns_them_otherwise(name: str) -> None:
    engrave = ENGRAVINGS[name]
    figures = [engrave(Gears(f"SEL-{i:02d}"), 184, 204) for i in range(8)]
    assert engrave(Gears("SEL-00"), 184, 204) == figures[0]
    assert len({(figure.border, figure.field) for figure in figures}) >= 7
    assert all(len(figure.border) + len(figure.field) < 12_000 for figure in figures)
