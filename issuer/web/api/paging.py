"""Pages of lists, and the cursors that lead from one to the next.

A cursor names the last item that was given, so that items that were added in between move nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from issuer.errors import InputError
from issuer.signing import base64url

T = TypeVar("T")
Query = dict[str, Any]
"""What a list was asked with: `limit`, and `cursor` after the first page."""


def listed(
    items: Sequence[T], query: Query, describe: Callable[[T], Any], *, name: Callable[[T], str]
) -> dict[str, Any]:
    """Return one page of a list that is short enough to be read whole.

    Args:
        items: all of them, in the order of their names.
        query: what was asked.
        describe: what the API says of one.
        name: what a cursor names.

    Raises:
        InputError: this is no cursor of ours.
    """
    start = after(query)
    left = [item for item in items if name(item) > start]
    given = left[: query["limit"]]
    return answer(given, name(given[-1]) if len(left) > len(given) else None, describe)


def listed_in_order(items: Sequence[T], query: Query, describe: Callable[[T], Any]) -> dict[str, Any]:
    """Return one page of a list that only grows at its end: a cursor names a place in it.

    Raises:
        InputError: this is no cursor of ours.
    """
    numbered = [(f"{number:09}", item) for number, item in enumerate(items)]
    return listed(numbered, query, lambda place: describe(place[1]), name=lambda place: place[0])


def answer(items: Iterable[T], following: str | None, describe: Callable[[T], Any]) -> dict[str, Any]:
    """Return a page that a service read.

    Args:
        items: what it holds.
        following: what the cursor of the next page names, None on the last.
        describe: what the API says of one.
    """
    return {
        "items": [describe(item) for item in items],
        "next": None if following is None else write(following),
    }


def after(query: Query) -> str:
    """Return what the page before ended with; empty for the first page.

    Raises:
        InputError: this is no cursor of ours.
    """
    return read(query["cursor"]) if "cursor" in query else ""


def write(name: str) -> str:
    """Return the cursor that names an item."""
    return base64url.encode(name.encode())


def read(cursor: str) -> str:
    """Return what a cursor names.

    Raises:
        InputError: this is no cursor of ours.
    """
    try:
        return base64url.decode(cursor).decode()
    except (InputError, UnicodeDecodeError) as exc:
        raise InputError("This is not a cursor of ours.", pointer="/cursor") from exc
