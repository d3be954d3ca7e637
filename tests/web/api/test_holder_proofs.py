"""Holder proofs by the API, without an account."""

from typing import Any

import pytest

from issuer.services import credentials, people
from issuer.services.principal import OPERATOR
from tests.badges import samples
from tests.services.holder_proofs.conftest import did_of, holder_key, presentation, sent
from tests.services.worlds import World
from tests.web.api.conftest import Caller


@pytest.fixture
def badge(world: World) -> str:
    people.register(world.toolkit, OPERATOR, "t05", {"email": "oona@home.example"})
    people.bind_did(world.toolkit, OPERATOR, "t05", "scsc", did_of(holder_key()))
    attestation = samples.attested(externalId="sub-t05", person="t05")
    return world.issue(attestation=attestation).credential.certificate_number


def ask(caller: Caller, badge: str, method: str) -> dict[str, Any]:
    answer = caller.post("/holder-proofs", {"credential": badge, "method": method})
    assert answer.status_code == 201
    found: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"].endswith(found["id"])
    assert (found["answer"], found["provenBy"]) == ("open", None)
    return found


def test_a_holder_answers_by_a_signature(nobody: Caller, world: World, badge: str) -> None:
    body = credentials.body(world.toolkit, OPERATOR, badge)
    asked = ask(nobody, badge, "did")
    assert asked["domain"] == "badges.demo.example"
    path = f"/holder-proofs/{asked['id']}"
    wrong = nobody.send(path + "/presentation", presentation("other", body), "application/vp").get_json()
    assert (wrong["answer"], wrong["triesLeft"]) == ("not_proven", 9)
    signed = presentation(asked["challenge"], body)
    found = nobody.send(path + "/presentation", signed, "application/vp")
    assert found.status_code == 200
    assert (found.get_json()["answer"], found.get_json()["provenBy"]) == ("proven", did_of(holder_key()))
    assert nobody.get(path).get_json() == found.get_json()


def test_a_holder_answers_by_a_code(nobody: Caller, world: World, badge: str) -> None:
    asked = ask(nobody, badge, "code")
    assert (asked["challenge"], asked["domain"]) == (None, None)
    [(_, code)] = sent(world)
    path = f"/holder-proofs/{asked['id']}/code"
    assert nobody.post(path, {"code": "1"}).get_json()["answer"] == "not_proven"
    assert nobody.post(path, {"code": code}).get_json()["provenBy"] == "code"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"credential": "nothing", "method": "did"}, 404, "NOT_FOUND"),
        ({"credential": "nothing", "method": "fax"}, 422, "SCHEMA_VIOLATION"),
        ({"method": "did"}, 422, "SCHEMA_VIOLATION"),
    ],
)
def test_what_cannot_be_asked_is_named(nobody: Caller, body: dict[str, str], status: int, code: str) -> None:
    answer = nobody.post("/holder-proofs", body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_limits_are_told(nobody: Caller, world: World, badge: str) -> None:
    plain = world.issue().credential.id
    refused = nobody.post("/holder-proofs", {"credential": plain, "method": "did"})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "HOLDER_WITHOUT_DID")
    for _ in range(3):
        ask(nobody, badge, "code")
    fourth = nobody.post("/holder-proofs", {"credential": badge, "method": "code"})
    assert (fourth.status_code, fourth.get_json()["code"]) == (429, "TOO_MANY_CODES")
    asked = ask(nobody, badge, "did")
    odd = nobody.send(f"/holder-proofs/{asked['id']}/presentation", b"x", "image/png")
    assert odd.status_code == 415
    assert nobody.get("/holder-proofs/nothing").status_code == 404
