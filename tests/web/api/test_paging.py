"""Pages of lists: everything comes once, whatever is added in between."""

from typing import Any

import pytest

from issuer.errors import InputError
from issuer.web.api import paging


def walked(items: list[str], limit: int, *, in_order: bool) -> list[list[str]]:
    pages: list[list[str]] = []
    query: dict[str, Any] = {"limit": limit}
    while True:
        page = (
            paging.listed_in_order(items, query, str.upper)
            if in_order
            else paging.listed(items, query, str.upper, name=str)
        )
        pages.append(page["items"])
        if page["next"] is None:
            return pages
        query = {"limit": limit, "cursor": page["next"]}


@pytest.mark.parametrize("in_order", [True, False])
@pytest.mark.parametrize(
    ("limit", "pages"), [(1, [["A"], ["B"], ["C"]]), (2, [["A", "B"], ["C"]]), (3, [["A", "B", "C"]])]
)
def test_a_walk_gives_everything_once(*, in_order: bool, limit: int, pages: list[list[str]]) -> None:
    assert walked(["a", "b", "c"], limit, in_order=in_order) == pages
    assert walked([], limit, in_order=in_order) == [[]]


def test_what_is_added_before_the_cursor_moves_nothing() -> None:
    first = paging.listed(["b", "d"], {"limit": 1}, str, name=str)
    query = {"limit": 5, "cursor": first["next"]}
    assert paging.listed(["a", "b", "c", "d"], query, str, name=str) == {"items": ["c", "d"], "next": None}


def test_a_list_in_order_goes_on_past_any_number_of_digits() -> None:
    pages = walked([str(number) for number in range(1_001)], 500, in_order=True)
    assert [len(page) for page in pages] == [500, 500, 1]


@pytest.mark.parametrize("cursor", ["A", "_w", "%"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InputError) as caught:
        paging.after({"cursor": cursor})
    assert caught.value.pointer == "/cursor"
