"""What recognisers state, in facts: the kinds of statements of credit and how their members are filled.

The schemas lie in `schemas/statements/`; `badges.statements.KINDS` lists the kinds. A decision and an approval are
about one person and are never public; a value is public.
"""

from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.services.endorsements import Statement

EQUIVALENCY: Final = "credit-equivalency"
DECISION: Final = "lane-decision"
APPROVAL: Final = "pre-approval"


def statement(kind: str, facts: JsonObject) -> Statement:
    """Return a statement of one of these kinds."""
    return Statement(kind, facts)


def without_nulls(value: JsonObject) -> JsonObject:
    """Return an object without members that are null or empty, all the way down: a statement says what is known."""
    return {name: _clean(item) for name, item in value.items() if item not in (None, "", [])}


def _clean(value: Json) -> Json:
    if isinstance(value, dict):
        return without_nulls(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return value
