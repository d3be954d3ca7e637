"""Check 3.3: is the value of a result one that its description allows? (R33, R34)

No validator of Open Badges asks this. What is odd is the issuer's to explain, so it becomes a warning in words: a
value outside of the allowed ones or of the range, one below the required value, a status that is not named.
Values are texts; only plain decimal numbers are compared as numbers, and ordered words by their place.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.verify.report import Caution

CODE: Final = "RESULT_VALUE_ODD"
STATUS: Final = "Status"
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)


def odd_values(place: str, result: JsonObject, description: JsonObject) -> Iterator[Caution]:
    """Yield what is odd about one result.

    Args:
        place: pointer of the result.
        result: the result.
        description: the description that it names.
    """
    if description.get("resultType") == STATUS and not isinstance(result.get("status"), str):
        yield Caution(CODE, "A result is a status, but does not say which one.", place)
    value = result.get("value")
    if not isinstance(value, str):
        return
    allowed = description.get("allowedValue")
    words = [item for item in (allowed if isinstance(allowed, list) else [allowed]) if isinstance(item, str)]
    pointer = f"{place}/value"
    if words and value not in words:
        yield Caution(CODE, "A result has a value that its description does not allow.", pointer)
    elif _is_outside(value, description):
        yield Caution(CODE, "A result has a value outside of the range of its description.", pointer)
    elif _is_below(value, description.get("requiredValue"), words):
        yield Caution(CODE, "A result has a value below the one that the badge requires.", pointer)


def _is_outside(value: str, description: JsonObject) -> bool:
    number, low, high = (
        _number(item) for item in (value, description.get("valueMin"), description.get("valueMax"))
    )
    if number is None:
        return False
    return (low is not None and number < low) or (high is not None and number > high)


def _is_below(value: str, required: object, words: list[str]) -> bool:
    if value in words and required in words:
        return words.index(value) < words.index(str(required))
    number, least = _number(value), _number(required)
    return number is not None and least is not None and number < least


def _number(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None
