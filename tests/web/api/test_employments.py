"""What a district knows of its people, by the API: many at once, all or none, and for its own key alone."""

from typing import Any

import pytest
from flask import Flask

from issuer.services.api_keys import Scope
from tests.services.credits import asking
from tests.services.worlds import World
from tests.web.api.conftest import Caller, key_for

PATH = "/credits/employments"
FACTS: dict[str, Any] = {
    "person": "t01", "hiredOn": "2020-08-01", "degreeOn": "2019-05-01", "lane": "BA", "onFile": "7.5",
}  # fmt: skip


@pytest.fixture
def north(app: Flask, world: World) -> Caller:
    asking.furnish(world)
    return Caller(app, key_for(world, "north"))


def test_facts_are_kept_and_read_back(north: Caller) -> None:
    kept = north.post(PATH, {"employments": [FACTS, {"person": "t02"}]}, Idempotency_Key="staff-1")
    assert (kept.status_code, kept.get_json()) == (200, {"kept": 2})
    again = north.post(PATH, {"employments": [FACTS, {"person": "t02"}]}, Idempotency_Key="staff-1")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert north.get(f"{PATH}?person=t01").get_json() == FACTS
    empty = {"hiredOn": None, "degreeOn": None, "lane": None, "onFile": None}
    assert north.get(f"{PATH}?person=t02").get_json() == {"person": "t02", **empty}
    assert north.post(PATH, {"employments": [{"person": "t01", **empty}]}).status_code == 200
    assert north.get(f"{PATH}?person=t01").get_json() == {"person": "t01", **empty}


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"person": "nobody"}, 404, "/employments/1/person"),
        ({"person": "t01"}, 400, "/employments/1/person"),
        ({"hiredOn": "yesterday"}, 422, "/employments/1/hiredOn"),
        ({"onFile": 5}, 422, "/employments/1/onFile"),
        ({"salary": "1"}, 422, "/employments/1/salary"),
    ],
)
def test_one_that_is_wrong_keeps_all_out(
    north: Caller, change: dict[str, Any], status: int, pointer: str
) -> None:
    before = north.get(f"{PATH}?person=t01").get_json()
    refused = north.post(PATH, {"employments": [{**FACTS, "lane": "MA"}, {"person": "t02", **change}]})
    assert (refused.status_code, refused.get_json()["pointer"]) == (status, pointer)
    assert north.get(f"{PATH}?person=t01").get_json() == before


def test_another_district_and_a_lesser_key_see_nothing(app: Flask, world: World, north: Caller) -> None:
    assert north.get(f"{PATH}?person=t01").status_code == 200
    south = Caller(app, key_for(world, "south"))
    assert south.get(f"{PATH}?person=t01").status_code == 404
    reader = Caller(app, key_for(world, "north", Scope.CREDITS_READ))
    assert reader.get(f"{PATH}?person=t01").status_code == 200
    assert reader.post(PATH, {"employments": [FACTS]}).status_code == 403
    assert Caller(app, None).get(f"{PATH}?person=t01").status_code == 401
