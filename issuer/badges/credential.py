"""Build the plain OpenBadgeCredential of one award (OB 3.0, VCDM 2.0); nothing is signed here.

Emits exactly two contexts and only terms that they define, arrays where the model has several,
nothing empty. Structured facts ride in standard terms: the attestation and the rubric as
`relatedResource` digests, artifacts as evidence with a genre and a digest and never an address,
rubric levels as results, hours in `creditsEarned` with their unit in words.
"""

import hashlib
import uuid
from typing import Final

from issuer.badges import micro_endorsement
from issuer.badges.achievement_document import (
    achievement_object,
    criterion_url,
    hours_in_words,
    image_object,
    json_number,
    level_url,
    profile_object,
    rubric_url,
    rule_url,
    status_result_url,
    without_empty,
)
from issuer.badges.digests import digest_multibase, hex_to_multibase, multibase_digest
from issuer.badges.model import Award, StatusSlot
from issuer.documents import contexts
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.terms import ob, vc
from issuer.terms.status import PURPOSE_REVOCATION, STATUS_LIST_ENTRY

_VARIANTS: Final = "89ab"
"""The first digit of the fourth group of a UUID of RFC 9562: two bits are fixed."""


def build_credential(award: Award) -> JsonObject:
    """Return the unsigned credential of an award, ready for the linter.

    Args:
        award: everything it says; the attestation must have been held against the achievement.
    """
    return without_empty(
        {
            "@context": list(contexts.EMITTED_ARRAY),
            "id": award.credential_id,
            "type": [vc.VERIFIABLE_CREDENTIAL, ob.OPEN_BADGE_CREDENTIAL],
            "name": award.achievement.name,
            "description": _description(award),
            "image": image_object(award.achievement, award.profile),
            "issuer": profile_object(award.profile),
            "awardedDate": format_time(award.awarded_at),
            "validFrom": format_time(award.valid_from),
            "validUntil": format_time(award.valid_until) if award.valid_until else None,
            "credentialSubject": _subject(award),
            "evidence": _evidence(award),
            "relatedResource": _related_resources(award),
            "credentialStatus": status_entry(award.status_slot),
        }
    )


def status_entry(slot: StatusSlot) -> JsonObject:
    """Return the `credentialStatus` object of a slot (Bitstring Status List 1.0 section 2.1)."""
    return {
        "id": f"{slot.list_url}#{slot.index}",
        "type": STATUS_LIST_ENTRY,
        "statusPurpose": PURPOSE_REVOCATION,
        "statusListIndex": str(slot.index),
        "statusListCredential": slot.list_url,
    }


def _description(award: Award) -> str:
    kind = award.achievement.kind.capitalize()
    what = (
        f"{kind} awarded for a portfolio of classroom evidence."
        if award.achievement.components is None
        else f"{kind} for {len(award.parts)} micro-credentials; their hours are counted once, not again."
    )
    return f"{what} A demonstration, not a real award." if award.profile.is_demonstration else what


def _subject(award: Award) -> JsonObject:
    hours = award.hours
    words = None if hours is None else hours_in_words(award.achievement, hours)
    start, end = award.attestation.period_start, award.attestation.period_end
    return without_empty(
        {
            "id": award.recipient.subject_id,
            "type": [ob.ACHIEVEMENT_SUBJECT],
            "achievement": achievement_object(award.achievement, award.profile, award.endorsements),
            # Nobody judged a micro-endorsement: each component says who judged it.
            "source": None if award.achievement.components else profile_object(award.source),
            "creditsEarned": None if hours is None else json_number(hours),
            "narrative": f"Hours: {words}. This is not university credit." if words else None,
            "activityStartDate": format_time(start) if start else None,
            "activityEndDate": format_time(end) if end else None,
            "result": _results(award),
        }
    )


def _results(award: Award) -> list[Json]:
    results: list[Json] = [
        {
            "type": [ob.RESULT],
            "resultDescription": criterion_url(award.achievement, criterion),
            "achievedLevel": level_url(award.achievement, criterion, award.attestation.levels[criterion.id]),
        }
        for criterion in award.achievement.rubric
    ]
    completed: JsonObject = {
        "type": [ob.RESULT],
        "resultDescription": status_result_url(award.achievement),
        "status": "Completed",
    }
    parts = micro_endorsement.results(award.achievement.version_url, award.parts)
    return [*results, *parts, completed]


def _evidence(award: Award) -> list[Json]:
    """Commit to every artifact: `digestMultibase` is a term of the first context, in scope everywhere."""
    if award.achievement.components is not None:
        return micro_endorsement.evidence(award.parts)
    titles = {phase.phase: phase.title for phase in award.achievement.evidence}
    return [
        {
            "id": evidence_id(award.attestation_id, place),
            "type": [ob.EVIDENCE],
            "name": titles[artifact.phase],
            "genre": artifact.kind,
            "digestMultibase": hex_to_multibase(artifact.digest),
        }
        for place, artifact in enumerate(award.attestation.artifacts)
    ]


def evidence_id(attestation_id: str, place: int) -> str:
    """Return the name-based id (RFC 9562 section 5.5) of a piece of evidence.

    Stable over versions of the credential, and an address of nothing.
    """
    name = hashlib.sha1(
        uuid.NAMESPACE_URL.bytes + f"{attestation_id}/{place}".encode(), usedforsecurity=False
    )
    text = name.hexdigest()
    variant = _VARIANTS[int(text[16], 16) % len(_VARIANTS)]
    return f"urn:uuid:{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def _related_resources(award: Award) -> list[Json]:
    frozen: JsonObject = {
        "id": award.attestation_id,
        "digestMultibase": multibase_digest(award.attestation_digest),
        "mediaType": vc.MEDIA_JSON,
    }
    if award.achievement.components is not None:
        rule: JsonObject = {
            "id": rule_url(award.achievement),
            "digestMultibase": digest_multibase(award.achievement.rule_bytes()),
            "mediaType": vc.MEDIA_JSON,
        }
        return [frozen, rule, *micro_endorsement.related_resources(award.parts)]
    return [
        frozen,
        {
            "id": rubric_url(award.achievement),
            "digestMultibase": digest_multibase(award.achievement.rubric_bytes()),
            "mediaType": vc.MEDIA_JSON,
        },
    ]
