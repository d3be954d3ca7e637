"""Issue every award of the plan through the real road, and let its fate come.

In the order of time. What was issued before is given again and stays as it is: a fate comes only to a
credential to which nothing has happened yet.
"""

from collections.abc import Callable
from typing import Final

from issuer.badges import catalog_record
from issuer.badges.model import AchievementVersion, Profile
from issuer.demo import assessments, history, school_calendar, seeding
from issuer.demo.claims import Fate
from issuer.demo.dataset import Dataset
from issuer.demo.plan import PlannedAward
from issuer.services import issuance, revocation
from issuer.services.issuance import IssueCredential, IssuedCredential
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import Category

Step = Callable[[], None]
"""Told after every award, for a progress bar."""

_NEEDS_AN_ACT: Final = (Fate.SUPERSEDED, Fate.REVOKED, Fate.SUSPENDED)


def mint(
    toolkit: Toolkit,
    principal: Principal,
    dataset: Dataset,
    awards: tuple[PlannedAward, ...],
    step: Step,
) -> int:
    """Issue every award and settle its fate; return how many were not issued before.

    Raises:
        IssuerError: as `issuance.issue`; what was issued stays issued, and another run goes on from there.
    """
    achievements = _achievements(toolkit, dataset)
    rotation = dataset.figures.rotation
    rotates_at = school_calendar.office_opens(rotation.day)
    new = 0
    for award in sorted(awards, key=lambda award: (award.dates.awarded_at, award.external_id)):
        if award.issuer == rotation.issuer and award.dates.awarded_at >= rotates_at:
            seeding.rotate_once(history.at(toolkit, rotates_at), principal, rotation.issuer)
        record = assessments.attestation(award, achievements[award.code], dataset)
        command = IssueCredential(
            profile=award.issuer,
            external_id=award.external_id,
            attestation=record,
            awarded_at=award.dates.awarded_at,
            valid_until=award.valid_until,
        )
        issued = issuance.issue(history.at(toolkit, award.dates.awarded_at), principal, command)
        _settle(toolkit, principal, award, issued)
        new += issued.is_new
        step()
    return new


def _settle(toolkit: Toolkit, principal: Principal, award: PlannedAward, issued: IssuedCredential) -> None:
    untouched = issued.version.number == 1 and issued.version.ended_at is None
    if award.fate not in _NEEDS_AN_ACT or not untouched:
        return
    then, credential_id = history.at(toolkit, award.dates.settled_at), issued.credential.id
    if award.fate is Fate.SUPERSEDED:
        revocation.reissue(then, principal, credential_id, replaces=1)
    elif award.fate is Fate.SUSPENDED:
        revocation.suspend(then, principal, credential_id)
    else:
        revocation.revoke(then, principal, credential_id, Category(str(award.category)))


def _achievements(toolkit: Toolkit, dataset: Dataset) -> dict[str, AchievementVersion]:
    """Return the very versions of the packaged catalog, whatever was published after them."""
    parent = Profile(
        slug=dataset.parent.slug,
        did=f"did:web:{toolkit.host}:p:{dataset.parent.slug}",
        name=dataset.parent.name,
        url=toolkit.url(f"/p/{dataset.parent.slug}"),
    )
    versions = [
        catalog_record.read(record, base_url=toolkit.base_url, creator=parent)
        for record in dataset.micro_credentials
    ]
    return {version.code: version for version in versions}
