"""The validator that explains what is wrong with a document, which the compiled one only refuses.

Imported when the first document is refused (`schemas`): with what it needs it takes 2 MB, and a process that issues and
verifies what is in order never asks it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource


def validator(
    schema: dict[str, Any],
    documents: Iterable[dict[str, Any]],
    formats: Mapping[str, Callable[[object], bool]],
) -> Draft202012Validator:
    """Return the validator of a schema.

    Args:
        schema: the schema.
        documents: every schema that it may refer to, by `$id`.
        formats: what decides whether a value has a named format.
    """
    checker = FormatChecker(formats=())
    for name, check in formats.items():
        checker.checks(name)(check)
    resources = ((document["$id"], Resource.from_contents(document)) for document in documents)
    registry: Registry[Any] = Registry().with_resources(resources)
    return _EXPLAINING(schema, registry=registry, format_checker=checker)


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:  # noqa: ANN401  (the signature of jsonschema)
    """Read `$` as the compiled validator does: the end of the text, not the place before a last line end."""
    whole = f"{pattern[:-1]}\\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and not re.search(whole, instance):
        yield ValidationError("pattern")


_EXPLAINING: Final[type[Draft202012Validator]] = extend(  # type: ignore[no-untyped-call]  # jsonschema has no types here
    Draft202012Validator, {"pattern": _pattern}
)
