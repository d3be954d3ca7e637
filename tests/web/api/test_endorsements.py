"""Endorsements by the API: signed once, withdrawn, invited, handed in; tenants apart."""

import json
from typing import Any

from issuer.services import verification
from tests.services.endorsements.asking import APPROVAL
from tests.services.worlds import World
from tests.web.api.conftest import Caller

WANTED: dict[str, Any] = {
    "externalId": "approval-1",
    "about": "profile:nesc",
    "name": "Approved issuer",
    "comment": "Approved for license renewal.",
    "statement": {"kind": "issuer-approval", "facts": APPROVAL},
}


def test_an_endorsement_is_signed_once_read_and_withdrawn(caller: Caller, world: World) -> None:
    first, again = caller.post("/endorsements", WANTED), caller.post("/endorsements", WANTED)
    assert (first.status_code, again.status_code) == (201, 200)
    made = first.get_json()
    assert made == again.get_json()
    report = verification.check(world.toolkit, made["document"].encode())
    assert (report.verdict, report.statements[0].binding) == ("valid", "shown")
    assert caller.get(f"/endorsements/{made['id']}").get_json() == made
    assert caller.get("/endorsements").get_json()["items"] == [made]
    ended = caller.post(
        f"/endorsements/{made['id']}/withdraw", {"category": "superseded", "details": "new text"}
    )
    assert (ended.status_code, ended.get_json()["inForce"]) == (200, False)
    refused = caller.post(f"/endorsements/{made['id']}/withdraw", {"category": "fraud"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "CONFLICT")


def test_another_cooperative_cannot_read_or_end_it(caller: Caller, stranger: Caller, nobody: Caller) -> None:
    name = caller.post("/endorsements", WANTED).get_json()["id"]
    assert stranger.get(f"/endorsements/{name}").status_code == 403
    assert stranger.get("/endorsements").get_json()["items"] == []
    assert stranger.post(f"/endorsements/{name}/withdraw", {"category": "superseded"}).status_code == 403
    assert nobody.post("/endorsements", WANTED).status_code == 401
    assert stranger.post("/endorsements/invitations", {"about": "sel-01", "endorser": "X"}).status_code == 403
    assert caller.get("/endorsements/urn:uuid:none").status_code == 404


def test_a_wrong_request_says_where(caller: Caller) -> None:
    unknown = caller.post("/endorsements", {**WANTED, "about": "https://elsewhere.example/a/x"})
    assert (unknown.status_code, unknown.get_json()["pointer"]) == (400, "/subject")
    gap = caller.post("/endorsements", {**WANTED, "statement": {"kind": "issuer-approval", "facts": {}}})
    assert gap.status_code == 422


def test_an_invitation_opens_the_door_for_nothing_else(caller: Caller, nobody: Caller) -> None:
    asked = caller.post("/endorsements/invitations", {"about": "profile:scsc", "endorser": "Board"})
    assert (asked.status_code, asked.headers["Cache-Control"]) == (201, "no-store")
    own = caller.post("/endorsements", WANTED).get_json()["document"]
    body = {"invitation": asked.get_json()["token"], "endorsement": own}
    refused = nobody.post("/endorsements/uploads", body)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "CONFLICT")
    for wrong in ("no credential", own.replace("renewal", "everything"), "\\ud800" * 3):
        assert nobody.post("/endorsements/uploads", {**body, "endorsement": wrong}).status_code in {400, 422}


def test_pages_show_what_others_say(caller: Caller, nobody: Caller, world: World) -> None:
    made = caller.post(
        "/endorsements", {**WANTED, "about": "sel-01", "version": "1.0", "statement": WANTED["statement"]}
    )
    assert made.status_code == 201
    world.clock.forward(days=1)
    caller.post("/endorsements", {**WANTED, "externalId": "approval-2"})
    client = nobody._client
    page = client.get("/a/sel-01", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "What others say it is worth" in page
    assert "Approved for license renewal." in page
    issuer = client.get("/p/nesc", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "What others say about it" in issuer
    listed = client.get("/p/nesc/endorsements", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "In force today" in listed
    given = client.get("/p/scsc/endorsements", headers={"Accept": "application/json"})
    assert [item["subject"] for item in given.get_json()["given"]] == [
        "https://badges.demo.example/a/sel-01",
        "did:web:badges.demo.example:p:nesc",
    ]
    machine = client.get("/p/nesc", headers={"Accept": "application/ld+json"})
    assert [item["name"] for item in json.loads(machine.data)["endorsement"]] == ["Approved issuer"]
    url = given.get_json()["given"][0]["url"].removeprefix(world.toolkit.base_url)
    assert client.get(url).data.decode() == made.get_json()["document"]
    bound = json.loads(client.get(url).data)["relatedResource"]
    statement = client.get(bound[0]["id"].removeprefix(world.toolkit.base_url))
    assert (statement.status_code, statement.headers["Cache-Control"]) == (200, "private, no-store")
    schema = client.get("/schemas/statements/issuer-approval-1.json")
    assert schema.headers["Content-Type"] == "application/schema+json"
