"""Our JSON Schemas: a compiled validator decides, a wording one explains.

The files lie in `schemas/` (draft 2020-12, written from the data model). "emit" schemas describe
exactly what we sign and are stricter than the official ones; "read" schemas accept the shapes that
VCDM and Open Badges allow. Hostile values are never echoed beyond a few characters.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource

from issuer.documents.strict_json import JsonObject
from issuer.errors import ConfigurationError, ConformanceError

FOLDER: Final = Path(__file__).resolve().parent.parent.parent / "schemas"
BASE: Final = "urn:mintmark:schema:"
_SHOWN: Final = 60
_MOST: Final = 20


@dataclass(frozen=True)
class Violation:
    """One broken rule: where (RFC 6901 pointer) and what, in words."""

    pointer: str
    message: str


def _file(name: str) -> Path:
    return FOLDER / f"{name.replace('/', '-')}.schema.json"


@cache
def _documents() -> dict[str, Any]:
    return {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.schema.json"))
    }


@cache
def _registry() -> Any:  # noqa: ANN401  (referencing's registry is generic over the schema type)
    resources = [(document["$id"], Resource.from_contents(document)) for document in _documents().values()]
    return Registry().with_resources(resources)


def _document(name: str) -> dict[str, Any]:
    document: dict[str, Any] | None = _documents().get(_file(name).name)
    if document is None:
        raise ConfigurationError(f"there is no schema named {name}")
    return document


@cache
def _compiled(name: str) -> Any:  # noqa: ANN401  (the compiled validator has no type of its own)
    registry = jsonschema_rs.Registry([(document["$id"], document) for document in _documents().values()])
    return jsonschema_rs.Draft202012Validator(_document(name), registry=registry)


@cache
def _wording(name: str) -> Draft202012Validator:
    return Draft202012Validator(_document(name), registry=_registry())


def pointer_of(path: Any) -> str:  # noqa: ANN401  (a deque of names and indexes)
    """Return the RFC 6901 pointer of a path of names and indexes."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _words(error: ValidationError) -> str:
    rule: Any = error.validator_value
    advice = error.schema.get("$comment") if isinstance(error.schema, dict) else None
    match error.validator:
        case "required":
            missing = next((n for n in rule if n not in (error.instance if isinstance(error.instance, dict) else {})), "")
            said = f"the member {missing!r} is missing"
        case "additionalProperties" | "unevaluatedProperties":
            said = f"a member is not allowed here: {error.message.split('(')[-1].rstrip(')')[:_SHOWN]}"
        case "type":
            wanted = rule
            said = f"{wanted if isinstance(wanted, str) else ' or '.join(wanted)} is expected, found {_short(error.instance)}"
        case "const" | "enum":
            said = f"{_short(error.validator_value)} is expected, found {_short(error.instance)}"
        case "pattern" | "format":
            said = f"{_short(error.instance)} has the wrong form"
        case "minItems" | "maxItems" | "minLength" | "maxLength" | "uniqueItems" | "minimum" | "maximum":
            said = f"the value breaks the limit {error.validator} {_short(error.validator_value)}"
        case _:
            said = f"the value does not fit ({error.validator})"
    return f"{said}; {advice}" if advice else said


def is_valid(document: JsonObject, schema: str) -> bool:
    """Decide quickly whether a document fits a schema."""
    return bool(_compiled(schema).is_valid(document))


def find_violations(document: JsonObject, schema: str, *, limit: int = _MOST) -> list[Violation]:
    """Return what is wrong with a document, worded for a person; empty when it fits.

    Args:
        document: the received JSON object.
        schema: a name like "read/credential".
        limit: the most violations to word.
    """
    if is_valid(document, schema):
        return []
    found: list[Violation] = []
    for error in _wording(schema).iter_errors(document):
        deepest = best_match([error]) or error
        found.append(Violation(pointer_of(deepest.absolute_path), _words(deepest)))
        if len(found) == limit:
            break
    return found or [Violation("", "the document does not fit the data model")]


def require(document: JsonObject, schema: str) -> None:
    """Refuse a document that does not fit.

    Raises:
        ConformanceError: SCHEMA_VIOLATION with the first pointer; its sentence names every violation.
    """
    violations = find_violations(document, schema)
    if violations:
        raise_violations(violations)


def raise_violations(violations: list[Violation]) -> None:
    """Raise one error that names all violations.

    Raises:
        ConformanceError: SCHEMA_VIOLATION with the first pointer.
    """
    told = "; ".join(f"{v.pointer or '(document)'}: {v.message}" for v in violations)
    raise ConformanceError(told, code="SCHEMA_VIOLATION", pointer=violations[0].pointer)
