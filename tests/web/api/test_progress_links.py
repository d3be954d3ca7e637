"""Links to progress by the API: the address once, tenants apart."""

from typing import Any

import pytest
from flask import Flask

from issuer.services.api_keys import Scope
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for

WANTED: dict[str, Any] = {"externalId": "link-1", "person": "t01"}


@pytest.fixture(autouse=True)
def earned(world: World) -> None:
    world.issue()


def test_a_link_is_made_once_told_once_and_closed(app: Flask, caller: Caller) -> None:
    first, again = caller.post("/progress-links", WANTED), caller.post("/progress-links", WANTED)
    assert (first.status_code, again.status_code) == (201, 200)
    url = first.get_json()["url"]
    assert first.headers["Cache-Control"] == "no-store"
    assert again.get_json() == {**first.get_json(), "url": None}
    kept = caller.get(f"/progress-links/{first.get_json()['id']}").get_json()
    assert (kept["person"], kept["profile"], kept["revokedAt"]) == ("t01", "scsc", None)
    assert caller.get("/progress-links?person=t01").get_json()["items"] == [kept]
    assert caller.post("/progress-links", {**WANTED, "person": "t02"}).status_code == 404
    page = url.removeprefix("https://badges.demo.example")
    assert app.test_client().get(page).status_code == 200
    closed = caller.post(f"/progress-links/{kept['id']}/revoke", {})
    assert closed.get_json()["revokedAt"] is not None
    assert app.test_client().get(page).status_code == 410


def test_another_cooperative_sees_nothing_of_it(caller: Caller, stranger: Caller, nobody: Caller) -> None:
    made = caller.post("/progress-links", WANTED).get_json()
    for answer in (
        stranger.get(f"/progress-links/{made['id']}"),
        stranger.post(f"/progress-links/{made['id']}/revoke", {}),
        stranger.post("/progress-links", WANTED),
    ):
        assert (answer.status_code, answer.get_json()["code"]) == (404, "NOT_FOUND")
    assert stranger.get("/progress-links").get_json()["items"] == []
    assert nobody.post("/progress-links", WANTED).status_code == 401


def test_a_key_needs_the_scope(app: Any, world: World) -> None:
    reader = Caller(app, key_for(world, "scsc", Scope.CREDENTIALS_READ))
    assert reader.post("/progress-links", WANTED).status_code == 403
    assert reader.get("/progress-links").status_code == 403


@pytest.mark.parametrize(
    ("change", "status"),
    [({"expiresAt": "2020-01-01T00:00:00Z"}, 400), ({"person": "nobody"}, 404), ({"district": "nesc"}, 422)],
)
def test_what_is_wrong_is_named(caller: Caller, change: dict[str, Any], status: int) -> None:
    assert caller.post("/progress-links", {**WANTED, **change}).status_code == status
