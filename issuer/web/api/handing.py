"""What resources of things handed out share: which ones a key asks for, and an answer that tells a secret once."""

from typing import Any

from flask import Response, make_response

from issuer.services.handed_out.shelves import Asked
from issuer.web.api import access, paging


def asked(query: dict[str, Any]) -> Asked:
    """Return which things of the key's profile a query asks for.

    Raises:
        InputError: its cursor is none of ours.
    """
    return Asked(
        profile=access.caller().slug,
        person=query.get("person"),
        after=paging.after(query),
        limit=query["limit"],
    )


def told_once(body: Any, *, is_new: bool, at: str) -> Response:  # noqa: ANN401  (marshmallow's dump has no type)
    """Return an answer that may hold a secret, and that nothing between here and the maker keeps.

    Args:
        body: what it says.
        is_new: whether the thing was made just now; otherwise it was made before, and its secret is not told.
        at: path of the thing, without its secret.
    """
    response = make_response(body, 201 if is_new else 200)
    response.headers["Location"] = at
    response.headers["Cache-Control"] = "no-store"
    return response
