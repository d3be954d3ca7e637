"""The way in for coordinators: one cookie that no script and no other site gets, and forms that none can forge."""

import pytest
from flask.testing import FlaskClient

from issuer.services import api_keys
from issuer.services.api_keys import Scope
from issuer.services.api_keys.sign_in import LASTS
from issuer.services.principal import OPERATOR
from issuer.web.app import create_app
from tests.services.worlds import World
from tests.web.coordinator import BOTH, HOST, bring, enter, form_token, get, key_of, post
from tests.web.reading import read

UUID = "/batches/0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11"


def test_without_a_key_the_form_comes_first_and_knows_where_to_go_on(
    client: FlaskClient, world: World
) -> None:
    for path in ("/batches", UUID):
        answer = get(client, path)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in?next={path}")
        assert answer.headers["Cache-Control"] == "no-store"
    answer = get(client, f"/sign-in?next={UUID}")
    page = read(answer.text)
    page.require_inert()
    assert UUID in page.values("input", "value")
    assert "Set-Cookie" not in answer.headers
    assert enter(client, key_of(world), UUID).headers["Location"] == UUID


@pytest.mark.parametrize("elsewhere", ["https://other.example/", "//other.example", "/batches/../x", "/desk"])
def test_it_leads_nowhere_else(client: FlaskClient, world: World, elsewhere: str) -> None:
    assert enter(client, key_of(world), elsewhere).headers["Location"] == "/batches"


def test_the_cookie_is_for_this_host_and_for_no_script(client: FlaskClient, world: World) -> None:
    key = key_of(world)
    answer = enter(client, key)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-mintmark=")
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/", f"Max-Age={int(LASTS.total_seconds())}"):
        assert f"; {part}" in cookie
    assert "Domain" not in cookie
    assert key not in cookie
    assert get(client, "/batches").status_code == 200


@pytest.mark.parametrize("wrong", ["", "mm_000000000000_" + "A" * 43, "x" * 5000, "\x00"])
def test_a_wrong_key_opens_nothing_and_says_so(client: FlaskClient, wrong: str) -> None:
    answer = enter(client, wrong)
    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers
    page = read(answer.text)
    page.require_inert()
    assert "This key opens nothing here." in page.text
    assert get(client, "/batches").status_code == 303


def test_a_key_that_may_not_read_is_told_so(client: FlaskClient, world: World) -> None:
    answer = enter(client, key_of(world, scopes=(Scope.CREDITS_READ,)))
    assert answer.status_code == 422
    assert "may not read credentials" in read(answer.text).text


def test_signing_out_ends_it_for_a_copied_cookie_too(client: FlaskClient, world: World) -> None:
    cookie = enter(client, key_of(world)).headers["Set-Cookie"].split(";")[0]
    assert post(client, "/sign-out", {}).headers["Location"] == "/sign-in"
    assert get(client, "/batches").status_code == 303
    copied = create_app(world.toolkit).test_client(use_cookies=False)
    assert copied.get("/batches", headers={"Cookie": cookie}, base_url=HOST).status_code == 303


def test_it_ends_with_its_time_and_with_its_key(client: FlaskClient, world: World) -> None:
    key = key_of(world)
    enter(client, key)
    world.clock.now += LASTS
    assert get(client, "/batches").status_code == 303
    enter(client, key)
    assert get(client, "/batches").status_code == 200
    api_keys.revoke(world.toolkit, OPERATOR, key)
    assert get(client, "/batches").status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/batches"])
def test_another_site_cannot_press_a_button(client: FlaskClient, world: World, path: str, site: str) -> None:
    key = key_of(world)
    enter(client, key)
    answer = post(client, path, {"key": key, "form_token": form_token(client)}, Sec_Fetch_Site=site)
    assert answer.status_code == 403
    assert "Another site sent this form." in answer.text
    assert get(client, "/batches").status_code == 200


@pytest.mark.parametrize("forged", ["", "0" * 64, "ä"])
def test_a_form_without_the_word_of_its_page_does_nothing(
    client: FlaskClient, world: World, forged: str
) -> None:
    enter(client, key_of(world))
    assert bring(client, "external_id\n", token=forged).status_code == 403
    assert post(client, f"{UUID}/confirm", {"form_token": forged}).status_code == 403
    assert "There is no batch yet." in read(get(client, "/batches").text).text


def test_a_key_that_only_reads_may_look_and_no_more(client: FlaskClient, world: World) -> None:
    enter(client, key_of(world))
    token = form_token(client)
    enter(client, key_of(world, scopes=BOTH[:1]))
    page = read(get(client, "/batches").text)
    assert "may look, and may not issue" in page.text
    assert page.values("input", "name") == []
    assert bring(client, "external_id\n", token=token).status_code == 403


def test_the_operator_can_end_all_of_it(world: World) -> None:
    key = key_of(world)
    browsers = [create_app(world.toolkit).test_client() for _ in range(2)]
    for browser in browsers:
        enter(browser, key)
    for record in api_keys.of_profile(world.toolkit, "scsc"):
        api_keys.revoke(world.toolkit, OPERATOR, record.id)
    assert [get(browser, "/batches").status_code for browser in browsers] == [303, 303]
