"""A request that waited too long for a thread is refused in words, and few may wait long at a time."""

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from issuer.store import patience as store_patience
from issuer.web import patience
from issuer.web.patience import LONG_S, MOST_LONG, PATIENCE_S, waited
from issuer.web.static_files import static
from tests.services.worlds import World
from tests.web.shown import BROWSER

TOO_LONG_S = PATIENCE_S + 1


@pytest.mark.parametrize("address", ["/p/scsc", "/api/v1/achievements", "/readyz"])
def test_who_comes_to_its_turn_too_late_is_refused(world: World, client: FlaskClient, address: str) -> None:
    assert world.toolkit.base_url
    assert client.get(address).status_code == 200
    with waited(TOO_LONG_S):
        assert client.get(address).status_code == 503
    assert client.get(address).status_code == 200


def test_the_refusal_says_when_to_ask_again(client: FlaskClient) -> None:
    with waited(TOO_LONG_S):
        page = client.get("/about", headers=BROWSER)
        problem = client.get("/api/v1/achievements")
    for answer in (page, problem):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert len(answer.headers["Request-Id"]) == 16
    assert problem.get_json()["code"] == "TOO_BUSY"
    assert "waited too long for a free thread" in page.text


@pytest.mark.parametrize("address", ["/healthz", static("mintmark.css")])
def test_what_needs_no_database_is_answered_however_late(client: FlaskClient, address: str) -> None:
    with waited(TOO_LONG_S):
        assert client.get(address, buffered=True).status_code == 200


@pytest.fixture
def telling() -> Flask:
    """Return an application whose views say how many seconds are left; `/long/N` asks `/long/N-1` meanwhile."""
    app = Flask("telling")
    patience.install(app)
    rows = Blueprint("audit", __name__)

    @rows.get("/long/<int:more>")
    def read(more: int) -> list[float]:
        left = store_patience.left_s() or 0
        return [left, *(app.test_client().get(f"/long/{more - 1}").get_json() if more else [])]

    @app.get("/short")
    def look() -> list[float]:
        return [store_patience.left_s() or 0]

    app.register_blueprint(rows)
    return app


def test_the_line_is_part_of_the_patience(telling: Flask) -> None:
    assert telling.test_client().get("/short").get_json() == [PATIENCE_S]
    with waited(1.5):
        assert telling.test_client().get("/short").get_json() == [PATIENCE_S - 1.5]


def test_as_many_wait_long_as_leave_threads_to_others(telling: Flask) -> None:
    for _ in range(2):
        found = telling.test_client().get(f"/long/{MOST_LONG}").get_json()
        assert found == [LONG_S] * MOST_LONG + [PATIENCE_S]
