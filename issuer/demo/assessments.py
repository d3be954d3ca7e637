"""The assessment record of a planned award: complete, as the importer asks for it.

Artifacts do not exist: a digest commits to a sentence that names the award and the phase.
"""

from typing import Final

from issuer.badges.model import AchievementVersion
from issuer.demo import chance
from issuer.demo.dataset import Dataset
from issuer.demo.plan import PlannedAward
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time

_KINDS: Final = {
    "A": (("written analysis", "application/pdf"),),
    "D": (("lesson plan", "application/pdf"), ("resource plan", "application/pdf")),
    "I": (("video", "video/mp4"), ("observation record", "application/pdf")),
    "E": (("annotated work samples and reflection", "application/pdf"),),
}
_OTHER: Final = (("portfolio artifact", "application/pdf"),)


def attestation(award: PlannedAward, achievement: AchievementVersion, dataset: Dataset) -> JsonObject:
    """Return the record of a portfolio that reached every required level.

    Args:
        award: what the plan says.
        achievement: the version that is awarded; names the rubric by its digest.
        dataset: names the pool and its assessors.
    """
    assessor, approver = _readers(award, dataset)
    levels: JsonObject = {criterion.id: criterion.required_level for criterion in achievement.rubric}
    artifacts: list[Json] = [_artifact(award, phase.phase) for phase in achievement.evidence]
    return {
        "externalId": award.external_id,
        "achievement": achievement.code,
        "achievementVersion": achievement.version,
        "rubricDigest": achievement.rubric_digest(),
        "person": award.person,
        "attempt": award.attempt,
        "periodStart": format_time(award.dates.period_start),
        "periodEnd": format_time(award.dates.period_end),
        "submittedAt": format_time(award.dates.submitted_at),
        "decidedAt": format_time(award.dates.decided_at),
        "levels": levels,
        "artifacts": artifacts,
        "assessors": [{"id": assessor, "role": "assessor"}, {"id": approver, "role": "approver"}],
        "pool": dataset.pool().name,
        "method": "blind-double",
        "agreement": {"exact": chance.below(5, "agreement", award.external_id) > 0},
    }


def _readers(award: PlannedAward, dataset: Dataset) -> tuple[str, str]:
    chosen = []
    for role in ("assessor", "approver"):
        pool = [person.id for person in dataset.assessors if person.role == role]
        chosen.append(pool[chance.below(len(pool), role, award.external_id)])
    return chosen[0], chosen[1]


def _artifact(award: PlannedAward, phase: str) -> JsonObject:
    kinds = _KINDS.get(phase, _OTHER)
    kind, media_type = kinds[chance.below(len(kinds), "kind", award.external_id, phase)]
    digest = chance.digest("demonstration artifact", award.external_id, phase)
    return {"phase": phase, "kind": kind, "digest": f"sha256:{digest.hex()}", "mediaType": media_type}
