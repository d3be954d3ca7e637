"""Put a micro-endorsement together and issue it, through the road that every credential takes.

First the intent (`composing`), then `issuance.issue` under the intent's own external id: asking again, from
one process or many, finishes that very credential and never makes a second one.
"""

from datetime import datetime

from issuer.errors import ConflictError, NotFoundError
from issuer.services import attestations, catalog, people
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential, IssuedCredential
from issuer.services.pathways import composing, holdings
from issuer.services.pathways.holdings import Holding, Pathway, Stack
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import PathwayAward, ProfileRecord, Unit


def mint(
    toolkit: Toolkit, principal: Principal, profile_slug: str, reference: str, code: str
) -> IssuedCredential:
    """Issue a micro-endorsement to a person who has every component, or return the one they have.

    Raises:
        NotAuthorizedError: the principal may not act for the profile.
        NotFoundError: there is no such profile, person or micro-endorsement.
        ConformanceError: a component is missing; the sentence says what is left.
        ConflictError: a component is not valid now, or the version is retired.
        KeyUnavailableError: the profile has no active key.
        SigningError: the signed credential did not verify; nothing was released.
        StoreUnavailableError: the database did not answer; ask again.
    """
    principal.require(profile_slug)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(profile_slug)
        person = people.get_by_reference(reader, reference)
        achievement_id = catalog.find_version(reader, code).achievement_id
        stack = next(
            (item for item in holdings.stacks(reader) if item.achievement.id == achievement_id), None
        )
        held = holdings.of_person(reader, person.id)
        pathways = [] if stack is None else list(ways(reader, profile, person.id, stack))
    if not pathways:
        raise NotFoundError(f"{code[:60]!r} is no micro-endorsement that can be awarded now.")
    award = next((pathway.award for pathway in pathways if pathway.award), None)
    for pathway in pathways if award is None else ():
        award = intend(toolkit, principal, pathway, held)
        if award is not None:
            break
    else:
        if award is None:
            with toolkit.database.reader() as reader:
                progress = holdings.progress_of(reader, pathways[0], held, now=toolkit.clock())
            composing.require_whole(pathways[0].version, progress)
            raise ConflictError(f"{code} needs a component that {profile_slug} issued itself.")
    return finish(toolkit, principal, award)


def ways(unit: Unit, profile: ProfileRecord, person_id: str, stack: Stack) -> tuple[Pathway, ...]:
    """Return a person's way to each version of a micro-endorsement that a profile can award, newest first."""
    award = unit.pathways.find_award(
        profile_id=profile.id, person_id=person_id, achievement_id=stack.achievement.id
    )
    return tuple(
        Pathway(profile, person_id, stack.achievement.id, row.id, version, award)
        for row, version in stack.versions
    )


def is_within_reach(stack: Stack, held: tuple[Holding, ...]) -> bool:
    """Say whether somebody holds enough of the right things for a closer look to be worth it."""
    codes = [item.achievement.code for item in held]
    return any(
        version.components is not None
        and sum(code in version.components.counting_codes for code in codes) >= version.components.needed
        for _row, version in stack.versions
    )


def intend(
    toolkit: Toolkit, principal: Principal, pathway: Pathway, held: tuple[Holding, ...]
) -> PathwayAward | None:
    """Record the intent where the rule is met and the profile issued a component itself; None otherwise."""
    with toolkit.database.reader() as reader:
        progress = holdings.progress_of(reader, pathway, held, now=toolkit.clock())
        own = {item.credential.id for item in held if item.credential.profile_id == pathway.profile.id}
        filled = {item.component.id for item in progress.filled}
        if not progress.is_whole or own.isdisjoint(filled) or filled <= _withdrawn(reader, pathway):
            return None
    return composing.intend(toolkit, principal, pathway, progress, held)


def _withdrawn(unit: Unit, pathway: Pathway) -> set[str]:
    """Return the components of what the person held before and was withdrawn: only another one starts anew."""
    before = [
        award
        for award in unit.pathways.awards_of(pathway.person_id)
        if award.ended_at is not None
        and is_issued(unit, award)
        and (award.profile_id, award.achievement_id) == (pathway.profile.id, pathway.achievement_id)
    ]
    return {part.component_id for award in before for part in unit.pathways.parts(award.attestation_id)}


def is_issued(unit: Unit, award: PathwayAward) -> bool:
    """Say whether the credential of an award was issued."""
    credential = unit.credentials.find_by_external_id(award.profile_id, award.external_id)
    return credential is not None and unit.credentials.find_newest(credential.id) is not None


def finish(toolkit: Toolkit, principal: Principal, award: PathwayAward) -> IssuedCredential:
    """Issue the credential of an intent, or return it; errors as `issuance.issue`."""
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get(award.profile_id)
        credential = reader.credentials.find_by_external_id(award.profile_id, award.external_id)
        newest = None if credential is None else reader.credentials.find_newest(credential.id)
        if credential is not None and newest is not None:
            return IssuedCredential(credential, newest, is_new=False)
        record_id = award.attestation_id if credential is None else credential.attestation_id
        completed: datetime = attestations.read(reader.attestations.get(record_id)).decided_at
    command = IssueCredential(
        profile=profile.slug,
        external_id=award.external_id,
        attestation=record_id,
        awarded_at=completed,
    )
    return issuance.issue(toolkit, principal, command)
