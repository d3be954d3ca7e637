"""The database is away: what others issued is verified as ever, what was issued here is asked for again."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer.documents import strict_json
from issuer.errors import KeyUnavailableError, StoreUnavailableError
from issuer.services import verification
from issuer.services.local import LocalFetch
from issuer.store import Database
from issuer.verify import Verdict
from tests import worlds
from tests.papers import NOW, credential, status_entry
from tests.services.worlds import World, empty_world, furnish
from tests.strangers import BEFORE, badge_of_stranger
from tests.web.shown import BROWSER

STRANGER = strict_json.encode(badge_of_stranger())


@pytest.fixture
def leave(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what takes every database of this process away."""

    def fail(*_args: object) -> NoReturn:
        raise StoreUnavailableError("The database did not answer: away.")

    def take() -> None:
        for name in ("unit", "reader", "mark", "list_word"):
            monkeypatch.setattr(Database, name, fail)

    return take


def api(client: FlaskClient, body: bytes) -> TestResponse:
    return client.post("/api/v1/verifications", data=body, content_type="application/vc")


def page(client: FlaskClient, body: bytes) -> TestResponse:
    return client.post("/verify", data={"file": (io.BytesIO(body), "badge.json")}, headers=BROWSER)


def test_what_others_issued_is_verified_as_before(
    world: World, client: FlaskClient, leave: Callable[[], None]
) -> None:
    assert world.toolkit.base_url
    before = api(client, STRANGER)
    leave()
    after = api(client, STRANGER)
    assert before.status_code == after.status_code == 200
    assert after.json == before.json
    assert after.get_json()["verdict"] == "valid"


@pytest.mark.parametrize("ask", [api, page])
def test_what_was_issued_here_is_to_be_asked_again(
    world: World, client: FlaskClient, leave: Callable[[], None], ask: Callable[..., TestResponse]
) -> None:
    own = world.issue().version.body or b""
    assert ask(client, own).status_code == 200
    leave()
    refused = ask(client, own)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert "STORE_UNAVAILABLE" in refused.text


def test_a_key_that_is_away_is_to_be_asked_for_again_too(
    world: World, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = world.issue().version.body or b""

    def fail(*_args: object, **_options: object) -> NoReturn:
        raise KeyUnavailableError("The key does not open.")

    monkeypatch.setattr(LocalFetch, "get", fail)
    refused = api(client, own)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.get_json()["code"] == "KEY_UNAVAILABLE"


def test_the_page_asks_the_list_of_known_issuers_which_is_never_answered_from_before(
    client: FlaskClient, leave: Callable[[], None], world: World
) -> None:
    assert world.toolkit.base_url
    assert page(client, STRANGER).status_code == 200
    leave()
    assert page(client, STRANGER).status_code == 503


def test_who_never_knew_its_own_issuers_does_not_guess(
    world: World, client: FlaskClient, leave: Callable[[], None]
) -> None:
    assert world.toolkit.base_url
    leave()
    assert api(client, STRANGER).status_code == 503


def test_a_withdrawal_by_others_is_told_as_before(tmp_path: Path, leave: Callable[[], None]) -> None:
    elsewhere = worlds.World()
    address = "https://badges.example/lists/1"
    elsewhere.publish_list(address, 7)
    document = credential(
        elsewhere.issuer, validFrom=BEFORE, awardedDate=BEFORE, credentialStatus=status_entry(address, "7")
    )
    badge = strict_json.encode(worlds.sign(document, elsewhere.issuer.key(), created=BEFORE))
    here = empty_world(tmp_path, elsewhere=elsewhere)
    here.clock.now = NOW
    furnish(here.toolkit)
    before = verification.check(here.toolkit, badge)
    leave()
    after = verification.check(here.toolkit, badge)
    assert before.verdict is after.verdict is Verdict.REVOKED
    assert before == after
