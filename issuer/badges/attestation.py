"""Read an assessment record and hold it against the achievement version that it judged.

The record is required for every award and nothing in it is filled in by default. A refusal names
every gap: a criterion without a level, a level that does not exist or is too low, a phase without an
artifact, fewer than two distinct assessors, another version or another rubric, dates out of order.
Whether the assessors may judge for this issuer is not asked here.
"""

from itertools import pairwise
from typing import Any, Final

from issuer.badges.model import AchievementVersion, Artifact, Assessor, Attestation
from issuer.documents import schemas
from issuer.documents.schemas import Violation
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError

SCHEMA: Final = "attestation"
LEAST_ASSESSORS: Final = 2
_MOST_GAPS: Final = 200
_DATES: Final = ("periodStart", "periodEnd", "submittedAt", "decidedAt")


def parse(document: JsonObject, *, achievement: AchievementVersion) -> Attestation:
    """Read a record and accept it only without a gap.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming every gap, with the first pointer.
    """
    gaps = find_gaps(document, achievement)
    if gaps:
        schemas.raise_violations(gaps)
    return read(document)


def read(document: JsonObject) -> Attestation:
    """Read a record's values without judging them against an achievement.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming what does not fit the schema.
    """
    schemas.require(document, SCHEMA)
    return read_sound(document)


def read_sound(document: JsonObject) -> Attestation:
    """Read the values of a record in which `find_gaps` or the schema found nothing wrong."""
    record: dict[str, Any] = document
    return Attestation(
        external_id=record["externalId"],
        person=record["person"],
        achievement_code=record["achievement"],
        achievement_version=record["achievementVersion"],
        rubric_digest=record["rubricDigest"],
        attempt=record["attempt"],
        decided_at=parse_time(record["decidedAt"], "/decidedAt"),
        levels=dict(record["levels"]),
        artifacts=tuple(
            Artifact(item["phase"], item["kind"], item["digest"]) for item in record["artifacts"]
        ),
        assessors=tuple(Assessor(item["id"], item["role"]) for item in record["assessors"]),
        pool=record["pool"],
        document=document,
        period_start=parse_time(record["periodStart"], "/periodStart") if "periodStart" in record else None,
        period_end=parse_time(record["periodEnd"], "/periodEnd") if "periodEnd" in record else None,
    )


def find_gaps(document: JsonObject, achievement: AchievementVersion) -> list[Violation]:
    """Return everything that keeps this record from supporting an award of this version.

    What the schema refuses and what the rules refuse is told together, so that the rules read the
    record without trusting its shape. A micro-endorsement is never judged: it is made up of its components.
    """
    if achievement.components is not None:
        return [Violation("/achievement", f"{achievement.code} is earned by its components, and not judged")]
    found = [
        *schemas.find_violations(document, SCHEMA, limit=_MOST_GAPS),
        *_version_gaps(document, achievement),
        *_level_gaps(document.get("levels"), achievement),
        *_artifact_gaps(document.get("artifacts"), achievement),
        *_assessor_gaps(document),
        *_date_gaps(document),
        *_coach_gaps(document, achievement),
    ]
    return list(dict.fromkeys(found))


def _version_gaps(document: JsonObject, achievement: AchievementVersion) -> list[Violation]:
    wanted = {
        "achievement": (achievement.code, f"{achievement.code} is awarded, the record judges another"),
        "achievementVersion": (
            achievement.version,
            f"version {achievement.version} is awarded, the record judges another",
        ),
        "rubricDigest": (
            achievement.rubric_digest(),
            f"this is not the digest of the rubric of {achievement.code} version {achievement.version}",
        ),
    }
    return [
        Violation(f"/{name}", words)
        for name, (value, words) in wanted.items()
        if name in document and document[name] != value
    ]


def _level_gaps(levels: Json, achievement: AchievementVersion) -> list[Violation]:
    given = levels if isinstance(levels, dict) else {}
    gaps = []
    for criterion in achievement.rubric:
        pointer, label = f"/levels/{criterion.id}", f"criterion {criterion.id} ({criterion.name})"
        level = given.get(criterion.id)
        if level is None:
            gaps.append(Violation(pointer, f"{label} has no level"))
        elif not isinstance(level, str) or criterion.rank(level) < 0:
            gaps.append(Violation(pointer, f"{label} has no such level; it has {_names(criterion.levels)}"))
        elif criterion.rank(level) < criterion.rank(criterion.required_level):
            gaps.append(Violation(pointer, f"{label} did not reach {criterion.required_level}"))
    known = {criterion.id for criterion in achievement.rubric}
    gaps += [
        Violation("/levels", f"the rubric has no criterion {name[:40]!r}")
        for name in given
        if name not in known
    ]
    return gaps


def _names(levels: tuple[Any, ...]) -> str:
    return ", ".join(level.id for level in levels)


def _items(value: Json) -> list[tuple[int, JsonObject]]:
    items = value if isinstance(value, list) else []
    return [(place, item) for place, item in enumerate(items) if isinstance(item, dict)]


def _artifact_gaps(artifacts: Json, achievement: AchievementVersion) -> list[Violation]:
    items = _items(artifacts)
    given = {str(item.get("phase")) for _place, item in items}
    known = {phase.phase for phase in achievement.evidence}
    gaps = [
        Violation("/artifacts", f"phase {phase.phase} ({phase.title}) has no artifact")
        for phase in achievement.evidence
        if phase.phase not in given
    ]
    gaps += [
        Violation(f"/artifacts/{place}/phase", f"there is no phase {str(item['phase'])[:40]!r}")
        for place, item in items
        if "phase" in item and item["phase"] not in known
    ]
    return gaps


def _assessor_gaps(document: JsonObject) -> list[Violation]:
    named = [
        str(item["id"]).strip().casefold()
        for _place, item in _items(document.get("assessors"))
        if "id" in item
    ]
    gaps = []
    # One person under two roles is still one reader.
    if len(set(named)) < LEAST_ASSESSORS:
        gaps.append(Violation("/assessors", "two different assessors are needed"))
    if str(document.get("person")).strip().casefold() in named:
        gaps.append(Violation("/assessors", "nobody assesses their own work"))
    return gaps


def _coach_gaps(document: JsonObject, achievement: AchievementVersion) -> list[Violation]:
    """Ask for a meeting with a coach where the definition wants one after so many attempts (SEED-17)."""
    after, attempt = achievement.coach_after, document.get("attempt")
    if after is None or not isinstance(attempt, int) or attempt <= after:
        return []
    try:
        met, decided = (parse_time(document.get(name)) for name in ("coachMetAt", "decidedAt"))
    except InputError:
        if "coachMetAt" in document:
            return []
        words = f"after {after} attempts a meeting with a coach comes first, and the record says when it was"
        return [Violation("/coachMetAt", words)]
    return [Violation("/coachMetAt", "coachMetAt lies after decidedAt")] if decided < met else []


def _date_gaps(document: JsonObject) -> list[Violation]:
    """Find dates out of order; a date that is none has been told by the schema."""
    moments = []
    for name in _DATES:
        if name not in document:
            continue
        try:
            moments.append((name, parse_time(document[name])))
        except InputError:
            continue
    return [
        Violation(f"/{later}", f"{later} lies before {earlier}")
        for (earlier, first), (later, second) in pairwise(moments)
        if second < first
    ]
