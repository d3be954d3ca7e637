"""A request for an endorsement; every helper changes one thing."""

from dataclasses import replace
from typing import Any

from issuer.services import endorsements
from issuer.services.endorsements import IssuedEndorsement, IssueEndorsement, Statement, Subject
from issuer.services.principal import OPERATOR
from issuer.store import SubjectType
from tests.services.worlds import World

ISSUER = "did:web:badges.demo.example:p:nesc"
ACHIEVEMENT = "https://badges.demo.example/a/sel-01"
APPROVAL = {
    "authority": "did:web:badges.demo.example:p:scsc",
    "issuer": ISSUER,
    "number": "2026-0117",
    "purpose": "license-renewal",
    "jurisdiction": "US-MN",
}


def request(**change: Any) -> IssueEndorsement:
    base = IssueEndorsement(
        profile="scsc",
        external_id="approval-1",
        subject=Subject(ISSUER, SubjectType.PROFILE),
        name="Approved issuer",
        comment="Approved for license renewal, approval **2026-0117**.",
        statement=Statement("issuer-approval", dict(APPROVAL)),
    )
    return replace(base, **change)


def issue(world: World, **change: Any) -> IssuedEndorsement:
    return endorsements.issue(world.toolkit, OPERATOR, request(**change))
