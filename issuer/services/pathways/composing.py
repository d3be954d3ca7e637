"""Freeze what a micro-endorsement is put together from: the intent, before anything is signed.

The award row is unique per profile, person and achievement while it stands, so that of many that complete
the same thing at once exactly one is recorded, and the others walk on with it.
"""

from dataclasses import replace

from issuer.badges import composition
from issuer.badges.micro_endorsement import PartCredential
from issuer.badges.model import AchievementVersion
from issuer.badges.pathway import Progress
from issuer.documents import schemas
from issuer.documents.schemas import Violation
from issuer.errors import ConflictError
from issuer.services import attestations, people
from issuer.services.pathways.holdings import Holding, Pathway
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import AttestationRecord, PartRecord, PathwayAward, Unit


def intend(
    toolkit: Toolkit, principal: Principal, pathway: Pathway, progress: Progress, held: tuple[Holding, ...]
) -> PathwayAward:
    """Record that somebody completes a micro-endorsement, or return what is recorded already.

    Raises:
        ConformanceError: something is left; the sentence says what.
        ConflictError: a component was taken by another profile in this moment, or the same components
            were put together and withdrawn before.
    """
    require_whole(pathway.version, progress)
    try:
        with toolkit.database.unit("pathways.intend") as unit:
            known = find_award(unit, pathway)
            if known is not None:
                return known
            row = _frozen(unit, toolkit, pathway, progress, held)
            award = PathwayAward(
                id=toolkit.randomness.urn(),
                profile_id=pathway.profile.id,
                person_id=pathway.person_id,
                achievement_id=pathway.achievement_id,
                external_id=f"pathway-{row.id.removeprefix('urn:uuid:')}",
                attestation_id=row.id,
                created_at=toolkit.clock(),
            )
            _keep(unit, toolkit, principal, pathway, row=row, progress=progress)
            unit.pathways.add_award(award)
            unit.pathways.claim(award, [item.component.id for item in progress.filled])
            return award
    except ConflictError:
        # On PostgreSQL two may pass the first look; the index lets one of them through.
        with toolkit.database.reader() as reader:
            known = find_award(reader, pathway)
        if known is None:
            raise
        return known


def find_award(unit: Unit, pathway: Pathway) -> PathwayAward | None:
    """Return what the person completes or holds already, or None."""
    return unit.pathways.find_award(
        profile_id=pathway.profile.id,
        person_id=pathway.person_id,
        achievement_id=pathway.achievement_id,
    )


def recompose(
    toolkit: Toolkit, principal: Principal, pathway: Pathway, progress: Progress, held: tuple[Holding, ...]
) -> PathwayAward:
    """Note what an award is put together from now on; the same components again change nothing.

    Raises:
        ConformanceError: something is left; the sentence says what.
        ConflictError: it has ended, or a component was taken by another profile.
    """
    require_whole(pathway.version, progress)
    with toolkit.database.unit("pathways.recompose") as unit:
        award = find_award(unit, pathway)
        if award is None:
            raise ConflictError(f"{pathway.version.code} has ended for this person.")
        row = _frozen(unit, toolkit, pathway, progress, held)
        known = unit.attestations.find_by_digest(pathway.profile.id, row.digest)
        if known is None:
            _keep(unit, toolkit, principal, pathway, row=row, progress=progress)
        changed = replace(award, attestation_id=(known or row).id)
        unit.pathways.recompose(award.id, changed.attestation_id)
        unit.pathways.claim(award, [item.component.id for item in progress.filled])
        return changed


def require_whole(version: AchievementVersion, progress: Progress) -> None:
    """Refuse a micro-endorsement with a missing component.

    Raises:
        ConformanceError: SCHEMA_VIOLATION, saying what is left.
    """
    if not progress.is_whole:
        schemas.raise_violations([Violation("/componentRule", f"{version.code}: {progress.sentence}")])


def _frozen(
    unit: Unit, toolkit: Toolkit, pathway: Pathway, progress: Progress, held: tuple[Holding, ...]
) -> AttestationRecord:
    by_id = {item.credential.id: item for item in held}
    parts = tuple(_part(item.code, by_id[item.component.id]) for item in progress.filled)
    person = unit.people.get(pathway.person_id)
    document = composition.build(
        pathway.version,
        parts,
        person=person.reference,
        pool=pathway.profile.slug,
        completed_at=progress.completed_at or toolkit.clock(),
    )
    people.ensure_subject(unit, toolkit, person, pathway.profile)
    return attestations.freeze(
        toolkit,
        pathway.profile,
        composition.as_attestation(document),
        person_id=person.id,
        version_id=pathway.version_id,
    )


def _part(place: str, holding: Holding) -> PartCredential:
    return PartCredential(
        place=place,
        code=holding.achievement.code,
        name=holding.achievement.name,
        credential_id=holding.credential.id,
        number=holding.newest.number,
        sha256=str(holding.newest.sha256),
        hours=holding.achievement.hours,
    )


def _keep(
    unit: Unit,
    toolkit: Toolkit,
    principal: Principal,
    pathway: Pathway,
    *,
    row: AttestationRecord,
    progress: Progress,
) -> None:
    unit.attestations.add(row)
    unit.pathways.add_parts(
        [
            PartRecord(row.id, place, item.component.id, item.component.number)
            for place, item in enumerate(progress.filled)
        ]
    )
    after = "sha256:" + row.salted_digest.hex()
    act = Act(action="pathway.completed", object=row.id, profile=pathway.profile.did, after=after)
    record(unit, toolkit, principal, act)
