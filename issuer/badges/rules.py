"""Rules of Open Badges content that no schema can say, for the linter before signing.

Each rule yields what it finds; `OPEN_BADGE_RULES` is the whole list (R27, R31-R36, design section 6).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from issuer.documents.lint import Rule
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time

_SUBJECT: Final = "/credentialSubject"


def _members(document: JsonObject, *path: str) -> Any:  # noqa: ANN401  (the schema has fixed the shapes)
    value: Any = document
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def results_point_to_levels(document: JsonObject) -> Iterator[Violation]:
    """Every result names a description of this achievement, and a level that this description has."""
    descriptions = {
        item["id"]: item
        for item in _members(document, "credentialSubject", "achievement", "resultDescription") or []
    }
    for place, result in enumerate(_members(document, "credentialSubject", "result") or []):
        pointer = f"{_SUBJECT}/result/{place}"
        description = descriptions.get(result.get("resultDescription"))
        if description is None:
            yield Violation(
                f"{pointer}/resultDescription", "the result describes nothing of this achievement"
            )
            continue
        levels = [level["id"] for level in description.get("rubricCriterionLevel", [])]
        achieved = result.get("achievedLevel")
        if achieved is not None and achieved not in levels:
            yield Violation(f"{pointer}/achievedLevel", "the achieved level is not one of the rubric's")
        required = description.get("requiredLevel")
        if achieved in levels and required in levels and levels.index(achieved) < levels.index(required):
            yield Violation(f"{pointer}/achievedLevel", "the achieved level is below the required one")


def required_levels_exist(document: JsonObject) -> Iterator[Violation]:
    """A required level is one of the levels beside it."""
    for place, item in enumerate(
        _members(document, "credentialSubject", "achievement", "resultDescription") or []
    ):
        levels = [level["id"] for level in item.get("rubricCriterionLevel", [])]
        if "requiredLevel" in item and item["requiredLevel"] not in levels:
            yield Violation(
                f"{_SUBJECT}/achievement/resultDescription/{place}/requiredLevel",
                "the required level does not exist",
            )


def hours_stay_within_the_definition(document: JsonObject) -> Iterator[Violation]:
    """Hours earned are not above hours available."""
    earned = _members(document, "credentialSubject", "creditsEarned")
    available = _members(document, "credentialSubject", "achievement", "creditsAvailable")
    if earned is not None and (available is None or earned > available):
        yield Violation(f"{_SUBJECT}/creditsEarned", "more hours are earned than the achievement offers")


def dates_are_in_order(document: JsonObject) -> Iterator[Violation]:
    """Awarded, valid from and valid until stand in this order."""
    moments = [
        (name, parse_time(document[name], f"/{name}"))
        for name in ("awardedDate", "validFrom", "validUntil")
        if name in document
    ]
    for (earlier, first), (later, second) in pairwise(moments):
        if second < first:
            yield Violation(f"/{later}", f"{later} lies before {earlier}")


def evidence_has_no_address(document: JsonObject) -> Iterator[Violation]:
    """Evidence is a commitment: its id names nothing that can be opened."""
    for place, item in enumerate(_members(document, "evidence") or []):
        if not str(item.get("id", "")).startswith("urn:uuid:"):
            yield Violation(
                f"/evidence/{place}/id", "evidence carries no address, so that no child's work can leak"
            )


def issuer_is_a_did(document: JsonObject) -> Iterator[Violation]:
    """What we issue names its issuer by did:web."""
    if not str(_members(document, "issuer", "id") or "").startswith("did:web:"):
        yield Violation("/issuer/id", "the issuer is named by its did:web")


OPEN_BADGE_RULES: Final[tuple[Rule, ...]] = (
    results_point_to_levels,
    required_levels_exist,
    hours_stay_within_the_definition,
    dates_are_in_order,
    evidence_has_no_address,
    issuer_is_a_did,
)
