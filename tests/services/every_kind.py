"""One credential of every kind that an installation signs, made through the use cases that make them.

For whoever compares them with something else: another implementation, the official schemas.
"""

from dataclasses import dataclass
from typing import Any, Final

from issuer.badges.statements import LIMITS
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import addresses, publication, reports, verification
from issuer.services.endorsements import Subject
from issuer.services.principal import OPERATOR
from issuer.services.transcripts import issue as transcripts
from issuer.services.transcripts.issue import IssueTranscript
from issuer.services.verification import Options
from issuer.store import SubjectType
from tests.services.credits import asking as credit
from tests.services.endorsements import asking as endorsing
from tests.services.pathways import worlds as pathways
from tests.services.worlds import World

KINDS: Final = (
    "micro-credential",
    "micro-endorsement",
    "endorsement",
    "endorsement with a statement",
    "credit equivalency",
    "pre-approval receipt",
    "lane decision",
    "verification report",
    "transcript",
)


@dataclass(frozen=True)
class Made:
    """Everything that was signed, and everything that a stranger may fetch.

    Attributes:
        bodies: the exact bytes, by kind.
        network: address to parsed document: keys, status lists, statements, definitions.
        now: the moment for which all of it is in force.
    """

    world: World
    bodies: dict[str, bytes]
    network: dict[str, JsonObject]
    now: str

    def document(self, kind: str) -> dict[str, Any]:
        """Return a fresh copy of one credential."""
        return strict_json.parse_object(self.bodies[kind], limits=LIMITS)


def make(world: World) -> Made:
    """Let a furnished world sign one of each; the university endorses before the badge that carries it."""
    credit.furnish(world)
    pathways.furnish_pathways(world)
    bodies: dict[str, bytes] = {}
    subject = Subject(endorsing.ACHIEVEMENT, SubjectType.ACHIEVEMENT, "1.0")
    bodies["endorsement"] = endorsing.issue(
        world,
        profile="pmu",
        external_id="review",
        subject=subject,
        name="Reviewed",
        comment="We read **version 1.0** and its rubric.",
        statement=None,
        carried=True,
    ).body
    bodies["endorsement with a statement"] = endorsing.issue(world).body
    bodies["credit equivalency"] = credit.state(world).credential.body
    bodies["pre-approval receipt"] = credit.approve(world).receipt.body
    world.clock.forward(minutes=1)
    issued = [pathways.earn(world, code) for code in pathways.SEL]
    pathways.cycle(world)
    bodies["micro-credential"] = issued[0].version.body or b""
    ((_credential, stack),) = pathways.endorsements(world)
    bodies["micro-endorsement"] = stack.body or b""
    decided = credit.decide(world).credential
    assert decided is not None
    bodies["lane decision"] = decided.body
    found = verification.check(world.toolkit, bodies["micro-endorsement"])
    policy = verification.policy_of(world.toolkit, Options())
    bodies["verification report"] = reports.sign(world.toolkit, [found], policy=policy).credential
    bodies["transcript"] = transcripts.issue(
        world.toolkit, OPERATOR, IssueTranscript(profile="scsc", person="t01")
    ).body
    world.clock.forward(minutes=1)
    return Made(
        world,
        {kind: bodies[kind] for kind in KINDS},
        _network(world),
        world.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _network(world: World) -> dict[str, JsonObject]:
    found = {}
    for path in addresses.published_paths(world.toolkit):
        published = publication.document_at(world.toolkit, path)
        if published.media_type != "text/plain":
            found[world.toolkit.url(path)] = strict_json.parse_object(published.body, limits=LIMITS)
    return found
