"""`/api/v1/credits`: rules and values for everyone; approvals and decisions for the district's own key."""

from typing import Any

import pytest
from flask import Flask

from issuer.services.api_keys import Scope
from tests.services.credits import asking
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for

VALUE = {
    "externalId": "value-1", "achievement": "SEL-01", "value": "2/3", "unit": "semesterHour", "validFrom": "2025-07-01",
}  # fmt: skip
APPROVAL = {
    "externalId": "approval-1", "person": "t01", "achievement": "SEL-01", "grantedOn": "2025-10-01",
}  # fmt: skip


@pytest.fixture
def north(app: Flask, world: World) -> Caller:
    """Give a district with rules, which knows one teacher."""
    asking.furnish(world)
    return Caller(app, key_for(world, "north"))


def request_of(*credentials: str, **change: Any) -> dict[str, Any]:
    return {"person": "t01", "on": "2026-04-01", "credentials": list(credentials), **change}


def answer(response: Any, status: int = 200) -> dict[str, Any]:
    assert response.status_code == status, response.text
    found: dict[str, Any] = response.get_json()
    return found


def test_rules_are_kept_for_ever_and_read_by_anybody(app: Flask, north: Caller) -> None:
    rules = {**asking.RULES, "version": "v9", "effectiveFrom": "2026-07-01"}
    kept = answer(north.post("/credits/rules", rules), 201)
    assert answer(north.post("/credits/rules", rules), 201) == kept
    assert (kept["district"], kept["rules"]) == ("north", rules)
    assert north.post("/credits/rules", {**rules, "lanes": ["BA", "MA"]}).status_code == 409
    assert north.post("/credits/rules", {**rules, "district": "south"}).status_code == 400
    assert north.post("/credits/rules", {"unit": "mile"}).status_code == 422
    assert north.post("/credits/rules", []).status_code == 400
    nobody = Caller(app, None)
    page = answer(nobody.get("/credits/rules?district=north"))
    assert [item["version"] for item in page["items"]] == ["v0", "v9"]
    assert page["items"][1] == kept
    first = answer(nobody.get("/credits/rules?limit=1"))
    assert answer(nobody.get(f"/credits/rules?cursor={first['next']}"))["items"] == [kept]
    assert nobody.get("/credits/rules?district=nowhere").status_code == 404
    assert nobody.post("/credits/rules", rules).status_code == 401


def test_a_value_is_stated_once_signed_and_public(app: Flask, north: Caller) -> None:
    stated = answer(north.post("/credits/equivalencies", VALUE), 201)
    assert answer(north.post("/credits/equivalencies", VALUE), 201) == stated
    assert (stated["value"], stated["basis"], stated["validUntil"]) == ("2/3", "equivalent", None)
    assert stated["credential"]["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    assert north.post("/credits/equivalencies", {**VALUE, "value": "3"}).status_code == 409
    for wrong in (
        {"value": "-1"},
        {"value": 2},
        {"unit": "mile"},
        {"validFrom": "20250701"},
        {"basis": "hope"},
    ):
        assert north.post("/credits/equivalencies", {**VALUE, **wrong}).status_code == 422, wrong
    assert north.post("/credits/equivalencies", {**VALUE, "externalId": "2", "value": "0"}).status_code == 400
    nobody = Caller(app, None)
    public = {name: item for name, item in stated.items() if name not in {"id", "credential"}}
    assert answer(nobody.get("/credits/equivalencies?recogniser=north&achievement=SEL-01"))["items"] == [
        public
    ]
    assert answer(nobody.get("/credits/equivalencies?recogniser=south"))["items"] == []
    assert nobody.get("/credits/equivalencies?achievement=NO-01").status_code == 404


def test_an_approval_has_a_receipt_and_is_the_district_s_own(app: Flask, world: World, north: Caller) -> None:
    approved = answer(north.post("/credits/pre-approvals", APPROVAL), 201)
    assert answer(north.post("/credits/pre-approvals", APPROVAL), 201) == approved
    assert answer(north.get("/credits/pre-approvals?person=t01"))["items"] == [approved]
    assert approved["receipt"]["credentialSubject"]["type"] == ["EndorsementSubject"]
    assert north.post("/credits/pre-approvals", {**APPROVAL, "grantedOn": "2025-10-02"}).status_code == 409
    assert north.post("/credits/pre-approvals", {**APPROVAL, "decider": "a@b.example"}).status_code == 422
    assert north.get("/credits/pre-approvals?person=nobody").status_code == 404
    south = Caller(app, key_for(world, "south"))
    assert answer(south.get("/credits/pre-approvals?person=t01"))["items"] == []


def test_a_request_is_previewed_decided_once_and_used_up(app: Flask, world: World, north: Caller) -> None:
    badge = world.issue().credential
    ask = request_of(badge.certificate_number)
    seen = answer(north.post("/credits/decisions/preview", ask))["decision"]
    assert (seen["hours"], seen["unit"]) == ("1.5", "quarterHour")
    assert answer(north.get("/credits/decisions?person=t01"))["items"] == []
    made = answer(north.post("/credits/decisions", {**ask, "externalId": "request-1"}), 201)
    assert made["decision"] == seen
    assert made["credential"]["credentialSubject"]["id"] == badge.id
    assert answer(north.post("/credits/decisions", {**ask, "externalId": "request-1"})) == made
    assert answer(north.get("/credits/decisions?person=t01"))["items"] == [made]
    second = answer(north.post("/credits/decisions", {**ask, "externalId": "request-2"}), 201)
    assert second["decision"]["credentials"][0]["reason"] == "already_used"
    other = {**ask, "on": "2026-04-02", "externalId": "request-1"}
    assert north.post("/credits/decisions", other).status_code == 409
    south = Caller(app, key_for(world, "south"))
    assert south.post("/credits/decisions/preview", ask).status_code == 404


def test_a_key_names_what_was_handed_in_and_has_the_scope(app: Flask, world: World, north: Caller) -> None:
    world.issue()
    assert north.post("/credits/decisions", {"person": "t01", "on": "2026-04-01"}).status_code == 422
    assert north.post("/credits/decisions/preview", request_of("urn:uuid:none")).status_code == 404
    assert north.post("/credits/decisions/preview", request_of(on="0001-01-01")).status_code == 422
    reader = Caller(app, key_for(world, "north", Scope.CREDITS_READ))
    assert reader.post("/credits/decisions", request_of(externalId="r")).status_code == 403
    assert reader.post("/credits/pre-approvals", APPROVAL).status_code == 403
    badges = Caller(app, key_for(world, "north", Scope.CREDENTIALS_READ))
    assert badges.get("/credits/decisions?person=t01").status_code == 403
    assert Caller(app, None).post("/credits/what-if", request_of()).status_code == 401


def test_what_if_says_how_many_more(world: World, north: Caller) -> None:
    badge = world.issue().credential
    found = answer(north.post("/credits/what-if", request_of(badge.id)))
    assert (found["more"], found["lane"], found["hoursEach"]) == (2, "BA+15", "5.0")
    assert "BA+15" in found["sentence"]
    assert north.post("/credits/what-if", request_of(badge.id, hours="many")).status_code == 422
    assert north.post("/credits/what-if", request_of(badge.id, kind="diploma")).status_code == 422
