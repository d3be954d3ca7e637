"""Progress as events: told until it is done, by a few threads at most."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer.web.pages import progress_events
from tests.services.worlds import World
from tests.web.season import files_of, opened, work_through


@pytest.fixture
def season(world: World) -> dict[str, bytes]:
    return files_of(world)


def events(answer: TestResponse) -> Iterator[dict[str, Any]]:
    for piece in answer.iter_encoded():
        for line in piece.decode().splitlines():
            if line.startswith("data: "):
                yield json.loads(line.removeprefix("data: "))


def test_events_tell_how_far_it_is_until_it_is_done(
    client: FlaskClient, world: World, season: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_events, "LOOK_EVERY_S", 0.01)
    path = opened(client, season)
    answer = client.get(path + "/events", buffered=False)
    assert answer.mimetype == "text/event-stream"
    told = events(answer)
    assert next(told)["done"] == 0
    work_through(world)
    assert [now["done"] for now in told][-1] == 6
    answer.close()


def test_only_some_streams_hold_a_thread(
    client: FlaskClient, season: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_events, "STREAM_S", 0.0)
    path = opened(client, season)
    held = [client.get(path + "/events", buffered=False) for _ in range(progress_events.MOST_STREAMS)]
    assert client.get(path + "/events").status_code == 503
    for answer in held:
        answer.close()
    with client.get(path + "/events") as streamed:
        assert streamed.status_code == 200
