"""Every kind that we sign verifies in our own pipeline, with what it binds, and loses nothing in JSON-LD."""

from collections.abc import Iterator

import pytest

from issuer.documents import jsonld, strict_json
from issuer.documents.contexts import bundled
from issuer.errors import ConformanceError
from issuer.services import verification
from issuer.verify import Verdict
from tests.services.every_kind import KINDS, Made, make
from tests.services.worlds import furnished_world

STATED = {
    "endorsement with a statement": "issuer-approval",
    "credit equivalency": "credit-equivalency",
    "pre-approval receipt": "pre-approval",
    "lane decision": "lane-decision",
    "verification report": "verification-report",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    world = furnished_world(tmp_path_factory.mktemp("every-kind"))
    yield make(world)
    world.toolkit.database.close()


@pytest.mark.parametrize("kind", KINDS)
def test_it_verifies_with_everything_that_it_binds(made: Made, kind: str) -> None:
    report = verification.check(made.world.toolkit, made.bodies[kind])
    assert report.verdict is Verdict.VALID, report.sentence
    bound = [(item.kind, item.binding.value) for item in report.statements]
    assert bound == ([(STATED[kind], "shown")] if kind in STATED else [])
    assert all(part.report.verdict is Verdict.VALID for part in report.parts)
    assert all(item.shown for item in report.endorsements)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_it_is_lost_in_json_ld(made: Made, kind: str) -> None:
    document = made.document(kind)
    assert len(jsonld.to_quads(document, bundled())) > len(document)
    document["credentialSubject"]["unheardOf"] = "value"
    with pytest.raises(ConformanceError):
        jsonld.to_quads(document, bundled())


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_copy_is_refused(made: Made, kind: str) -> None:
    document = made.document(kind)
    document["name"] = "Another name"
    report = verification.check(made.world.toolkit, strict_json.encode(document))
    assert report.verdict is Verdict.INVALID


def test_a_badge_carries_its_endorsement_and_a_micro_endorsement_its_components(made: Made) -> None:
    report = verification.check(made.world.toolkit, made.bodies["micro-credential"])
    assert len(report.endorsements) == 1
    stack = verification.check(made.world.toolkit, made.bodies["micro-endorsement"])
    assert len(stack.components) == 3
    transcript = verification.check(made.world.toolkit, made.bodies["transcript"])
    assert len(transcript.parts) == 4
