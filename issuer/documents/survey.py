"""One look at every object of a document, for rules that seldom find anything.

Several rules ask of every member whether it is one of a few odd things. Nearly always nothing is: then what one
walk has gathered answers all of them. Where a rule cannot tell by it, it looks for itself, with the places.
"""

from dataclasses import dataclass
from typing import Final

from issuer.documents.strict_json import Json, JsonObject

_APART: Final = frozenset({"@context", "proof"})
_NOTHING: Final[frozenset[str]] = frozenset()
_CONTAINERS: Final = (dict, list)


@dataclass(frozen=True)
class Survey:
    """What stands anywhere in a document.

    Attributes:
        names: the names of all members, proofs included; `@context` only where one stands below the top.
        by_id: the objects that have an id in text, by it; those of proofs are left out.
        has_odd_value: whether an object is named by a blank label, or has one type twice.
    """

    names: frozenset[str]
    by_id: dict[str, list[JsonObject]]
    has_odd_value: bool

    @property
    def shared(self) -> list[list[JsonObject]]:
        """The objects of every id that stands at more than one."""
        return [found for found in self.by_id.values() if len(found) > 1]


def survey(document: JsonObject) -> Survey:
    """Look at every object of a document once."""
    objects = _objects_of([document], _APART)
    proofs = _objects_of([item["proof"] for item in objects if "proof" in item], _NOTHING)
    by_id: dict[str, list[JsonObject]] = {}
    for item in objects:
        if isinstance(identifier := item.get("id"), str):
            by_id.setdefault(identifier, []).append(item)
    names = frozenset[str]().union(*objects, *proofs)
    if not any("@context" in item for item in (*objects[1:], *proofs)):
        names -= {"@context"}
    return Survey(names, by_id, any(_has_odd_value(item) for item in (*objects, *proofs)))


def _objects_of(left: list[Json], apart: frozenset[str]) -> list[JsonObject]:
    """Return every object in these values, an outer one before those in it, but for those in members `apart`."""
    found: list[JsonObject] = []
    while left:
        value = left.pop()
        if isinstance(value, dict):
            found.append(value)
            left += [
                item for name, item in value.items() if isinstance(item, _CONTAINERS) and name not in apart
            ]
        elif isinstance(value, list):
            left += [item for item in value if isinstance(item, _CONTAINERS)]
    return found


def _has_odd_value(item: JsonObject) -> bool:
    types = item.get("type")
    if isinstance(types, list) and len(types) > 1:
        texts = [name for name in types if isinstance(name, str)]
        if len(set(texts)) < len(texts):
            return True
    identifier = item.get("id")
    return isinstance(identifier, str) and identifier.startswith("_:")
