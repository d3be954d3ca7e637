"""Reading members of any credential, ours or a stranger's: absent or odd members give nothing, never an error.

What was verified is shown as it is; these helpers only find it. Text is cut to what a page can hold.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError
from issuer.web.text import shorten

LONGEST: Final = 600
MOST_ITEMS: Final = 60


def text(value: Json, *path: str, longest: int = LONGEST) -> str:
    """Return the text at a path of members, "" for anything else."""
    found = at(value, *path)
    return shorten(found, longest) if isinstance(found, str) else ""


def at(value: Json, *path: str) -> Json:
    """Return what lies at a path of members; of a list the first item is followed."""
    for name in path:
        if isinstance(value, list):
            value = value[0] if value else None
        value = value.get(name) if isinstance(value, dict) else None
    return value


def objects(value: Json, *path: str) -> tuple[JsonObject, ...]:
    """Return the objects at a path, one or a list of them, at most MOST_ITEMS."""
    found = at(value, *path)
    items = found if isinstance(found, list) else [found]
    return tuple(item for item in items[:MOST_ITEMS] if isinstance(item, dict))


def texts(value: Json, *path: str) -> tuple[str, ...]:
    """Return the texts at a path, one or a list of them."""
    found = at(value, *path)
    items = found if isinstance(found, list) else [found]
    return tuple(shorten(item, LONGEST) for item in items[:MOST_ITEMS] if isinstance(item, str))


def moment(value: Json, *names: str) -> datetime | None:
    """Return the first of some members that spells a moment."""
    for name in names:
        try:
            return parse_time(at(value, name))
        except InputError:
            continue
    return None


def number(value: Json, *path: str) -> str:
    """Return the number at a path as people write it, "" for anything else."""
    found = at(value, *path)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return ""
    return f"{found:g}" if abs(found) < 1e6 else shorten(str(found), 24)  # noqa: PLR2004  (no award has a million hours)


def walk(value: Json, name: str) -> Iterator[JsonObject]:
    """Yield the objects under a member of every object of a list."""
    for item in objects(value):
        yield from objects(item, name)
