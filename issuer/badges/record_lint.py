"""What a catalog record should say beyond what publishing demands: the anatomy of a micro-credential (CAT-02).

Follows the sections that Digital Promise names for a micro-credential, and asks that the work is shown in
practice (SEED-15). Nothing here keeps a record from being published; it is a list of what is missing.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from issuer.badges.achievement_document import plain_number
from issuer.badges.model import AchievementVersion, EvidencePhase
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json

SECTIONS: Final = {
    "competency": "the competency: what an educator can do",
    "keyMethod": "the key method",
    "methodComponents": "the components of the method",
    "research": "supporting research and rationale",
    "resources": "resources to learn from",
    "submissionGuidelines": "guidelines for what is sent in",
    "completionIndicators": "what must be there before it is judged",
    "expectedEffortHours": "how many hours it takes",
    "fieldOfStudy": "the topic",
    "alignment": "alignments to standards, each with its statement",
}
PERFORMANCE: Final = "Performance"
SHOWN: Final = frozenset({PERFORMANCE, "Artifact"})
IMPLEMENT: Final = "I"
"""The phase in which the work is done with learners, by its first letter in the record (ADDIE)."""


def missing(version: AchievementVersion, parts: tuple[AchievementVersion, ...] = ()) -> list[Violation]:
    """Return what a version's record lacks, as pointer and words.

    Args:
        version: the version.
        parts: for a micro-endorsement, the newest version of every component that its rule names.
    """
    found = _stack(version, parts) if version.components is not None else _micro_credential(version)
    return [*found, *_alignments(version)]


def _micro_credential(version: AchievementVersion) -> Iterator[Violation]:
    for name, words in SECTIONS.items():
        if _is_empty(version.record.get(name)):
            yield Violation(f"/{name}", f"{words} is missing")
    if version.hours is None:
        yield Violation("/creditsAvailable", "no hours are suggested")
    if not any(_is_shown(phase) for phase in version.evidence):
        words = "no evidence is a performance or comes from an implement phase, so nothing shows the work in practice"
        yield Violation("/evidence", words)


def _is_shown(phase: EvidencePhase) -> bool:
    """Say whether a phase asks for something that was done with learners: SEED-15."""
    in_practice = phase.phase.upper().startswith(IMPLEMENT) and phase.assessment_type in SHOWN
    return phase.assessment_type == PERFORMANCE or in_practice


def _stack(version: AchievementVersion, parts: tuple[AchievementVersion, ...]) -> Iterator[Violation]:
    rule = version.components
    if rule is None:
        return
    if _is_empty(version.record.get("fieldOfStudy")):
        yield Violation("/fieldOfStudy", "the topic is missing")
    hours = {part.code: part.hours or Decimal(0) for part in parts}
    for code in rule.codes:
        if code not in hours:
            yield Violation("/componentRule", f"{code} cannot be awarded now")
    most = sum((hours.get(code, Decimal(0)) for code in rule.all), Decimal(0))
    for choice in rule.choices:
        best = sorted((hours.get(code, Decimal(0)) for code in choice.options), reverse=True)
        most += sum(best[: choice.choose], Decimal(0))
    if version.hours is None or version.hours < most:
        words = f"the components can bring {plain_number(most)} hours, more than the definition offers"
        yield Violation("/creditsAvailable", words)
    other = sorted({part.code for part in parts if part.hours and part.unit != version.unit})
    if other:
        yield Violation("/creditUnit", f"the hours of {', '.join(other)} are of another kind")


def _alignments(version: AchievementVersion) -> Iterator[Violation]:
    """Ask for a cached title and statement, so that a page says what it means when its target is down (CAT-05)."""
    for place, item in enumerate(version.alignments):
        if item.target_description is None:
            yield Violation(
                f"/alignment/{place}/targetDescription", "the statement of the standard is missing"
            )
        if item.target_code is None:
            yield Violation(f"/alignment/{place}/targetCode", "the code of the standard is missing")


def _is_empty(value: Json) -> bool:
    return value is None or value in ("", [], {})
