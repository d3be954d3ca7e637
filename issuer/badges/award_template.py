"""What the awards of one achievement have in common, and where they differ: for templates of their documents.

`shape` names all that the fixed part of a document depends on beside issuer, achievement and source; `holes`
and `values` say where the rest stands and what it is, in one order. Both follow `credential.build_credential`
member by member, and the test of this module holds them against it.
"""

from collections.abc import Hashable

from issuer.badges.achievement_document import level_url
from issuer.badges.credential import evidence_id
from issuer.badges.digests import hex_to_multibase, multibase_digest
from issuer.badges.model import Award, Criterion
from issuer.documents.templates import Hole, Kind
from issuer.documents.times import format_time

_SUBJECT = "credentialSubject"


def shape(award: Award) -> Hashable:
    """Return what two awards must share, beside issuer, achievement, source and endorsements, to fit one template.

    None where there is no template: a micro-endorsement says too much of its own.
    """
    if award.achievement.components is not None:
        return None
    judged = award.attestation
    return (
        award.status_slot.list_url,
        award.valid_until is None,
        judged.period_start is None,
        judged.period_end is None,
        tuple((artifact.phase, artifact.kind) for artifact in judged.artifacts),
    )


def holes(award: Award) -> tuple[Hole, ...]:
    """Return the places in which awards of this shape differ."""
    judged = award.attestation
    found = [
        Hole(("id",), Kind.URN_UUID),
        Hole(("awardedDate",), Kind.MOMENT),
        Hole(("validFrom",), Kind.MOMENT),
    ]
    if award.valid_until is not None:
        found.append(Hole(("validUntil",), Kind.MOMENT))
    found.append(Hole((_SUBJECT, "id"), Kind.URN_UUID))
    if judged.period_start is not None:
        found.append(Hole((_SUBJECT, "activityStartDate"), Kind.MOMENT))
    if judged.period_end is not None:
        found.append(Hole((_SUBJECT, "activityEndDate"), Kind.MOMENT))
    for place, criterion in enumerate(award.achievement.rubric):
        path = (_SUBJECT, "result", place, "achievedLevel")
        found.append(Hole(path, Kind.CHOICE, choices=_passing(award, criterion)))
    for place in range(len(judged.artifacts)):
        found.append(Hole(("evidence", place, "id"), Kind.URN_UUID))
        found.append(Hole(("evidence", place, "digestMultibase"), Kind.DIGEST))
    return (
        *found,
        Hole(("relatedResource", 0, "id"), Kind.URN_UUID),
        Hole(("relatedResource", 0, "digestMultibase"), Kind.DIGEST),
        Hole(("credentialStatus", "id"), Kind.INDEX, prefix=f"{award.status_slot.list_url}#"),
        Hole(("credentialStatus", "statusListIndex"), Kind.INDEX),
    )


def values(award: Award) -> list[str]:
    """Return what stands in the holes of an award."""
    judged = award.attestation
    found = [award.credential_id, format_time(award.awarded_at), format_time(award.valid_from)]
    if award.valid_until is not None:
        found.append(format_time(award.valid_until))
    found.append(award.recipient.subject_id)
    found += [format_time(one) for one in (judged.period_start, judged.period_end) if one is not None]
    found += [
        level_url(award.achievement, criterion, judged.levels[criterion.id])
        for criterion in award.achievement.rubric
    ]
    for place, artifact in enumerate(judged.artifacts):
        found += (evidence_id(award.attestation_id, place), hex_to_multibase(artifact.digest))
    index = str(award.status_slot.index)
    return [
        *found,
        award.attestation_id,
        multibase_digest(award.attestation_digest),
        f"{award.status_slot.list_url}#{index}",
        index,
    ]


def _passing(award: Award, criterion: Criterion) -> tuple[str, ...]:
    """Return the addresses of the levels that are enough; no other one is awarded."""
    least = criterion.rank(criterion.required_level)
    return tuple(level_url(award.achievement, criterion, level.id) for level in criterion.levels[least:])
