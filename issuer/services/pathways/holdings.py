"""What somebody holds, and how it looks to a profile that puts a micro-endorsement together.

A component of another profile counts only where the rule lets partners count and the profile lists the
other one (STK-03): the record of this installation is then the statement that both know one person.
"""

from dataclasses import dataclass
from datetime import datetime

from issuer.badges.model import AchievementVersion
from issuer.badges.pathway import Component, Progress, Why, evaluate
from issuer.services import catalog
from issuer.store import (
    AchievementRecord,
    AchievementVersionRecord,
    CredentialRecord,
    PathwayAward,
    ProfileRecord,
    Unit,
    VersionRecord,
)


@dataclass(frozen=True)
class Holding:
    """One credential of a person, with its newest issued version and what it was awarded for."""

    credential: CredentialRecord
    newest: VersionRecord
    achievement: AchievementVersion

    def is_current(self, now: datetime) -> bool:
        """Whether it is in force: not withdrawn, not on hold, not ended."""
        until = self.newest.valid_until
        return self.newest.ended_category is None and (until is None or until > now)


@dataclass(frozen=True)
class Stack:
    """A micro-endorsement of the catalog with the versions under which it can be awarded, newest first."""

    achievement: AchievementRecord
    versions: tuple[tuple[AchievementVersionRecord, AchievementVersion], ...]


@dataclass(frozen=True)
class Pathway:
    """One person's way to one version of a micro-endorsement of one profile.

    Attributes:
        achievement_id: row id of the micro-endorsement.
        version_id: row id of its version.
        version: what that version says.
        award: the one that the person completes or holds, None while there is none.
    """

    profile: ProfileRecord
    person_id: str
    achievement_id: str
    version_id: str
    version: AchievementVersion
    award: PathwayAward | None = None


def of_person(unit: Unit, person_id: str) -> tuple[Holding, ...]:
    """Return every credential of a person of which something was issued, in the order of the awards."""
    found = []
    for credential in unit.pathways.credentials_of(person_id):
        newest = unit.credentials.find_newest(credential.id)
        if newest is not None:
            row = unit.achievements.get_version(credential.achievement_version_id)
            found.append(Holding(credential, newest, catalog.value(unit, row)))
    return tuple(found)


def stacks(unit: Unit) -> tuple[Stack, ...]:
    """Return every micro-endorsement that can be awarded, by code."""
    found = []
    for achievement in unit.achievements.all():
        rows = [row for row in unit.achievements.versions(achievement.id) if row.retired_at is None]
        values = [(row, catalog.value(unit, row)) for row in reversed(rows)]
        if values and values[0][1].components is not None:
            found.append(Stack(achievement, tuple(item for item in values if item[1].components)))
    return tuple(found)


def progress_of(
    unit: Unit, pathway: Pathway, held: tuple[Holding, ...], *, now: datetime, at: datetime | None = None
) -> Progress:
    """Return how far somebody is.

    Args:
        unit: where to read.
        pathway: whose way to what; the components of an award that is there are kept where they can be.
        held: everything that the person holds.
        now: the present moment.
        at: the moment for which ages count, None for when the rule is met.
    """
    version, award = pathway.version, pathway.award
    rule = version.components
    if rule is None:
        raise ValueError(f"{version.code} is no micro-endorsement")
    relevant = [item for item in held if item.achievement.code in rule.counting_codes]
    partners = set(unit.pathway_queue.partners(pathway.profile.id)) if rule.partners else set()
    claims = unit.pathways.claims(pathway.achievement_id, [item.credential.id for item in relevant])

    def barred(item: Holding) -> Why | None:
        if item.credential.profile_id not in {pathway.profile.id, *partners}:
            return Why.OTHER_ISSUER
        if not item.is_current(now):
            return Why.NOT_CURRENT
        claimed_by = claims.get(item.credential.id)
        return None if claimed_by in {None, award.id if award else None} else Why.USED_ELSEWHERE

    used = unit.pathways.parts(award.attestation_id) if award else ()
    return evaluate(
        rule,
        [_component(item, barred(item)) for item in relevant],
        unit=version.unit,
        at=at,
        keep={part.component_id for part in used},
    )


def _component(item: Holding, barred: Why | None) -> Component:
    return Component(
        id=item.credential.id,
        number=item.newest.number,
        code=item.achievement.code,
        version=item.achievement.version,
        hours=item.achievement.hours,
        unit=item.achievement.unit,
        awarded_at=item.credential.awarded_at,
        barred=barred,
    )
