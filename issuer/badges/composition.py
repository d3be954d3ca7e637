"""The frozen record of how a micro-endorsement was put together: which exact credentials fill which places.

It takes the place of the assessment record that a micro-credential has: nobody judged anything new. The
credential names it by id and salted digest; its words stay with the issuer. The same components give the
same record, byte for byte, so that asking twice puts nothing together twice.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from issuer.badges.achievement_document import plain_number
from issuer.badges.micro_endorsement import PartCredential
from issuer.badges.model import AchievementVersion, Attestation
from issuer.documents import schemas
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time, parse_time

SCHEMA: Final = "composition"
FORMAT: Final = "mintmark-composition-1"


@dataclass(frozen=True)
class Composition:
    """Which credentials make up one version of a micro-endorsement.

    Attributes:
        completed_at: when the last component was earned.
        parts: in the order of the rule.
        document: exactly what is kept.
    """

    achievement_code: str
    achievement_version: str
    person: str
    completed_at: datetime
    parts: tuple[PartCredential, ...]
    document: JsonObject


def is_composition(document: JsonObject) -> bool:
    """Say whether a frozen record is one of these, and not of an assessment."""
    return document.get("format") == FORMAT


def build(
    achievement: AchievementVersion,
    parts: tuple[PartCredential, ...],
    *,
    person: str,
    pool: str,
    completed_at: datetime,
) -> JsonObject:
    """Return the record.

    Args:
        achievement: the version of the micro-endorsement.
        parts: what fills its places.
        person: the educator's pseudonymous id.
        pool: slug of the profile that puts it together.
        completed_at: when the last component was earned.
    """
    components: list[Json] = [
        {
            "place": part.place,
            "achievement": part.code,
            "name": part.name,
            "credential": part.credential_id,
            "number": part.number,
            "sha256": part.sha256,
            "hours": None if part.hours is None else plain_number(part.hours),
        }
        for part in parts
    ]
    return {
        "format": FORMAT,
        "achievement": achievement.code,
        "achievementVersion": achievement.version,
        "ruleDigest": achievement.rule_digest(),
        "person": person,
        "pool": pool,
        "completedAt": format_time(completed_at),
        "components": components,
    }


def read(document: JsonObject) -> Composition:
    """Read a record.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming what does not fit the schema.
    """
    schemas.require(document, SCHEMA)
    record: dict[str, Any] = document
    return Composition(
        achievement_code=record["achievement"],
        achievement_version=record["achievementVersion"],
        person=record["person"],
        completed_at=parse_time(record["completedAt"], "/completedAt"),
        parts=tuple(
            PartCredential(
                place=item["place"],
                code=item["achievement"],
                name=item["name"],
                credential_id=item["credential"],
                number=item["number"],
                sha256=item["sha256"],
                hours=None if item["hours"] is None else Decimal(item["hours"]),
            )
            for item in record["components"]
        ),
        document=document,
    )


def as_attestation(document: JsonObject) -> Attestation:
    """Return the record as what an award stands on: without levels, artifacts or assessors of its own.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming what does not fit the schema.
    """
    composition = read(document)
    return Attestation(
        external_id=str(document["ruleDigest"]),
        person=composition.person,
        achievement_code=composition.achievement_code,
        achievement_version=composition.achievement_version,
        rubric_digest=str(document["ruleDigest"]),
        attempt=1,
        decided_at=composition.completed_at,
        levels={},
        artifacts=(),
        assessors=(),
        pool=str(document["pool"]),
        document=document,
    )
