"""Say what is wrong with a document in a sentence for a person, without repeating hostile text.

A schema's `description` says what is expected at its place; the sentence takes it over. Of several ways
to write a value, the one is explained that the writer most likely meant. Long, strange or private
values are named by their kind. Which rules there are is not known here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from issuer.documents.strict_json import Json

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

SHOWN: Final = 60
_KINDS: Final = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


@dataclass(frozen=True)
class Violation:
    """One broken rule: where (RFC 6901 pointer), what in words, and by which keyword of a schema."""

    pointer: str
    message: str
    rule: str = field(default="", compare=False)


def pointer_of(path: Iterable[str | int]) -> str:
    """Return the RFC 6901 pointer of a path of names and indexes; a long name is cut."""
    return "".join(f"/{_cut(str(step)).replace('~', '~0').replace('/', '~1')}" for step in path)


def word(error: "ValidationError") -> Violation:
    """Return the violation that an error of the explaining validator stands for."""
    meant = _meant(error)
    return Violation(pointer_of(meant.absolute_path), _sentence(meant), str(meant.validator))


def name_value(value: Json) -> str:
    """Name a value: short plain text and numbers as they are, anything else by its kind."""
    if isinstance(value, str):
        shown = _cut(value)
        # What may be a mail address is not repeated: errors are logged and sent on.
        return "a text" if "@" in value else f'"{shown}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return _cut(str(value))
    return ("an object" if value else "an empty object") if isinstance(value, dict) else _list(value)


def _list(value: list[Json]) -> str:
    return f"a list of {len(value)}" if value else "an empty list"


def _cut(text: str) -> str:
    printable = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text[: SHOWN + 1])
    return printable if len(printable) <= SHOWN else printable[:SHOWN] + "…"


def _meant(error: "ValidationError") -> "ValidationError":
    """Go down to the branch that the writer meant, where a schema does not name the choice itself."""
    while error.context and _description(error) is None:
        branches: dict[Any, list[ValidationError]] = {}
        for cause in error.context:
            branches.setdefault(cause.relative_schema_path[0], []).append(cause)
        # A branch that wants another kind of value was not meant; the shortest list of faults is nearest.
        meant = min(branches.values(), key=lambda causes: (_other_kind(causes), len(causes)))
        error = meant[0]
    return error


def _other_kind(causes: "list[ValidationError]") -> bool:
    return any(cause.validator in {"type", "const"} and not cause.relative_path for cause in causes)


def _sentence(error: "ValidationError") -> str:
    match error.validator:
        case "required":
            return f"the member {_missing(error)} is missing"
        case "additionalProperties" | "unevaluatedProperties":
            return f"the member {_unknown(error)} is not allowed here"
        case "propertyNames":
            return f"a member has a name that is not allowed here: {error.message}"
    found: Any = error.instance
    expected = _description(error) or _expected(str(error.validator), error.validator_value)
    return f"expected {expected}, found {name_value(found)}"


def _description(error: "ValidationError") -> str | None:
    schema: Any = error.schema
    return schema.get("description") if isinstance(schema, dict) else None


def _missing(error: "ValidationError") -> str:
    rule: Any = error.validator_value
    # The engine reports each missing name by itself; its message begins with the name it means.
    return next(
        (f'"{name}"' for name in rule if error.message.startswith(repr(name))), "that the schema asks for"
    )


def _unknown(error: "ValidationError") -> str:
    known = error.schema.get("properties", {}) if isinstance(error.schema, dict) else {}
    names = [name for name in error.instance if name not in known] if isinstance(error.instance, dict) else []
    return f'"{_cut(str(names[0]))}"' if names else "that the schema does not know"


def _expected(keyword: str, rule: Any) -> str:  # noqa: ANN401  (a keyword's value may be anything)
    match keyword:
        case "type":
            kinds = [rule] if isinstance(rule, str) else rule
            return " or ".join(_KINDS[kind] for kind in kinds)
        case "const":
            return name_value(rule) if isinstance(rule, str) else str(rule)
        case "enum":
            return "one of " + ", ".join(str(value) for value in rule)
        case "minItems" | "minLength" | "minProperties":
            return f"at least {rule}"
        case "maxItems" | "maxLength" | "maxProperties":
            return f"at most {rule}"
        case "minimum":
            return f"a number of at least {rule}"
        case "maximum":
            return f"a number of at most {rule}"
        case "uniqueItems":
            return "a list in which nothing occurs twice"
    return "another value"
