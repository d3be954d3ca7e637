"""A file of awards over the API: read, confirmed, issued by a worker, told line by line."""

import json
from typing import Any

import pytest

from issuer.services.batches import work
from tests.services.batches.sheets import COLUMNS, cells, register, sheet
from tests.services.worlds import World
from tests.web.api.conftest import Caller

CSV = "text/csv"
OF_SEL = "/batches?achievement=SEL-01&name=spring.csv"


@pytest.fixture
def ready(world: World, caller: Caller) -> Caller:
    """Give a caller of an installation that knows five people."""
    register(world.toolkit, 5)
    return caller


def submit(caller: Caller, *lines: dict[str, str]) -> dict[str, Any]:
    answer = caller.send(OF_SEL, sheet(*lines).encode(), CSV)
    assert answer.status_code == 201, answer.get_json()
    batch: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"].endswith(batch["id"])
    return batch


def test_the_template_has_every_column(ready: Caller) -> None:
    answer = ready.get("/batches/template?achievement=SEL-01")
    assert answer.mimetype == CSV
    assert set(COLUMNS) <= set(answer.text.strip().split(","))
    assert ready.get("/batches/template").text.startswith("external_id")
    assert ready.get("/batches/template?achievement=NO-99").status_code == 404


def test_a_file_is_read_confirmed_issued_and_told(ready: Caller, world: World) -> None:
    batch = submit(ready, *(cells(number) for number in range(1, 4)))
    assert (batch["state"], batch["total"], batch["settled"]) == ("ready", 3, 0)
    assert ready.get("/credentials").get_json()["items"] == []

    path = f"/batches/{batch['id']}"
    assert ready.post(f"{path}/confirm", {}).get_json()["state"] == "running"
    assert ready.post(f"{path}/confirm", {}).status_code == 200
    while work.work_once(world.toolkit, holder="test", only=batch["id"]).taken:
        world.clock.forward(seconds=2)
    done = ready.get(path).get_json()
    assert (done["state"], done["counts"]["issued"], done["settled"]) == ("done", 3, 3)
    assert (done["perSecond"], done["secondsLeft"]) == (None, None)

    lines = [json.loads(line) for line in ready.get(f"{path}/results").data.splitlines()]
    assert [line["external_id"] for line in lines] == ["row-1", "row-2", "row-3"]
    assert {line["state"] for line in lines} == {"issued"}
    shown = ready.get(f"{path}/results", Accept=CSV)
    assert shown.mimetype == CSV
    assert len(shown.text.strip().splitlines()) == 4
    assert len(ready.get("/credentials").get_json()["items"]) == 3
    assert [one["id"] for one in ready.get("/batches").get_json()["items"]] == [batch["id"]]

    again = submit(ready, *(cells(number) for number in range(1, 4)))
    ready.post(f"/batches/{again['id']}/confirm", {})
    while work.work_once(world.toolkit, holder="test", only=again["id"]).taken:
        world.clock.forward(seconds=2)
    assert len(ready.get("/credentials").get_json()["items"]) == 3


def test_errors_refuse_the_file_and_are_told_page_by_page(ready: Caller) -> None:
    batch = submit(ready, cells(1), cells(2, person="nobody"), cells(3, awarded_on="yesterday"))
    assert (batch["state"], batch["total"], batch["errors"]) == ("refused", 0, 2)
    first = ready.get(f"/batches/{batch['id']}/found?limit=1").get_json()
    second = ready.get(f"/batches/{batch['id']}/found?limit=1&cursor={first['next']}").get_json()
    assert [(one["line"], one["place"]) for one in (*first["items"], *second["items"])] == [
        (3, "person"),
        (4, "awarded_on"),
    ]
    assert second["next"] is None
    assert ready.post(f"/batches/{batch['id']}/confirm", {}).status_code == 409
    assert ready.get(f"/batches/{batch['id']}/found?cursor=eA").status_code == 400


def test_json_lines_are_read_and_other_types_refused(ready: Caller) -> None:
    answer = ready.send("/batches?name=a.jsonl", b'{"externalId": 1}\n', "application/x-ndjson")
    assert answer.get_json()["state"] == "refused"
    answer = ready.send(OF_SEL, b"x", "application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (415, "MEDIA_TYPE_NOT_SUPPORTED")


def test_a_batch_is_held_goes_on_and_ends(ready: Caller) -> None:
    path = f"/batches/{submit(ready, cells(1))['id']}"
    assert ready.post(f"{path}/pause", {}).status_code == 409
    ready.post(f"{path}/confirm", {})
    assert ready.post(f"{path}/pause", {}).get_json()["state"] == "paused"
    assert ready.post(f"{path}/resume", {}).get_json()["state"] == "running"
    assert ready.post(f"{path}/cancel", {}).get_json()["state"] == "cancelled"
    assert ready.delete(path).status_code == 409


def test_a_dry_run_is_forgotten(ready: Caller) -> None:
    path = f"/batches/{submit(ready, cells(1))['id']}"
    assert ready.delete(path).status_code == 204
    assert ready.get(path).status_code == 404


@pytest.mark.parametrize("step", ["confirm", "pause", "resume", "cancel"])
def test_a_batch_of_another_cooperative_is_out_of_reach(ready: Caller, stranger: Caller, step: str) -> None:
    path = f"/batches/{submit(ready, cells(1))['id']}"
    assert stranger.get(path).status_code == 403
    assert stranger.get(f"{path}/results").status_code == 403
    assert stranger.post(f"{path}/{step}", {}).status_code == 403
    assert stranger.get("/batches").get_json()["items"] == []


def test_nobody_gets_in(nobody: Caller) -> None:
    assert nobody.get("/batches").status_code == 401
    assert nobody.send(OF_SEL, b"", CSV).status_code == 401
