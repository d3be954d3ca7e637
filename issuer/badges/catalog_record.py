"""Read a catalogue record (JSON) into an achievement version.

The record's form is the one of `issuer/demo/data/catalog.json`. A record that lacks something is refused with every
gap named, because a published version never changes again. What a record may hold beyond this (effort, reasons,
resources) is kept in it and read by `anatomy`.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from issuer.badges import criteria_text, pathway_rule
from issuer.badges.micro_endorsement import PartName
from issuer.badges.model import AchievementVersion, Alignment, EvidencePhase, Profile
from issuer.badges.record_gaps import Gaps
from issuer.badges.rubric_record import read_rubric
from issuer.documents import schemas
from issuer.documents.strict_json import JsonObject
from issuer.terms import ob

UNIT_WORDS: Final = {
    "semesterHour": "semester hour",
    "quarterHour": "quarter hour",
    "clockHour": "clock hour",
}
LEVEL: Final = "graduate-equivalent"
MOST_HOURS: Final = Decimal(100)
MOST_DECIMALS: Final = 2
MONTHS_PER_YEAR: Final = 12
MOST_MONTHS: Final = 600
MOST_ATTEMPTS: Final = 100
_MONEY: Final = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_ADDRESS: Final = re.compile(r"https?://[!#-;=?-Z_a-z~]{1,2000}")


def read(record: JsonObject, *, base_url: str, creator: Profile) -> AchievementVersion:
    """Turn a catalogue record into a version.

    Args:
        record: the JSON object.
        base_url: this installation's base address, without a slash at the end.
        creator: who wrote the achievement.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming every gap, with the first pointer.
    """
    gaps = Gaps()
    code, version = (
        gaps.text(record, "code", form=pathway_rule.CODE),
        gaps.text(record, "version", form=pathway_rule.VERSION),
    )
    components = pathway_rule.read(record, gaps) if "componentRule" in record else None
    rubric = () if components else read_rubric(record, gaps)
    evidence = () if components else _evidence(record, gaps)
    method = gaps.optional(record, "keyMethod") or ""
    url = f"{base_url}/a/{code.lower()}"
    result = AchievementVersion(
        id=url,
        version_url=f"{url}/v/{version}",
        version=version,
        code=code,
        name=gaps.text(record, "name"),
        description=criteria_text.STACK if components else gaps.text(record, "competency"),
        achievement_type=_type(record, gaps, ob.CERTIFICATE if components else ob.MICRO_CREDENTIAL),
        narrative=(
            criteria_text.of_components(components)
            if components
            else criteria_text.of_rubric(method, evidence, rubric)
        ),
        creator=creator,
        hours=_hours(record, gaps),
        unit=_unit(record, gaps),
        level=gaps.optional(record, "creditLevel") or LEVEL,
        field_of_study=gaps.optional(record, "fieldOfStudy"),
        language=gaps.optional(record, "inLanguage") or "en-US",
        tags=_tags(record, gaps, ob.TAG_MICRO_ENDORSEMENT if components else ob.TAG_MICRO_CREDENTIAL),
        rubric=rubric,
        evidence=evidence,
        alignments=tuple(_alignments(record, gaps)),
        components=components,
        # A record names components by code alone; the catalog knows their titles.
        parts=tuple(
            PartName(code, code, f"{base_url}/a/{code.lower()}")
            for code in (components.codes if components else ())
        ),
        validity_months=_validity(record, gaps),
        coach_after=_coach_after(record, gaps),
        cost=_cost(record, gaps),
        record=record,
    )
    if gaps.found:
        schemas.raise_violations(gaps.found)
    return result


def _type(record: JsonObject, gaps: Gaps, expected: str) -> str:
    given = gaps.optional(record, "achievementType")
    if given not in {None, expected}:
        gaps.say("/achievementType", f"{expected} is expected here")
    return expected


def _tags(record: JsonObject, gaps: Gaps, kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys([kind, *gaps.texts(record, "tag")]))


def _unit(record: JsonObject, gaps: Gaps) -> str:
    given = gaps.optional(record, "creditUnit") or "semesterHour"
    if given not in UNIT_WORDS:
        gaps.say("/creditUnit", f"the unit is one of {', '.join(UNIT_WORDS)}")
    return UNIT_WORDS.get(given, "")


def _hours(record: JsonObject, gaps: Gaps) -> Decimal | None:
    value = record.get("creditsAvailable")
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= MOST_HOURS:
        hours = Decimal(str(value))
        if hours == round(hours, MOST_DECIMALS):
            return hours
    gaps.say(
        "/creditsAvailable", f"hours are a number from 0 to {MOST_HOURS}, at most {MOST_DECIMALS} decimals"
    )
    return None


def _validity(record: JsonObject, gaps: Gaps) -> int | None:
    value = record.get("validity")
    if value is None:
        return None
    if isinstance(value, dict) and value.keys() == {"years"}:
        most = MOST_MONTHS // MONTHS_PER_YEAR
        return MONTHS_PER_YEAR * gaps.whole(value["years"], "/validity/years", least=1, most=most)
    if isinstance(value, dict) and value.keys() == {"months"}:
        return gaps.whole(value["months"], "/validity/months", least=1, most=MOST_MONTHS)
    gaps.say("/validity", "validity is null, {years: …} or {months: …}")
    return None


def _coach_after(record: JsonObject, gaps: Gaps) -> int | None:
    value = record.get("coachAfterAttempts")
    return None if value is None else gaps.whole(value, "/coachAfterAttempts", least=1, most=MOST_ATTEMPTS)


def _cost(record: JsonObject, gaps: Gaps) -> tuple[str, str] | None:
    value = record.get("cost")
    if value is None:
        return None
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        amount, currency = (
            item if isinstance(item, str) else "" for item in (value["amount"], value["currency"])
        )
        if _MONEY.fullmatch(amount) and _CURRENCY.fullmatch(currency):
            return amount, currency
    gaps.say("/cost", 'cost is null or {"amount": "75.00", "currency": "USD"}, both as text')
    return None


def _evidence(record: JsonObject, gaps: Gaps) -> tuple[EvidencePhase, ...]:
    phases = tuple(
        EvidencePhase(
            phase=gaps.text(item, "phase", pointer),
            title=gaps.text(item, "title", pointer),
            required=gaps.text(item, "required", pointer),
            assessment_type=gaps.optional(item, "assessmentType", pointer) or "Artifact",
        )
        for pointer, item in gaps.objects(record, "evidence")
    )
    if not phases:
        gaps.say("/evidence", "at least one phase of evidence is needed")
    if len({phase.phase for phase in phases}) < len(phases):
        gaps.say("/evidence", "two phases have the same name")
    return phases


def _alignments(record: JsonObject, gaps: Gaps) -> Iterator[Alignment]:
    for pointer, item in gaps.objects(record, "alignment"):
        yield Alignment(
            target_name=gaps.text(item, "targetName", pointer),
            target_url=gaps.text(item, "targetUrl", pointer, form=_ADDRESS),
            target_type=gaps.optional(item, "targetType", pointer),
            target_code=gaps.optional(item, "targetCode", pointer),
            target_framework=gaps.optional(item, "targetFramework", pointer),
            target_description=gaps.optional(item, "targetDescription", pointer),
        )
