"""Our JSON Schemas: a compiled validator decides, a wording one explains.

The files lie in `schemas/` (draft 2020-12, written from the data model; `schemas/README.md` says what each
is for). "emit" schemas describe exactly what we sign and are stricter than the official ones; "read"
schemas accept the shapes that VCDM and Open Badges allow; "published" ones say where a readable document
leaves the official form. What no schema can say (contexts, references between parts, order of dates) is
checked by `contexts`, `jsonld` and the rules of the rooms above.

Hostile input: every pattern runs on an engine without backtracking, no schema is ever fetched, and the
engine that words an error only sees what the compiled one has refused.
"""

import importlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final, NoReturn

import jsonschema_rs

from issuer.documents import wording
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time
from issuer.documents.wording import Violation
from issuer.errors import ConfigurationError, ConformanceError, InputError

__all__ = [
    "FOLDER",
    "Violation",
    "find_violations",
    "is_valid",
    "names",
    "published_bytes",
    "raise_violations",
    "require",
]

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "schemas"
SUFFIX: Final = ".schema.json"
EXPLAINING: Final = "issuer.documents.explaining"
STATEMENTS: Final = "statements"
"""The folder of the schemas that are published, because a signed document refers to what they describe."""
_MOST: Final = 20


def is_valid(document: JsonObject, schema: str) -> bool:
    """Decide whether a document fits a schema; quick, for documents that mostly do.

    Raises:
        ConfigurationError: there is no schema of this name.
    """
    return bool(_compiled(schema).is_valid(document))


def find_violations(document: JsonObject, schema: str, *, limit: int = _MOST) -> list[Violation]:
    """Return what is wrong with a document, worded for a person; empty when it fits.

    Args:
        document: the received JSON object.
        schema: a name like "read/credential".
        limit: the most violations to word.

    Raises:
        ConfigurationError: there is no schema of this name.
    """
    if is_valid(document, schema):
        return []
    found = list(islice(_distinct(document, schema), limit))
    return found or [Violation("", "the document does not fit the data model")]


def require(document: JsonObject, schema: str) -> None:
    """Refuse a document that does not fit.

    Raises:
        ConformanceError: SCHEMA_VIOLATION with the first pointer; its sentence names every violation.
        ConfigurationError: there is no schema of this name.
    """
    violations = find_violations(document, schema)
    if violations:
        raise_violations(violations)


def raise_violations(violations: list[Violation]) -> NoReturn:
    """Raise one error that names all violations.

    Raises:
        ConformanceError: SCHEMA_VIOLATION with the first pointer.
    """
    told = "; ".join(f"{violation.pointer or '(document)'}: {violation.message}" for violation in violations)
    raise ConformanceError(told, code="SCHEMA_VIOLATION", pointer=violations[0].pointer)


def names() -> tuple[str, ...]:
    """Return the name of every schema that a document can be held against."""
    return tuple(sorted(name for name in _documents() if name != "defs"))


def published_bytes(name: str) -> bytes | None:
    """Return the file of a published schema by the last part of its name, None where there is none."""
    if f"{STATEMENTS}/{name}" not in _documents():
        return None
    return (FOLDER / STATEMENTS / f"{name}.json").read_bytes()


def _distinct(document: JsonObject, schema: str) -> Iterator[Violation]:
    """Word every error once: two branches of a schema may find the same fault."""
    seen: set[Violation] = set()
    for error in _explaining(schema).iter_errors(document):
        violation = wording.word(error)
        if violation not in seen:
            seen.add(violation)
            yield violation


def _name(document: dict[str, Any]) -> str:
    return str(document["$id"]).removeprefix("urn:mintmark:schema:")


@cache
def _documents() -> dict[str, dict[str, Any]]:
    paths = [*sorted(FOLDER.glob(f"*{SUFFIX}")), *sorted((FOLDER / STATEMENTS).glob("*.json"))]
    found = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    return {_name(document): document for document in found}


def _document(name: str) -> dict[str, Any]:
    document = _documents().get(name)
    if document is None:
        raise ConfigurationError(f"there is no schema named {name!r}")
    return document


def _is_moment(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(parse_time(value))
    except InputError:
        return False


def _is_day(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(date.fromisoformat(value))
    except ValueError:
        return False


_FORMATS: Final = {"date-time": _is_moment, "date": _is_day}


@cache
def _compiled(name: str) -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([(document["$id"], document) for document in _documents().values()])
    return jsonschema_rs.Draft202012Validator(
        _document(name),
        registry=registry,
        formats=_FORMATS,
        validate_formats=True,
        pattern_options=jsonschema_rs.RegexOptions(),
        offline=True,
    )


@cache
def _explaining(name: str) -> Any:  # noqa: ANN401  (of jsonschema, which is not imported here)
    engine = importlib.import_module(EXPLAINING)
    return engine.validator(_document(name), _documents().values(), _FORMATS)
