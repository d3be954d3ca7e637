"""`/verify/pack`: the pack of a number, a link, a file, text; made on the spot and repeated elsewhere."""

import io

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer.services import revocation
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, Visibility
from issuer.verify.packs import Repeated, read_pack, repeat
from issuer.workers import InProcess
from tests.services.worlds import World
from tests.web.pages.test_verify_page import BASE, Elsewhere, elsewhere
from tests.web.reading import read

__all__ = ["elsewhere"]


def post(client: FlaskClient, **fields: object) -> TestResponse:
    return client.post("/verify/pack", data=fields, content_type="multipart/form-data")


def repeated(answer: TestResponse) -> Repeated:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="evidence-20')
    assert answer.headers["Cache-Control"] == "no-store"
    again = repeat(read_pack(answer.data, workers=InProcess()), workers=InProcess())
    assert not again.differences
    return again


def test_a_file_is_packed(client: FlaskClient, issued: IssuedCredential) -> None:
    body = issued.version.body or b""
    again = repeated(post(client, file=(io.BytesIO(body), "badge.json")))
    assert (again.pack.data, again.report.verdict) == (body, "valid")
    assert again.report.answers.known_issuer.sentence == "It was issued here."


def test_what_our_record_knows_goes_along(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    again = repeated(post(client, text=(issued.version.body or b"").decode()))
    assert again.report.verdict == "suspended"


def test_a_foreign_link_is_fetched_and_packed(client: FlaskClient, elsewhere: Elsewhere) -> None:
    elsewhere.documents["https://other.example/b.json"] = ("application/json", b"{}")
    again = repeated(post(client, q="https://other.example/b.json"))
    assert (again.pack.url, again.report.verdict) == ("https://other.example/b.json", "malformed")
    assert post(client, q="https://other.example/none").status_code == 422


def test_only_what_the_holder_shows_is_handed_out(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    number = issued.credential.certificate_number
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    assert repeated(post(client, q=number)).report.verdict == "valid"
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PRIVATE)
    refused = post(client, q=number)
    assert refused.status_code == 422
    assert "does not show" in read(refused.text).text
    assert issued.credential.id not in refused.text
    assert "evidence pack" not in read(client.post("/verify", data={"q": number}).text).text


@pytest.mark.parametrize("fields", [{}, {"q": "7"}, {"q": "SCSC-0000-0000-0"}])
def test_nothing_to_check_gives_the_form_again(client: FlaskClient, fields: dict[str, str]) -> None:
    refused = post(client, **fields)
    assert refused.status_code == 422
    assert "We could not start the check" in read(refused.text).text


def test_the_result_page_offers_it_and_holds_what_can_be_asked_again(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    body = (issued.version.body or b"").decode()
    page = client.post("/verify", data={"text": body}).text
    read(page).require_inert()
    assert 'action="/verify/pack"' in page
    assert read(page).values("input", "name") == ["text"]
    data = {"file": (io.BytesIO(body.encode()), "b.json")}
    page = client.post("/verify", data=data, content_type="multipart/form-data").text
    assert "choose it once more" in page
    path = sharing.path_of(sharing.of(world.toolkit, issued.credential.id))
    assert f'value="{BASE}{path}"' in client.post("/verify", data={"q": f"{BASE}{path}"}).text


def test_a_withdrawn_badge_is_packed_with_its_reason(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    again = repeated(post(client, text=(issued.version.body or b"").decode()))
    assert "fraud" in again.report.answers.current.sentence
