"""Reads the documents of one outline: their values, their proofs and their canonical form."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from issuer.documents import strict_json
from issuer.documents.outlines import text as texts
from issuer.documents.outlines.statements import MARK, Statements, marks_of
from issuer.documents.outlines.text import Path, Strings
from issuer.documents.strict_json import JsonObject
from issuer.documents.term_definitions import NotCovered

MOST_VALUES: Final = 200
_PROOF: Final = "proof"


@dataclass(frozen=True, slots=True)
class Outlined:
    """What was read of a document.

    Attributes:
        frame: a document of the same contexts and the same issuer; to be read and not changed.
        proofs: the proofs of this one; empty where it has none.
        canonical_nquads: the canonical form of this one without its proofs.
    """

    frame: JsonObject
    proofs: list[JsonObject]
    canonical_nquads: bytes


class Reader:
    """Reads documents that differ from a first one in values alone; never changed, so that threads may share it.

    Args:
        document: the first document, parsed strictly.
        text: its text.
        strings: the strings of its text.
        holes: which of them are values, and where these stand.

    Raises:
        NotCovered: such documents have no outline.
        ConformanceError: likewise.
        InputError: likewise.
    """

    def __init__(
        self, document: JsonObject, text: str, strings: Strings, holes: Sequence[tuple[int, Path]]
    ) -> None:
        numbers, paths = [number for number, _path in holes], [path for _number, path in holes]
        values = [strings.written[number] for number in numbers]
        count = sum(path[0] != _PROOF for path in paths)
        if MARK in text or len(values) > MOST_VALUES or any(path[0] == _PROOF for path in paths[:count]):
            raise NotCovered("a document that holds marks, too many values, or something after its proofs")
        marks = marks_of(values[:count])
        marked: JsonObject = json.loads(strict_json.encode(document))
        for path, value, mark in zip(paths, values, [*marks, *values[count:]], strict=True):
            _put(marked, path, value, mark)
        proofs = marked.pop(_PROOF, [])
        self._proofs = _objects(proofs if isinstance(proofs, list) else [proofs])
        self._of_proofs = [_place_of(path) for path in paths[count:]]
        self._count = count
        self._parts = texts.between(text, strings, numbers)
        self._frame: JsonObject = {name: value for name, value in document.items() if name != _PROOF}
        self._statements = Statements(marked, marks)

    def read(self, text: str) -> Outlined | None:
        """Read a text, None where the general way is to be asked."""
        values = texts.cut(text, self._parts)
        if values is None:
            return None
        stated, rest = values[: self._count], values[self._count :]
        written = self._statements.write(stated)
        if written is None or not all(value.isprintable() and "\\" not in value for value in rest):
            return None
        proofs = [dict(proof) for proof in self._proofs]
        for (place, name), value in zip(self._of_proofs, rest, strict=True):
            proofs[place][name] = value
        return Outlined(self._frame, proofs, written)


def _put(document: JsonObject, path: Path, value: str, mark: str) -> None:
    """Put a mark where a value stands."""
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if place[path[-1]] != value:
        raise NotCovered("a value that is written with an escape")
    place[path[-1]] = mark


def _objects(proofs: Sequence[object]) -> list[JsonObject]:
    found = [proof for proof in proofs if isinstance(proof, dict)]
    if len(found) < len(proofs):
        raise NotCovered("a proof that is no object")
    return found


def _place_of(path: Path) -> tuple[int, str]:
    """Return which proof and which of its members a path leads to."""
    match path:
        case (_, str(name)):
            return 0, name
        case (_, int(place), str(name)):
            return place, name
        case _:
            raise NotCovered("a value deep in a proof")
