"""One look at every object of a document, for rules that seldom find anything.

Several rules ask of every member whether it is one of a few odd things. Nearly always nothing is: then what one
walk has gathered answers all of them. Where a rule cannot tell by it, it looks for itself, with the places.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from issuer.documents.strict_json import Json, JsonObject

Path: TypeAlias = tuple[str | int, ...]

_CONTAINERS: Final = (dict, list)
_PROOF: Final = "proof"
_CONTEXT: Final = "@context"
_BLANK: Final = "_:"


@dataclass(frozen=True)
class Survey:
    """What stands anywhere in a document.

    Attributes:
        document: the document.
        names: the names of all members, proofs included; `@context` only where one stands below the top.
        by_id: every object that has an id in text, by it, in no order; those of proofs are left out.
        has_odd_value: whether an object is named by a blank label, or has one type twice.
        is_of_parse: whether it comes out of a parse, where no object stands at two places.
    """

    document: JsonObject
    names: frozenset[str]
    by_id: dict[str, list[JsonObject]]
    has_odd_value: bool
    is_of_parse: bool = False

    @property
    def shared(self) -> list[list[JsonObject]]:
        """The objects of every id that stands at more than one."""
        return [found for found in self.by_id.values() if len(found) > 1]

    def places_of_shared(self) -> list[tuple[Path, JsonObject]]:
        """Return the objects of `shared` with their places, in document order."""
        shared = {id(item) for same in self.shared for item in same}
        if not shared:
            return []
        walk = _Walk()
        _look(self.document, (), walk)
        return [place for place in walk.objects if id(place[1]) in shared]


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
            by_id.setdefault(identifier, []).append(item)
    names = frozenset[str]().union(*(item for _, item in objects))
    if _CONTEXT in names and not any(_CONTEXT in item for path, item in objects if path):
        names -= {_CONTEXT}
    return Survey(document, names, by_id, any(_is_odd(item) for _, item in objects))


def survey_parsed(document: JsonObject, objects: Sequence[JsonObject]) -> Survey:
    """Return what `survey` does of a document, all of whose objects a parse has noted.

    Args:
        document: what was parsed.
        objects: every object in it, itself last; none of them stands at two places.
    """
    context = document.get(_CONTEXT)
    names = frozenset[str]().union(*objects[:-1])
    is_plain = isinstance(context, str) or _are_texts(context)
    if not is_plain or _PROOF in names or _CONTEXT in names or not _are_plain_proofs(document.get(_PROOF)):
        # Proofs or contexts in parts; only a walk from the top tells what belongs to them.
        return survey(document)
    by_id: dict[str, list[JsonObject]] = {}
    is_odd = False
    for item in objects:
        types, identifier = item.get("type"), item.get("id")
        if isinstance(types, list) and len(types) > 1 and _has_twice(types):
            is_odd = True
        if isinstance(identifier, str):
            if identifier[:2] == _BLANK:
                is_odd = True
            if identifier in by_id:
                by_id[identifier].append(item)
            else:
                by_id[identifier] = [item]
    return Survey(document, names.union(document) - {_CONTEXT}, by_id, is_odd, is_of_parse=True)


def _are_plain_proofs(value: Json) -> bool:
    """Say whether every proof is an object of single values, without an id of its own."""
    return all(
        not isinstance(proof, list)
        and not (
            isinstance(proof, dict)
            and ("id" in proof or any(isinstance(member, _CONTAINERS) for member in proof.values()))
        )
        for proof in (value if isinstance(value, list) else [value])
    )


def _are_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


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


def _is_odd(item: JsonObject) -> bool:
    """Say whether an object is named by a blank label, or has one type twice."""
    types, identifier = item.get("type"), item.get("id")
    if isinstance(types, list) and _has_twice(types):
        return True
    return isinstance(identifier, str) and identifier.startswith(_BLANK)


def _has_twice(types: list[Json]) -> bool:
    texts = [name for name in types if isinstance(name, str)]
    return len(set(texts)) < len(texts)
