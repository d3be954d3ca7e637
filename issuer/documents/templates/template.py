"""One template: made from a linted document, filled by many.

What the linter asks, and who answers for a document that a template makes:

- schema, clear personal data, absolute addresses: the first document, and the kinds of the holes (`holes`);
- contexts, and that nothing is lost: the first document; no hole stands where a document says how it is read;
- the rules of the caller: the rules themselves, on a copy in whose holes the very values stand;
- objects of one id: the ids in holes differ from each other and from all others, and a hole stands only in an
  object that has such an id or none;
- canonical N-Quads: `statements`.
"""

import json
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Final

from issuer.documents import canonical, strict_json
from issuer.documents.beginnings import Beginnings
from issuer.documents.lint import Rule, lint
from issuer.documents.linted import KEY, LintedDocument
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.templates import holes as places
from issuer.documents.templates.holes import SENTINEL, Hole, NotAlike, RefusedError
from issuer.documents.templates.statements import compile_statements
from issuer.documents.templates.texts import filler
from issuer.errors import ConformanceError

_TIMES: Final = 12
"""How many times its JSON text a template takes in memory: statements, lines, a copy of the document."""


class Template:
    """Makes linted documents that differ from one in the holes alone; safe to use from many threads."""

    __slots__ = (
        "_beginnings", "_fits", "_frame", "_ids", "_lock", "_places", "_rules", "_same_ids", "_schema", "_scratch",
        "_statements", "_write", "size",
    )  # fmt: skip

    def __init__(
        self, document: JsonObject, holes: Sequence[Hole], *, schema: str, rules: Sequence[Rule]
    ) -> None:
        """Make the template of a document that the linter has passed; `compile_template` asks the linter."""
        text = strict_json.encode(document).decode("utf-8")
        if SENTINEL.search(text):
            raise NotAlike("a document that holds what stands for a hole")
        places.require_fillable(document, holes)
        skeleton = blanked(document, holes)
        self.size: Final = _TIMES * len(text)
        self._places = [_open(skeleton, hole) for hole in holes]
        self._scratch = skeleton
        self._frame: JsonObject = {"@context": skeleton.get("@context"), "issuer": skeleton.get("issuer")}
        self._schema, self._rules = schema, tuple(rules)
        self._fits = places.fitting(holes)
        self._ids = [number for number, hole in enumerate(holes) if hole.is_id]
        self._same_ids = frozenset(_ids_in(skeleton)) - {places.sentinel(number) for number in self._ids}
        # No value needs an escape in JSON, so that it stands between the quotation marks as it is.
        parts = SENTINEL.split(strict_json.encode(skeleton).decode("utf-8"))
        self._write = filler(tuple(int(part[-3:]) if n % 2 else part for n, part in enumerate(parts)))
        self._statements = compile_statements(canonical.canonical_nquads(skeleton), holes)
        self._beginnings = Beginnings("sha256")
        self._lock = threading.Lock()

    def make(self, values: Sequence[str]) -> LintedDocument:
        """Return the document with these values in its holes, as the linter would pass it.

        Raises:
            NotAlike: only the linter itself can tell whether it would.
        """
        if len(values) != len(self._places) or not self._fits(values):
            raise NotAlike("a value of another kind")
        ids = {values[number] for number in self._ids}
        if len(ids) != len(self._ids) or not ids.isdisjoint(self._same_ids):
            raise NotAlike("two objects of one id")
        self._require_rules(values)
        return LintedDocument(
            KEY,
            self._write(values).encode("utf-8"),
            frame=self._frame,
            schema=self._schema,
            # A chunk would hold ten megabytes of statements until the last of it is signed.
            canonical_nquads=partial(self._statements, tuple(values)),
            canonical_sha256=self._beginnings.digest(self._statements(values)),
        )

    def _require_rules(self, values: Sequence[str]) -> None:
        with self._lock:
            for (parent, step), value in zip(self._places, values, strict=True):
                parent[step] = value
            for rule in self._rules:
                if next(iter(rule(self._scratch)), None) is not None:
                    raise NotAlike("a rule is broken, and the linter says how")


def compile_template(
    document: JsonObject, holes: Sequence[Hole], *, schema: str, rules: Sequence[Rule] = ()
) -> Template:
    """Lint a document and make the template of all that differ from it in the holes alone.

    Args:
        document: a plain document; it becomes no linted document by this.
        holes: where others differ from it.
        schema: as for `lint`.
        rules: as for `lint`.

    Raises:
        RefusedError: the linter refuses it.
        NotAlike: no template can be made of such documents.
    """
    try:
        template = Template(document, holes, schema=schema, rules=rules)
        # The template must say of its first document, and of every choice, what the linter says.
        for values in _examples(document, holes):
            linted = lint(_with(document, holes, values), schema=schema, rules=rules)
            made = template.make(values)
            same = (
                made.canonical_nquads == linted.canonical_nquads,
                made.canonical_sha256 == linted.canonical_sha256,
                made.take_text() == linted.take_text(),
            )
            if not all(same):
                raise NotAlike("a document that comes out differently")
    except ConformanceError as refusal:
        raise RefusedError("a document that the linter refuses") from refusal
    return template


def _examples(document: JsonObject, holes: Sequence[Hole]) -> Iterator[list[str]]:
    """Give the values of the document, and then every choice once, those of all holes side by side."""
    own = [places.value_at(document, hole.path) for hole in holes]
    yield own
    for place in range(max((len(hole.choices) for hole in holes), default=0)):
        yield [
            hole.choices[min(place, len(hole.choices) - 1)] if hole.choices else value
            for hole, value in zip(holes, own, strict=True)
        ]


def _with(document: JsonObject, holes: Sequence[Hole], values: Sequence[str]) -> JsonObject:
    """Return a copy of the document with other values in its holes."""
    copied: JsonObject = json.loads(strict_json.encode(document))
    for hole, value in zip(holes, values, strict=True):
        parent, step = _open(copied, hole)
        parent[step] = value
    return copied


def blanked(document: JsonObject, holes: Sequence[Hole]) -> JsonObject:
    """Return a copy of a document without what stands in the holes: what all documents of a template share.

    Raises:
        NotAlike: there is no text in one of them.
    """
    return _with(document, holes, [places.sentinel(number) for number in range(len(holes))])


def _open(document: JsonObject, hole: Hole) -> tuple[Any, str | int]:
    places.value_at(document, hole.path)
    return places.place_of(document, hole.path)


def _ids_in(value: Json) -> list[str]:
    """Return every id in a document."""
    if isinstance(value, dict):
        own = [value["id"]] if isinstance(value.get("id"), str) else []
        return [str(one) for one in own] + [one for item in value.values() for one in _ids_in(item)]
    return [one for item in value for one in _ids_in(item)] if isinstance(value, list) else []
