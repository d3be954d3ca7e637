"""The sections of a catalog record: read in every form that is allowed, and left out in any other."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.badges.anatomy import MOST, Resource, anatomy


def test_every_section_is_read() -> None:
    found = anatomy(
        {
            "keyMethod": "Cycle of inquiry",
            "methodComponents": ["Analyze", "Design"],
            "research": "One reason.",
            "resources": [
                "A sheet",
                {"name": "A film", "kind": "video", "url": "https://library.example/film?id=1"},
            ],
            "submissionGuidelines": ["Send four artifacts."],
            "completionIndicators": ["All are readable."],
            "mandatedAreas": ["English learners"],
        }
    )
    assert (found.method, found.steps) == ("Cycle of inquiry", ("Analyze", "Design"))
    assert found.reasons == ("One reason.",)
    assert found.resources == (
        Resource("A sheet"),
        Resource("A film", "video", "https://library.example/film?id=1"),
    )
    assert found.guidelines == ("Send four artifacts.",)
    assert found.indicators == ("All are readable.",)
    assert found.areas == ("English learners",)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "http://plain.example", "https://a b", "https://<", 7, None]
)
def test_an_address_of_another_form_is_no_link(url: Any) -> None:
    assert anatomy({"resources": [{"name": "A sheet", "url": url}]}).resources == (Resource("A sheet"),)


@pytest.mark.parametrize("item", ["", "  ", None, 3, [], {}, {"name": ""}, {"name": 4}, {"kind": "sheet"}])
def test_what_names_nothing_is_left_out(item: Any) -> None:
    assert anatomy({"resources": [item]}).resources == ()


def test_a_record_that_says_nothing_has_no_anatomy() -> None:
    found = anatomy({})
    assert not any(vars(found).values())


def test_lists_are_bounded() -> None:
    found = anatomy({"research": ["word"] * 99, "resources": ["word"] * 99})
    assert (len(found.reasons), len(found.resources)) == (MOST, MOST)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
NAMES = ("keyMethod", "methodComponents", "research", "resources", "submissionGuidelines", "mandatedAreas")


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_any_record_is_read_and_every_item_is_a_text(record: Any) -> None:
    found = anatomy(record)
    for texts in (found.steps, found.reasons, found.guidelines, found.indicators, found.areas):
        assert all(item.strip() for item in texts)
    assert all(item.name.strip() for item in found.resources)
