"""Everything that decides what becomes of a micro-endorsement: its components as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from issuer.badges.pathway import Progress
from issuer.services import catalog
from issuer.services.pathways import holdings
from issuer.services.pathways.holdings import Holding, Pathway
from issuer.store import (
    Category,
    Cause,
    CredentialRecord,
    PartRecord,
    PathwayAward,
    ReviewRecord,
    Unit,
    VersionRecord,
)


@dataclass(frozen=True)
class Fallen:
    """A component that does not stand any more, and why."""

    component_id: str
    cause: Cause
    category: str


@dataclass(frozen=True)
class Kept:
    """A micro-endorsement under upkeep: what it is, what it was made of, and how its components stand now.

    Attributes:
        credential: None while nothing was recorded of it yet.
        newest: None while nothing was issued.
        used: components of the newest issued version.
        progress: what it could be put together from now.
    """

    pathway: Pathway
    award: PathwayAward
    credential: CredentialRecord | None
    newest: VersionRecord | None
    used: tuple[PartRecord, ...]
    review: ReviewRecord | None
    progress: Progress
    held: tuple[Holding, ...]

    def of(self, component_id: str) -> Holding | None:
        """Return how a component stands now."""
        return next((item for item in self.held if item.credential.id == component_id), None)

    @property
    def fallen(self) -> tuple[Fallen, ...]:
        """The components of the newest version that were withdrawn or put on hold, and not replaced."""
        found = []
        for part in self.used:
            holding = self.of(part.component_id)
            category = None if holding is None else holding.newest.ended_category
            if category is not None:
                held = category is Category.SUSPENDED_PENDING_REVIEW
                cause = Cause.SUSPENDED if held else Cause.WITHDRAWN
                found.append(Fallen(part.component_id, cause, category.value))
        return tuple(found)

    @property
    def is_outdated(self) -> bool:
        """Whether a component was issued again since."""
        return any(
            (holding := self.of(part.component_id)) is not None
            and holding.newest.number > part.component_number
            for part in self.used
        )


def read(unit: Unit, award: PathwayAward, held: tuple[Holding, ...], now: datetime) -> Kept:
    """Return everything about an award that decides what becomes of it."""
    profile = unit.profiles.get(award.profile_id)
    frozen = unit.attestations.get(award.attestation_id)
    version = catalog.value(unit, unit.achievements.get_version(frozen.achievement_version_id))
    pathway = Pathway(
        profile, award.person_id, award.achievement_id, frozen.achievement_version_id, version, award
    )
    credential = unit.credentials.find_by_external_id(award.profile_id, award.external_id)
    newest = None if credential is None else unit.credentials.find_newest(credential.id)
    at = None if credential is None else credential.awarded_at
    return Kept(
        pathway=pathway,
        award=award,
        credential=credential,
        newest=newest,
        used=unit.pathways.parts(award.attestation_id if newest is None else record_id_of(newest)),
        review=unit.pathways.find_open_review(award.id),
        progress=holdings.progress_of(unit, pathway, held, now=now, at=at),
        held=held,
    )


def record_id_of(version: VersionRecord) -> str:
    """Return the id of the frozen record that an issued version of a micro-endorsement names first."""
    document = version.read_intent().get("document")
    related = document.get("relatedResource") if isinstance(document, dict) else None
    first = related[0] if isinstance(related, list) and related else None
    found = first.get("id") if isinstance(first, dict) else None
    return found if isinstance(found, str) else ""


def each(
    unit: Unit, awards: Iterable[PathwayAward], held: tuple[Holding, ...], now: datetime
) -> tuple[Kept, ...]:
    """Return the awards of a person that stand, with everything that decides about them."""
    return tuple(read(unit, award, held, now) for award in awards if award.ended_at is None)
