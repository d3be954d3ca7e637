"""JSON values as the texts of RDF literals (JSON-LD 1.1 API sections 8.2.2 and 8.6), in the safe mode."""

import math
import re
from typing import Final

from issuer.documents import jcs
from issuer.documents.nquads import escaped
from issuer.documents.safe_mode import CONTROL, check_source, check_text, loss
from issuer.documents.strict_json import LARGEST_EXACT_INTEGER, Json, JsonObject
from issuer.documents.term_definitions import XSD, NotCovered, Term

_DOUBLE_FROM: Final = 1e21
_TRAILING_ZEROS: Final = re.compile(r"(\d)0*E\+?(-)?0*(\d)")


def text_of(value: str) -> str:
    """Return the text of a literal, escaped; a control character is refused as in the slow road."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return value
    if CONTROL.search(value):
        raise loss("a control character does not survive signing in every software")
    return escaped(value)


def tagged(value: JsonObject) -> str:
    """Return a text with its language as a literal; language tags are lower-cased, as every processor does."""
    check_text(value)
    text, language = value["@value"], value.get("@language", "")
    if type(text) is not str or type(language) is not str:
        raise NotCovered("a text that is more than a text")
    return f'"{text_of(text)}"{"@" if language else ""}{language.lower()}'


def json_of(value: Json) -> str:
    """Return the canonical JSON of a JSON literal."""
    check_source(value)
    _require_exact(value)
    return jcs.canonicalize(value).decode("utf-8")


def native(value: Json, term: Term) -> str:
    """Return a number or boolean as a literal (JSON-LD API 8.2.2)."""
    if isinstance(value, bool):
        text, datatype = ("true" if value else "false"), "boolean"
    elif isinstance(value, int | float):
        text, datatype = _number(value)
    elif value is None:
        raise loss("a null is not signed; leave the member out")
    elif isinstance(value, list):
        raise loss("a list directly inside a list has no meaning here")
    else:
        raise NotCovered("a value that is not JSON")
    return f'"{text}"^^<{XSD}{datatype}> .\n' if term.native else f'"{text}{term.tail}'


def _number(value: float) -> tuple[str, str]:
    if isinstance(value, int):
        if abs(value) > LARGEST_EXACT_INTEGER:
            raise NotCovered("an integer that a double does not hold")
        return str(value), "integer"
    if not math.isfinite(value):
        raise NotCovered("NaN or Infinity")
    if value.is_integer() and abs(value) < _DOUBLE_FROM:
        return str(int(value)), "integer"
    return _TRAILING_ZEROS.sub(r"\1E\2\3", f"{value:1.15E}"), "double"


def _require_exact(value: Json) -> None:
    """Leave to the slow road what a double does not hold, and JSON that names contexts, as it looks at these."""
    if isinstance(value, int | float):
        _number(value)
    elif isinstance(value, list):
        for item in value:
            _require_exact(item)
    elif isinstance(value, dict):
        if "@context" in value:
            raise NotCovered("JSON that names contexts")
        for item in value.values():
            _require_exact(item)
