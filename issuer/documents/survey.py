"""One look at every object of a document, for rules that seldom find anything.

Several rules ask of every member whether it is one of a few odd things. Nearly always nothing is: then what one
walk has gathered answers all of them. Where a rule cannot tell by it, it looks for itself, with the places.
"""

from dataclasses import dataclass, field
from typing import Final, TypeAlias

from issuer.documents.strict_json import Json, JsonObject

Path: TypeAlias = tuple[str | int, ...]

_CONTAINERS: Final = (dict, list)
_PROOF: Final = "proof"
_CONTEXT: Final = "@context"


@dataclass(frozen=True)
class Survey:
    """What stands anywhere in a document.

    Attributes:
        names: the names of all members, proofs included; `@context` only where one stands below the top.
        objects: every object with its place, in document order; those of proofs are left out.
        by_id: those of them that have an id in text, by it.
        has_odd_value: whether an object is named by a blank label, or has one type twice.
    """

    names: frozenset[str]
    objects: list[tuple[Path, JsonObject]]
    by_id: dict[str, list[JsonObject]]
    has_odd_value: bool

    @property
    def shared(self) -> list[list[JsonObject]]:
        """The objects of every id that stands at more than one."""
        return [found for found in self.by_id.values() if len(found) > 1]

    def places_of_shared(self) -> list[tuple[Path, JsonObject]]:
        """Return the objects of `shared` with their places, in document order."""
        shared = {id(item) for same in self.shared for item in same}
        return [place for place in self.objects if id(place[1]) in shared] if shared else []


@dataclass
class _Walk:
    """What was seen so far: every object outside of contexts and proofs with its place, and the proofs."""

    objects: list[tuple[Path, JsonObject]] = field(default_factory=list)
    proofs: list[Json] = field(default_factory=list)


def survey(document: JsonObject) -> Survey:
    """Look at every object of a document once; it is nested no deeper than the strict parse allows."""
    walk = _Walk()
    _look(document, (), walk)
    within = _Walk()
    for proof in walk.proofs:
        _look(proof, (_PROOF,), within)
    # A proof in a proof is one more part of it.
    while within.proofs:
        _look(within.proofs.pop(), (_PROOF,), within)
    objects = walk.objects + within.objects
    by_id: dict[str, list[JsonObject]] = {}
    for _, item in walk.objects:
        if isinstance(identifier := item.get("id"), str):
            if identifier in by_id:
                by_id[identifier].append(item)
            else:
                by_id[identifier] = [item]
    return Survey(_names(objects), walk.objects, by_id, _any_odd(objects))


def _look(value: Json, path: Path, walk: _Walk) -> None:
    if isinstance(value, dict):
        walk.objects.append((path, value))
        for name, item in value.items():
            if isinstance(item, _CONTAINERS):
                if name == _PROOF:
                    walk.proofs.append(item)
                elif name != _CONTEXT:
                    _look(item, (*path, name), walk)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, _CONTAINERS):
                _look(item, (*path, number), walk)


def _names(objects: list[tuple[Path, JsonObject]]) -> frozenset[str]:
    names = frozenset[str]().union(*(item for _, item in objects))
    if _CONTEXT in names and not any(_CONTEXT in item for path, item in objects if path):
        names -= {_CONTEXT}
    return names


def _any_odd(objects: list[tuple[Path, JsonObject]]) -> bool:
    for _, item in objects:
        types, identifier = item.get("type"), item.get("id")
        if isinstance(types, list) and len(types) > 1:
            texts = [name for name in types if isinstance(name, str)]
            if len(set(texts)) < len(texts):
                return True
        if isinstance(identifier, str) and identifier.startswith("_:"):
            return True
    return False
