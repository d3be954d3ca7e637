"""What was issued before, and what a new file says about it again.

The same award again is no error: a file may be handed in twice, and is issued once. Another award under the
id of an earlier one is an error, because the earlier one would answer for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from issuer.badges.model import AchievementVersion, Attestation
from issuer.services import attestations
from issuer.services.batches.rows import Found, Row
from issuer.store import AchievementVersionRecord, AttestationRecord, CredentialRecord, ProfileRecord, Unit

Say = Callable[..., Found]
"""Makes a Found of a row, a JSON pointer and words; `is_error=False` for what is good to know."""


@dataclass(frozen=True)
class Judged:
    """A row whose record can be read."""

    row: Row
    version: AchievementVersionRecord
    achievement: AchievementVersion
    record: Attestation
    digest: str
    is_frozen: bool
    awarded_at: datetime | None


def find(unit: Unit, profile: ProfileRecord, judged: Sequence[Judged], say: Say) -> Iterator[Found]:
    """Yield what the record says about the awards of a chunk."""
    recorded = unit.chunks.recorded(
        profile.id,
        external_ids=(one.row.external_id for one in judged),
        digests=(one.digest for one in judged),
    )
    by_id = {credential.external_id: credential for credential in recorded}
    by_digest = {credential.attestation_digest: credential for credential in recorded}
    held = _held(unit, profile, judged)
    frozen = unit.chunks.attestations_by_external_id(
        profile.id, (one.record.external_id for one in judged if not one.is_frozen)
    )
    for one in judged:
        same_id, same_award = by_id.get(one.row.external_id), by_digest.get(one.digest)
        found = _before(one, same_id, same_award, say)
        other = held.get((one.record.person, one.version.id))
        if found is None and other is not None:
            words = f"this person holds it already, as {other.certificate_number}, by another record"
            found = say(one.row, "/attestation/person", words, is_error=False)
        if found is not None:
            yield found
        if any(_is_other(one, earlier) for earlier in frozen.get(one.record.external_id, ())):
            words = f"another record of attempt {one.record.attempt} was frozen under this id"
            yield say(one.row, "/externalId", words)


def _held(
    unit: Unit, profile: ProfileRecord, judged: Sequence[Judged]
) -> dict[tuple[str, str], CredentialRecord]:
    """Return what the people of a chunk hold of its achievement versions, by reference and version."""
    people = unit.chunks.people(one.record.person for one in judged)
    references = {person.id: person.reference for person in people.values()}
    held = unit.chunks.held(
        profile.id, version_ids=(one.version.id for one in judged), person_ids=references.keys()
    )
    return {(references[one.person_id], one.achievement_version_id): one for one in held}


def _before(
    one: Judged, same_id: CredentialRecord | None, same_award: CredentialRecord | None, say: Say
) -> Found | None:
    if same_id is not None and same_id.attestation_digest != one.digest:
        words = f"another award was issued under this id, as {same_id.certificate_number}"
        return say(one.row, "/externalId", words)
    before = same_id or same_award
    if before is None:
        return None
    if one.awarded_at not in {None, before.awarded_at}:
        words = f"this award was issued as {before.certificate_number} with another date"
        return say(one.row, "/awardedAt", words)
    words = f"this award was issued before, as {before.certificate_number}; it is not issued again"
    return say(one.row, "/externalId", words, is_error=False)


def _is_other(one: Judged, earlier: AttestationRecord) -> bool:
    return earlier.digest != one.digest and attestations.read(earlier).attempt == one.record.attempt
