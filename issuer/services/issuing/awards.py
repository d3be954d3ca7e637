"""The values of one award, read from the record: who issues what to whom, judged by whom, from when to when.

Everything that a version of a credential says but its status slot. A credential that is issued again says
what the record says then: the same award, attestation and achievement version, the issuer's present name.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from issuer.badges import composition
from issuer.badges.micro_endorsement import PartCredential
from issuer.badges.model import AchievementVersion, Attestation, Award, Profile, Recipient, StatusSlot
from issuer.badges.months import add_months
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConformanceError
from issuer.services import attestations, catalog, profiles
from issuer.services.endorsements import reading
from issuer.services.issuing.alike import Alike
from issuer.store import (
    AchievementVersionRecord,
    AttestationRecord,
    CredentialRecord,
    ProfileRecord,
    SubjectRecord,
    Unit,
)


@dataclass(frozen=True)
class Facts:
    """One award as rows, and as the values that documents are built from.

    Attributes:
        subject_id: who the person is towards this issuer.
        source: the organisation that judged the work; the issuer where components were put together.
        alike: how awards with the same issuer, achievement and source looked before.
        parts: the component credentials of a micro-endorsement.
        endorsements: what credentials of this achievement version carry when they are issued now.
    """

    profile: ProfileRecord
    version: AchievementVersionRecord
    attestation: AttestationRecord
    issuer: Profile
    achievement: AchievementVersion
    judged: Attestation
    subject_id: str
    source: Profile
    alike: Alike = field(default_factory=Alike, compare=False, repr=False)
    parts: tuple[PartCredential, ...] = ()
    endorsements: tuple[JsonObject, ...] = ()


@dataclass(frozen=True)
class _Given:
    """What every award of an achievement by an issuer has in common, judged by one organisation."""

    version: AchievementVersionRecord
    issuer: Profile
    achievement: AchievementVersion
    source: Profile
    alike: Alike = field(default_factory=Alike)


@dataclass(frozen=True)
class Period:
    """When an award was made, and from when to when one version of it is valid."""

    awarded_at: datetime
    valid_from: datetime
    valid_until: datetime | None


def read(
    unit: Unit,
    profile: ProfileRecord,
    attestation: AttestationRecord,
    *,
    now: datetime,
    subject: SubjectRecord | None = None,
    judged: Attestation | None = None,
) -> Facts:
    """Return the values of the award that an attestation supports.

    Args:
        unit: what to read.
        profile: the issuer.
        attestation: the frozen record, kept or about to be kept.
        now: the present moment.
        subject: who the person is towards the issuer, where that was read already or is about to be kept.
        judged: the values of the record, where they were read already.

    Raises:
        ConformanceError: the organisation that judged is not known here any more, or the person is not.
    """
    judged = judged or attestations.read(attestation)
    subject = subject or unit.people.find_subject(attestation.person_id, profile.id)
    if subject is None:
        raise ConformanceError("The attestation names a person that is not known here.")
    given = _given(unit, profile, attestation.achievement_version_id, judged)
    return Facts(
        profile=profile,
        version=given.version,
        attestation=attestation,
        issuer=given.issuer,
        achievement=given.achievement,
        judged=judged,
        subject_id=subject.subject_id,
        source=given.source,
        alike=given.alike,
        parts=parts_of(judged),
        endorsements=reading.carried(unit, given.achievement.id, given.achievement.version, now=now),
    )


def _given(unit: Unit, profile: ProfileRecord, version_id: str, judged: Attestation) -> _Given:
    """Return what issuer, achievement and judging organisation give; read once under a mark.

    Raises:
        ConformanceError: the organisation that judged is not known here any more.
    """

    def read_all() -> _Given:
        version = unit.achievements.get_version(version_id)
        issuer, source = profiles.value(unit, profile), source_of(unit, judged)
        return _Given(version, issuer, catalog.value(unit, version), source)

    return unit.known(("awards.given", profile.id, version_id, judged.pool), read_all)


def parts_of(judged: Attestation) -> tuple[PartCredential, ...]:
    """Return the component credentials that a frozen record names; none for an assessment."""
    if not composition.is_composition(judged.document):
        return ()
    return composition.read(judged.document).parts


def record_of(unit: Unit, credential: CredentialRecord) -> AttestationRecord:
    """Return the frozen record on which the next version of a credential stands.

    The one of the award; for a micro-endorsement whose components changed since, the newest one.
    """
    pathway = unit.pathways.find_by_external_id(credential.profile_id, credential.external_id)
    return unit.attestations.get(pathway.attestation_id if pathway else credential.attestation_id)


def source_of(unit: Unit, judged: Attestation) -> Profile:
    """Return the organisation that judged the work.

    Raises:
        ConformanceError: it is not known here any more.
    """
    source = attestations.find_source(unit, judged.pool)
    if source is None:
        raise ConformanceError("The attestation names an organisation that is not known here.")
    return profiles.value(unit, source)


def period(
    facts: Facts, *, now: datetime, awarded_at: datetime | None, valid_until: datetime | None
) -> Period:
    """Return when a new award is valid.

    Args:
        facts: the award.
        now: the present moment, from which on the first version is valid.
        awarded_at: the moment of the award; None for now.
        valid_until: an earlier end than the achievement's own validity gives.

    Raises:
        ConformanceError: awarded before the decision or after now, or it would have ended already.
    """
    return period_of(facts.judged, facts.achievement, now=now, awarded_at=awarded_at, valid_until=valid_until)


def period_of(
    judged: Attestation,
    achievement: AchievementVersion,
    *,
    now: datetime,
    awarded_at: datetime | None,
    valid_until: datetime | None,
) -> Period:
    """Return when an award of what was judged would be valid; as `period`, before anything is recorded.

    Raises:
        ConformanceError: as `period`.
    """
    awarded = now if awarded_at is None else awarded_at
    if not judged.decided_at <= awarded <= now:
        raise ConformanceError(
            "An award is made at or after the decision of the assessors, and not in the future.",
            pointer="/awardedAt",
        )
    end = _end(achievement, awarded, valid_until)
    if end is not None and end <= now:
        raise ConformanceError(
            "This award would have ended before it is issued.",
            pointer="/awardedAt" if end != valid_until else "/validUntil",
        )
    return Period(
        awarded_at=awarded.astimezone(UTC),
        valid_from=now,
        valid_until=None if end is None else end.astimezone(UTC),
    )


def end_of(facts: Facts, awarded_at: datetime, valid_until: datetime | None) -> datetime | None:
    """Return when an award ends: as the achievement says, or at `valid_until` where that is earlier."""
    return _end(facts.achievement, awarded_at, valid_until)


def _end(
    achievement: AchievementVersion, awarded_at: datetime, valid_until: datetime | None
) -> datetime | None:
    months = achievement.validity_months
    own = None if months is None else add_months(awarded_at, months)
    return min((end for end in (own, valid_until) if end is not None), default=None)


def award(facts: Facts, credential: CredentialRecord, when: Period, slot: StatusSlot) -> Award:
    """Return everything that one version says."""
    return Award(
        credential_id=credential.id,
        profile=facts.issuer,
        achievement=facts.achievement,
        recipient=Recipient(facts.subject_id),
        attestation=facts.judged,
        attestation_id=facts.attestation.id,
        attestation_digest=facts.attestation.salted_digest,
        source=facts.source,
        awarded_at=when.awarded_at,
        valid_from=when.valid_from,
        valid_until=when.valid_until,
        status_slot=slot,
        parts=facts.parts,
        endorsements=facts.endorsements,
    )
