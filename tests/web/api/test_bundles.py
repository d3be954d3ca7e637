"""Transfer bundles by the API: the link once, tenants apart, openings without persons."""

from typing import Any

import pytest

from issuer.services.api_keys import Scope
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for


@pytest.fixture
def wanted(world: World) -> dict[str, Any]:
    return {
        "externalId": "move-1",
        "credentials": [world.issue().credential.id for _ in range(2)],
        "recipient": "North Tamarack",
    }


def test_a_bundle_is_made_once_and_told_once(caller: Caller, wanted: dict[str, Any]) -> None:
    first = caller.post("/bundles", wanted)
    again = caller.post("/bundles", wanted)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json()["url"].startswith("https://badges.demo.example/b/")
    assert first.headers["Cache-Control"] == "no-store"
    assert again.get_json() == {**first.get_json(), "url": None}
    kept = caller.get(f"/bundles/{first.get_json()['id']}").get_json()
    assert kept == {name: value for name, value in first.get_json().items() if name != "url"}
    assert caller.get("/bundles").get_json()["items"] == [kept]
    other = caller.post("/bundles", {**wanted, "recipient": "Another"})
    assert (other.status_code, other.get_json()["code"]) == (409, "CONFLICT")


def test_the_link_opens_at_the_verifier_until_it_is_closed(
    caller: Caller, nobody: Caller, wanted: dict[str, Any]
) -> None:
    made = caller.post("/bundles", wanted).get_json()
    report = nobody.post("/verifications", {"url": made["url"]})
    assert report.status_code == 200
    assert [part["report"]["verdict"] for part in report.get_json()["parts"]] == ["valid", "valid"]
    opened = caller.get(f"/bundles/{made['id']}/openings").get_json()["items"]
    assert [(item["what"], item["times"]) for item in opened] == [("check", 1)]
    closed = caller.post(f"/bundles/{made['id']}/revoke", {})
    assert closed.status_code == 200
    assert closed.get_json()["revokedAt"] is not None
    gone = nobody.post("/verifications", {"url": made["url"]})
    assert (gone.status_code, gone.get_json()["code"]) == (410, "LINK_ENDED")


def test_another_cooperative_sees_nothing_of_it(
    caller: Caller, stranger: Caller, nobody: Caller, wanted: dict[str, Any]
) -> None:
    made = caller.post("/bundles", wanted).get_json()
    for answer in (
        stranger.get(f"/bundles/{made['id']}"),
        stranger.get(f"/bundles/{made['id']}/openings"),
        stranger.post(f"/bundles/{made['id']}/revoke", {}),
        stranger.post("/bundles", wanted),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "NOT_FOUND")
    assert stranger.get("/bundles").get_json()["items"] == []
    assert nobody.post("/bundles", wanted).status_code == 401


def test_a_key_needs_the_scope(app: Any, world: World, wanted: dict[str, Any]) -> None:
    reader = Caller(app, key_for(world, "scsc", Scope.CREDENTIALS_READ))
    assert reader.post("/bundles", wanted).status_code == 403
    assert reader.get("/bundles").status_code == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"credentials": []}, 422),
        ({"credentials": ["nothing"]}, 404),
        ({"recipient": "hr@district.example"}, 400),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, 400),
        ({"surprise": 1}, 422),
    ],
)
def test_what_is_wrong_is_named(
    caller: Caller, wanted: dict[str, Any], change: dict[str, Any], status: int
) -> None:
    assert caller.post("/bundles", {**wanted, **change}).status_code == status


def test_bundles_are_read_page_by_page(caller: Caller, world: World, wanted: dict[str, Any]) -> None:
    for number in range(3):
        world.clock.forward(minutes=1)
        caller.post("/bundles", {**wanted, "externalId": f"move-{number}"})
    first = caller.get("/bundles?limit=2").get_json()
    rest = caller.get(f"/bundles?limit=2&cursor={first['next']}").get_json()
    assert [item["externalId"] for item in first["items"] + rest["items"]] == ["move-2", "move-1", "move-0"]
    assert rest["next"] is None
