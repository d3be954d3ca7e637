"""What a report says about the components of a micro-endorsement (issue C), here and elsewhere."""

import pytest

from issuer.badges.digests import hex_to_multibase
from issuer.services import revocation, verification
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.verification import Options
from issuer.store import Category
from issuer.verify import ComponentReport, Policy, verify
from issuer.workers import InProcess
from tests.services.pathways.worlds import SEL, cycle, earn, endorsements
from tests.services.worlds import World


@pytest.fixture
def parts(school: World) -> list[IssuedCredential]:
    earned = [earn(school, code) for code in SEL]
    cycle(school)
    school.clock.forward(days=1)
    return earned


def components(school: World) -> tuple[ComponentReport, ...]:
    ((_credential, newest),) = endorsements(school)
    found = verification.check(school.toolkit, newest.body or b"", options=Options(offline=True))
    assert [item["id"] for item in found.to_json()["components"]] == [  # type: ignore[index,union-attr,call-overload]
        item.id for item in found.components
    ]
    return found.components


def test_each_component_stands_there_with_its_digest_and_its_own_status(
    school: World, parts: list[IssuedCredential]
) -> None:
    found = components(school)
    assert [(item.id, item.digest) for item in found] == [
        (part.credential.id, hex_to_multibase(str(part.version.sha256))) for part in parts
    ]
    assert [item.name for item in found][1] == "SEL-02 Title of SEL-02"
    assert {item.status for item in found} == {"valid"}


def test_what_happened_to_components_since_is_said(school: World, parts: list[IssuedCredential]) -> None:
    revocation.revoke(school.toolkit, OPERATOR, parts[0].credential.id, Category.HOLDER_REQUEST)
    revocation.suspend(school.toolkit, OPERATOR, parts[1].credential.id)
    revocation.reissue(school.toolkit, OPERATOR, parts[2].credential.id)
    found = components(school)
    assert [item.status for item in found] == ["revoked", "suspended", "superseded"]
    assert found[0].sentence == "Withdrawn: holder request."


@pytest.mark.usefixtures("parts")
def test_a_verifier_elsewhere_says_that_it_cannot_know(school: World) -> None:
    ((_credential, newest),) = endorsements(school)
    report = verify(
        newest.body or b"",
        policy=Policy(now=school.clock()),
        fetch=school.toolkit.fetch,
        workers=InProcess(),
    )
    assert [item.status for item in report.components] == [None, None, None]
    assert "Only its issuer can say" in report.components[0].sentence


def test_a_micro_credential_names_no_components(school: World, parts: list[IssuedCredential]) -> None:
    report = verification.check(school.toolkit, parts[0].version.body or b"", options=Options(offline=True))
    assert report.components == ()
