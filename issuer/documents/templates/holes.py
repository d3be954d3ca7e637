"""Holes: the places in which the documents of one template differ, and the kinds of values they take.

The kinds are chosen so that the linter has nothing to find in a value: each is ASCII without quotes,
backslashes, spaces, `@` and `%`, fits what every schema says at its place, is an absolute IRI where it stands
for one, and can neither be nor complete a mail address or a social security number. `tests/documents/templates`
holds every kind against the linter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError

SENTINEL: Final = re.compile(r"(urn:mintmark:hole:[0-9]{3})")
MOST: Final = 1000
_LONGEST_PREFIX: Final = 1000
_FIXED: Final = frozenset({"@context", "type", "issuer"})
"""Members that decide how a document is read, and who signs it."""


class NotAlike(Exception):  # noqa: N818  (no error: the general road decides)
    """Only the general road can tell; nothing was decided about the document."""


class RefusedError(NotAlike):
    """The linter refuses the document of which a template was to be made; another one may be sound."""


class Kind(Enum):
    """What stands in a hole."""

    URN_UUID = r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    """`urn:uuid:` and a UUID in lower case."""
    MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
    """A moment that exists, in UTC, to the second."""
    DIGEST = r"uEi[A-D][0-9A-Za-z_-]{43}"
    """A sha2-256 multihash in base64url multibase."""
    INDEX = r"(?:0|[1-9][0-9]{0,9})"
    """A whole number of at most ten digits, after a prefix that ends in `#` or none."""
    CHOICE = r"https://[!#$&'()*+,./0-9:;=?A-Z_a-z~-]+"
    """One of a few addresses, each of which the linter has seen in this place."""


_OPENINGS: Final = {Kind.URN_UUID: "urn:uuid:", Kind.DIGEST: "uEi"}


@dataclass(frozen=True, slots=True)
class Hole:
    """One place.

    Attributes:
        path: the names and indexes that lead to the text.
        kind: of which kind its values are.
        prefix: what every value begins with; for Kind.INDEX alone.
        choices: the values there are, one at least; for Kind.CHOICE alone.
    """

    path: tuple[str | int, ...]
    kind: Kind
    prefix: str = ""
    choices: tuple[str, ...] = ()

    @property
    def pattern(self) -> str:
        """The regular expression of its values."""
        if self.kind is Kind.CHOICE:
            return "(?:" + "|".join(map(re.escape, self.choices)) + ")"
        return re.escape(self.prefix) + str(self.kind.value)

    @property
    def opening(self) -> str:
        """What every value begins with, as far as that is known."""
        return self.prefix or _OPENINGS.get(self.kind, "")

    @property
    def is_id(self) -> bool:
        """Whether its values name the object in which it stands."""
        return self.path[-1] == "id"


def sentinel(number: int) -> str:
    """Return what stands for the value of a hole while a template is made: an IRI that no document holds."""
    return f"urn:mintmark:hole:{number:03}"


def require_fillable(document: JsonObject, holes: Sequence[Hole]) -> None:
    """Refuse holes of which the kind alone does not say that the linter passes their values.

    Args:
        document: a document that the linter has passed.
        holes: the places.

    Raises:
        NotAlike: the template cannot be made.
    """
    paths = {hole.path for hole in holes}
    if len(paths) != len(holes) or len(holes) > MOST:
        raise NotAlike("two holes in one place, or too many")
    for hole in holes:
        if hole.path[0] in _FIXED or hole.path[-1] in _FIXED:
            raise NotAlike("a hole decides how the document is read")
        if hole.prefix and (not hole.prefix.endswith("#") or len(hole.prefix) > _LONGEST_PREFIX):
            raise NotAlike("a prefix could be completed to something else")
        if (hole.kind is Kind.CHOICE) != bool(hole.choices) or not all(map(_is_choice, hole.choices)):
            raise NotAlike("a choice that is no plain address")
        # Objects of one id must not contradict each other; an id that differs from all others has no second.
        parent = place_of(document, hole.path)[0]
        if isinstance(parent, dict) and "id" in parent and (*hole.path[:-1], "id") not in paths:
            raise NotAlike("a hole in an object whose id stays the same")


def _is_choice(value: str) -> bool:
    return re.fullmatch(str(Kind.CHOICE.value), value) is not None


def place_of(document: JsonObject, path: tuple[str | int, ...]) -> tuple[Json, str | int]:
    """Return the object or list in which a path ends, and the last step.

    Raises:
        NotAlike: the document has no such place.
    """
    value: Json = document
    for step in path[:-1]:
        value = _below(value, step)
    _below(value, path[-1])
    return value, path[-1]


def value_at(document: JsonObject, path: tuple[str | int, ...]) -> str:
    """Return the text at a place.

    Raises:
        NotAlike: the document has no text there.
    """
    found = _below(*place_of(document, path))
    if type(found) is not str:
        raise NotAlike("a hole that holds no text")
    return found


def _below(value: Json, step: str | int) -> Json:
    if isinstance(value, dict) and isinstance(step, str) and step in value:
        return value[step]
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    raise NotAlike("a hole where the document has nothing")


def fitting(holes: Sequence[Hole]) -> Callable[[Sequence[str]], bool]:
    """Return the question whether values are of the kinds of these holes, in their order."""
    # No value of any kind holds a line end, so that one look at all of them tells each from the next.
    whole = re.compile("\n".join(hole.pattern for hole in holes), re.ASCII)
    moments = [place for place, hole in enumerate(holes) if hole.kind is Kind.MOMENT]

    def fits(values: Sequence[str]) -> bool:
        return whole.fullmatch("\n".join(values)) is not None and all(_exists(values[n]) for n in moments)

    return fits


@lru_cache(maxsize=4096)
def _exists(moment: str) -> bool:
    try:
        parse_time(moment)
    except InputError:
        return False
    return True
