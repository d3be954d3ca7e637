"""Pages of lists that are short enough to be read whole: profiles and achievements.

A cursor names the last item that was given, so that items that were added in between move nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from issuer.errors import InputError
from issuer.signing import base64url

T = TypeVar("T")


def page(
    items: Sequence[T], *, name: Callable[[T], str], cursor: str | None, limit: int
) -> tuple[list[T], str | None]:
    """Return the items after the cursor and the cursor of the next page, None on the last.

    Args:
        items: all of them, in the order of their names.
        name: what a cursor names.
        cursor: what the page before gave, None for the first page.
        limit: most items of the page.

    Raises:
        InputError: this is no cursor of ours.
    """
    after = None if cursor is None else read(cursor)
    left = [item for item in items if after is None or name(item) > after]
    given = left[:limit]
    return given, write(name(given[-1])) if len(left) > limit else None


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


def as_page(items: list[Any], following: str | None) -> dict[str, Any]:
    """Return one page as the answer's shape wants it."""
    return {"items": items, "next": following}
