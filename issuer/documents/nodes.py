"""Objects of one document that share an id: JSON-LD makes them one node, so they must not disagree.

A reader of the JSON sees two objects, a signature over RDF covers their union, whatever their types: where
two objects of one id give different values for a member, nobody can say which value belongs to which. Lists
are left alone, for a node may have several values there. Credentials inside are documents of their own.
"""

from collections.abc import Iterator
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.survey import Survey
from issuer.documents.wording import Violation, pointer_of

_OWN_DOCUMENTS: Final = frozenset({"@context", "proof", "endorsement", "verifiableCredential"})


def find_merged(document: JsonObject, *, seen: Survey | None = None) -> Iterator[Violation]:
    """Yield every member in which an object contradicts what an earlier one of the same id says.

    Args:
        document: the received JSON object.
        seen: what a look at it has gathered, where it was looked at.
    """
    if not _has_contradiction(document, seen):
        return
    said: dict[str, JsonObject] = {}
    for path, item in _objects(document, ()):
        name = item.get("id")
        if not isinstance(name, str):
            continue
        earlier = said.setdefault(name, {})
        for member, value in item.items():
            if member != "type" and _single(value) and earlier.setdefault(member, value) != value:
                yield Violation(
                    pointer_of((*path, member)), "another object of the same id says something else here"
                )


def _objects(value: Json, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], JsonObject]]:
    if isinstance(value, dict):
        yield path, value
        for name, item in value.items():
            if name not in _OWN_DOCUMENTS:
                yield from _objects(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _objects(item, (*path, index))


def _has_contradiction(document: JsonObject, seen: Survey | None) -> bool:
    """Say whether anything may be to be found, without keeping track of where; seldom there is."""
    if seen is not None and not seen.names & _OWN_DOCUMENTS - {"proof"}:
        return any(_disagree(same) for same in seen.shared)
    found: dict[str, list[JsonObject]] = {}
    left: list[dict[str, Json] | list[Json]] = [document]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            if isinstance(name := value.get("id"), str):
                found.setdefault(name, []).append(value)
            left += [
                item
                for member, item in value.items()
                if isinstance(item, dict | list) and member not in _OWN_DOCUMENTS
            ]
        else:
            left += [item for item in value if isinstance(item, dict | list)]
    return any(len(same) > 1 and _disagree(same) for same in found.values())


def _disagree(objects: list[JsonObject]) -> bool:
    """Say whether any two objects give one member two values."""
    seen: JsonObject = {}
    for item in objects:
        for member, value in item.items():
            if member != "type" and _single(value) and seen.setdefault(member, value) != value:
                return True
    return False


def _single(value: Json) -> bool:
    return isinstance(value, str | int | float | bool)
