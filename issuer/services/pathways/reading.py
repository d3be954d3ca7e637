"""How far people are, and what there is to complete: for pages, programs and the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from issuer.badges.model import AchievementVersion, Profile
from issuer.badges.pathway import Progress
from issuer.services import people, profiles
from issuer.services.pathways import holdings, minting
from issuer.services.pathways.holdings import Holding, Stack
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import CredentialRecord, ProfileRecord, ReviewRecord, Unit, VersionRecord


@dataclass(frozen=True)
class Standing:
    """How far one person is with one micro-endorsement of one profile.

    Attributes:
        version: the version that they hold, or else the newest one that can be awarded.
        progress: what counts, what is left, what does not count and why.
        credential: the micro-endorsement, None while there is none.
        newest: its newest version.
        review: its open review, None when there is none.
    """

    profile: Profile
    version: AchievementVersion
    progress: Progress
    credential: CredentialRecord | None
    newest: VersionRecord | None
    review: ReviewRecord | None

    @property
    def titles(self) -> dict[str, str]:
        """The title of every component by code."""
        return {part.code: part.name for part in self.version.parts}

    @property
    def sentence(self) -> str:
        """Say in one sentence how far it is."""
        if self.review is not None:
            return f"On hold, because a component is {self.review.cause.value} ({self.review.category})."
        if self.newest is not None and self.newest.ended_category is not None:
            return f"Withdrawn or on hold: {self.newest.ended_category.value}."
        return self.progress.sentence


def stacks(toolkit: Toolkit) -> tuple[Stack, ...]:
    """Return every micro-endorsement that can be awarded, by code."""
    with toolkit.database.reader() as reader:
        return holdings.stacks(reader)


def progress(
    toolkit: Toolkit, principal: Principal, reference: str, profile_slug: str | None = None
) -> tuple[Standing, ...]:
    """Return how far a person is with every micro-endorsement on which they have begun.

    Args:
        toolkit: what to work with.
        principal: who asks.
        reference: the person's pseudonymous id.
        profile_slug: the profile that would award it; None for every profile that awarded them anything.

    Raises:
        NotAuthorizedError: the principal may not act for the profile, or for the installation.
        NotFoundError: there is no such person or profile.
    """
    if profile_slug is None:
        principal.require_all()
    else:
        principal.require(profile_slug)
    with toolkit.database.reader() as reader:
        person = people.get_by_reference(reader, reference)
        asked = None if profile_slug is None else reader.profiles.get_by_slug(profile_slug)
        held = holdings.of_person(reader, person.id)
        own = tuple(dict.fromkeys(item.credential.profile_id for item in held))
        wanted = [asked] if asked else [reader.profiles.get(item) for item in own]
        found = _standings(reader, person.id, held, wanted, toolkit.clock())
        return tuple(sorted(found, key=lambda item: (item.profile.slug, item.version.code)))


def _standings(
    unit: Unit, person_id: str, held: tuple[Holding, ...], wanted: list[ProfileRecord], now: datetime
) -> Iterator[Standing]:
    for profile in wanted:
        for stack in holdings.stacks(unit):
            standing = _standing(unit, profile, person_id, stack, held=held, now=now)
            if standing.progress.filled or standing.credential is not None:
                yield standing


def _standing(
    unit: Unit,
    profile: ProfileRecord,
    person_id: str,
    stack: Stack,
    *,
    held: tuple[Holding, ...],
    now: datetime,
) -> Standing:
    """Return how far somebody is: with the version that they hold, or else with the newest one."""
    ways = minting.ways(unit, profile, person_id, stack)
    award = ways[0].award
    credential = newest = review = None
    pathway = ways[0]
    if award is not None:
        held_id = unit.attestations.get(award.attestation_id).achievement_version_id
        pathway = next((way for way in ways if way.version_id == held_id), pathway)
        credential = unit.credentials.find_by_external_id(award.profile_id, award.external_id)
        newest = unit.credentials.find_newest(credential.id) if credential else None
        review = unit.pathways.find_open_review(award.id)
    found = holdings.progress_of(
        unit, pathway, held, now=now, at=credential.awarded_at if credential else None
    )
    return Standing(profiles.value(unit, profile), pathway.version, found, credential, newest, review)
