"""Issue every award of the plan through the real road, and let its fate come.

In the order of time: what others endorse is there before the badges that carry it, and micro-endorsements put
themselves together on the way. What was issued before is given again and stays as it is: a fate comes only to
a credential to which nothing has happened yet.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final, NamedTuple

from issuer.badges import catalog_record
from issuer.badges.model import AchievementVersion, Profile
from issuer.demo import assessments, endorsement_plan, endorsing, history, publicity, school_calendar, seeding
from issuer.demo.claims import Fate
from issuer.demo.dataset import Dataset
from issuer.demo.endorsement_plan import PlannedEndorsement
from issuer.demo.plan import PlannedAward
from issuer.documents.strict_json import JsonObject
from issuer.services import revocation
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential, IssuedCredential
from issuer.services.pathways import holdings, job
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import Category

Step = Callable[[], None]
"""Told after every award, for a progress bar."""

_ISSUE: Final = "issue"
_SETTLE: Final = "settle"
_ROTATE: Final = "rotate"
_SAY: Final = "say"
_WITHDRAW: Final = "withdraw"
_NEEDS_AN_ACT: Final = (Fate.SUPERSEDED, Fate.REVOKED, Fate.SUSPENDED)


class _Act(NamedTuple):
    """What happens at a moment: to an award, to an endorsement, or to a key."""

    moment: datetime
    kind: str
    award: PlannedAward | None = None
    said: PlannedEndorsement | None = None

    @property
    def place(self) -> tuple[datetime, str]:
        """Where it stands in the order of time; of two at one moment the endorsement comes first."""
        return self.moment, self.award.external_id if self.award else ""


def mint(
    toolkit: Toolkit,
    principal: Principal,
    dataset: Dataset,
    awards: tuple[PlannedAward, ...],
    step: Step,
) -> int:
    """Issue every award and let its fate come; return how many were not issued before.

    Raises:
        IssuerError: as `issuance.issue`; what was issued stays issued, and another run goes on from there.
    """
    achievements = _achievements(toolkit, dataset)
    public = publicity.chosen(awards)
    issued: dict[str, IssuedCredential] = {}
    with toolkit.database.reader() as reader:
        stacks = holdings.stacks(reader)
    for act in _acts(dataset, awards):
        then = history.at(toolkit, act.moment)
        if act.said is not None:
            (endorsing.say if act.kind == _SAY else endorsing.withdraw)(then, principal, act.said)
            continue
        if act.award is None:
            seeding.rotate_once(then, principal, dataset.figures.rotation.issuer)
            continue
        award = act.award
        if act.kind == _ISSUE:
            record = assessments.attestation(award, achievements[award.code], dataset)
            issued[award.external_id] = issuance.issue(then, principal, _request(award, record))
            if award.external_id in public:
                publicity.publish(then, principal, issued[award.external_id])
            step()
        else:
            _settle(then, principal, award, issued[award.external_id])
        # What a worker does within a second: the clock of the past is not one that it could read.
        job.settle(then, issued[award.external_id].credential.person_id, stacks=stacks)
    return sum(item.is_new for item in issued.values())


def _acts(dataset: Dataset, awards: tuple[PlannedAward, ...]) -> list[_Act]:
    """Return what happens when, in the order of time: lists and log only ever move on."""
    rotation = dataset.figures.rotation
    acts = [_Act(school_calendar.office_opens(rotation.day), _ROTATE)]
    for said in endorsement_plan.planned(dataset):
        acts.append(_Act(said.signed_at, _SAY, said=said))
        if said.withdrawal is not None:
            acts.append(_Act(said.withdrawal.at, _WITHDRAW, said=said))
    for award in awards:
        acts.append(_Act(award.dates.awarded_at, _ISSUE, award))
        if award.fate in _NEEDS_AN_ACT:
            acts.append(_Act(award.dates.settled_at, _SETTLE, award))
    return sorted(acts, key=lambda act: act.place)


def _request(award: PlannedAward, record: JsonObject) -> IssueCredential:
    return IssueCredential(
        profile=award.issuer,
        external_id=award.external_id,
        attestation=record,
        awarded_at=award.dates.awarded_at,
        valid_until=award.valid_until,
    )


def _settle(toolkit: Toolkit, principal: Principal, award: PlannedAward, issued: IssuedCredential) -> None:
    """Let the fate come to a credential to which nothing has happened yet."""
    if issued.version.number > 1 or issued.version.ended_at is not None:
        return
    credential_id = issued.credential.id
    if award.fate is Fate.SUPERSEDED:
        revocation.reissue(toolkit, principal, credential_id, replaces=1)
    elif award.fate is Fate.SUSPENDED:
        revocation.suspend(toolkit, principal, credential_id)
    else:
        revocation.revoke(toolkit, principal, credential_id, Category(str(award.category)))


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
