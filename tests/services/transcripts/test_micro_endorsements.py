"""A transcript with a micro-endorsement says of what it consists, and every part is judged by itself."""

from typing import Any

from issuer.documents import strict_json
from issuer.services import revocation, verification
from issuer.services.principal import OPERATOR
from issuer.services.transcripts import issue as transcripts
from issuer.services.transcripts.issue import IssueTranscript
from issuer.store import Category
from tests.services.pathways.worlds import SEL, cycle, earn, endorsements, furnish_pathways
from tests.services.worlds import World


def test_a_micro_endorsement_names_its_components_inside(world: World) -> None:
    furnish_pathways(world)
    earned = [earn(world, code).credential.id for code in SEL]
    cycle(world)
    [(stack, _)] = endorsements(world)
    made = transcripts.issue(world.toolkit, OPERATOR, IssueTranscript(profile="scsc", person="t01"))
    assert set(made.credentials) == {*earned, stack.id}
    document: Any = strict_json.parse_object(made.body)
    inside = {item["id"]: item for item in document["credentialSubject"]["verifiableCredential"]}
    ids = {name: item["credentialSubject"]["achievement"]["id"] for name, item in inside.items()}
    found = {(item["sourceId"], item["targetId"]) for item in document["credentialSubject"]["association"]}
    assert found == {(ids[stack.id], ids[part]) for part in earned}
    report = verification.check(world.toolkit, made.body)
    assert report.verdict == "valid"
    assert [part.report.verdict for part in report.parts] == ["valid"] * 4


def test_what_fell_is_left_out_and_what_it_held_up_too(world: World) -> None:
    furnish_pathways(world)
    first, *others = [earn(world, code).credential.id for code in SEL]
    cycle(world)
    world.clock.forward(minutes=1)
    revocation.revoke(world.toolkit, OPERATOR, first, Category.FRAUD)
    cycle(world)
    made = transcripts.issue(world.toolkit, OPERATOR, IssueTranscript(profile="scsc", person="t01"))
    assert set(made.credentials) == set(others)
