"""The text of an outline: what stands between its values, and where these stand in the document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from issuer.documents import json_shape
from issuer.documents.strict_json import Json, JsonObject

Path: TypeAlias = tuple[str | int, ...]
_FIXED: Final = frozenset({"@context", "type", "issuer", "achievement"})
"""Members below which nothing is a value: how a document is read, and the parts that are read as one."""


@dataclass(frozen=True, slots=True, eq=False)
class Strings:
    """The strings of a JSON text, names of members among them, in the order in which they are written.

    Attributes:
        written: each as it stands between its quotation marks; two characters of an escaped mark are two dots.
        bare: all the rest of the text in one piece.
    """

    written: list[str]
    bare: str


def strings_of(text: str) -> Strings:
    """Return the strings of a text that was parsed strictly."""
    return Strings(*json_shape.strings_apart(text, json_shape.escapes_in(text)))


def paths_of(document: JsonObject) -> list[Path | None]:
    """Return where each string of a document stands, in the order of `Strings`; None for what is no value."""
    return list(_paths(document, (), is_open=True))


def _paths(value: Json, path: Path, *, is_open: bool) -> Iterator[Path | None]:
    if isinstance(value, str):
        yield path if is_open else None
    elif isinstance(value, dict):
        for name, item in value.items():
            yield None
            yield from _paths(item, (*path, name), is_open=is_open and name not in _FIXED)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _paths(item, (*path, place), is_open=is_open)


def between(text: str, strings: Strings, holes: Iterable[int]) -> list[str]:
    """Return the parts of a text before, between and after some of its strings, which are given by their order."""
    parts, read, end, wanted = list[str](), 0, 0, frozenset(holes)
    for number, written in enumerate(strings.written):
        start = text.index('"', end) + 1
        end = start + len(written) + 1
        if number in wanted:
            parts.append(text[read:start])
            read = end - 1
    return [*parts, text[read:]]


def cut(text: str, parts: Sequence[str]) -> list[str] | None:
    """Return what stands between the parts of a text, None where it has other parts.

    No value holds a quotation mark, so that in JSON each is one whole string unless a backslash is in it.
    """
    values, read = list[str](), 0
    for part in parts[:-1]:
        if not text.startswith(part, read):
            return None
        read += len(part)
        end = text.find('"', read)
        if end < 0:
            return None
        values.append(text[read:end])
        read = end
    return values if text[read:] == parts[-1] else None
