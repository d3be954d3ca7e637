"""Ways to change one thing in a document."""

import copy
from collections.abc import Iterator
from typing import Any, Final

from issuer.documents.strict_json import Json, JsonObject

REMOVED: Final = object()


def changed(document: JsonObject, pointer: str, value: Any) -> JsonObject:
    """Return a copy of a document with one place replaced, added or (REMOVED) taken out."""
    result = copy.deepcopy(document)
    *above, last = [int(step) if step.isdigit() else step for step in pointer[1:].split("/")]
    place: Any = result
    for step in above:
        place = place[step]
    if value is REMOVED:
        del place[last]
    elif isinstance(place, list) and last == len(place):
        place.append(value)
    else:
        place[last] = value
    return result


def at(document: JsonObject, pointer: str) -> Any:
    """Return the value at a pointer."""
    place: Any = document
    for step in pointer[1:].split("/") if pointer else ():
        place = place[int(step)] if isinstance(place, list) else place[step]
    return place


def leaves(value: Json, pointer: str = "") -> Iterator[str]:
    """Yield the pointer of every text, number and truth value."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{pointer}/{index}")
    else:
        yield pointer


def mutations(document: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    """Yield (pointer, what was done, changed document) for every leaf and every way to spoil it."""
    for pointer in leaves(document):
        old = at(document, pointer)
        ways: dict[str, Any] = {
            "removed": REMOVED,
            "null": None,
            "in a list": [old],
            "in an object": {"value": old},
            "emptied": "",
            "a number": 7,
            "negative": -1,
            "true": True,
            "its text": str(old),
            "upper case": str(old).upper(),
            "with a space": f"{old} ",
            "with a line end": f"{old}\n",
            "with a zero": f"{old}\x00",
            "another text": "something else",
            "a script": "javascript:alert(1)",
            "very long": "x" * 3000,
        }
        for way, value in ways.items():
            yield pointer, way, changed(document, pointer, value)


def nodes(value: Json, pointer: str = "") -> Iterator[str]:
    """Yield the pointer of every object and list below the top."""
    if isinstance(value, dict | list):
        if pointer:
            yield pointer
        for name, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from nodes(item, f"{pointer}/{name}")


def rearrangements(document: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    """Yield (pointer, what was done, changed document) for every object and list and every other shape."""
    for pointer in nodes(document):
        old = at(document, pointer)
        ways: dict[str, Any] = {
            "removed": REMOVED,
            "null": None,
            "emptied": type(old)(),
            "the other kind, empty": {} if isinstance(old, list) else [],
            "in a list": [old],
            "an address": "https://a.example/x",
        }
        if isinstance(old, list):
            ways |= {"out of its list": old[0], "twice": old * 2, "with a null": [*old, None]}
        for way, value in ways.items():
            yield pointer, way, changed(document, pointer, value)
        if isinstance(old, dict):
            yield pointer, "with a member more", changed(document, f"{pointer}/somethingElse", "x")
