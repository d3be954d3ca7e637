"""`/verify/report` and the API: a signed report on request, which verifies later and says what was true then."""

import io
import re
from dataclasses import replace

from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.test import TestResponse

from issuer.documents import strict_json
from issuer.services import answers, revocation
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, Visibility
from issuer.web import guard
from issuer.web.app import create_app
from issuer.web.rate_limits import RateLimiter
from tests.services.worlds import World
from tests.web.pages.test_verify_page import elsewhere, upload
from tests.web.reading import Page, read

__all__ = ["elsewhere"]
API = "/api/v1/verifications/reports"


def post(client: FlaskClient, **fields: object) -> TestResponse:
    return client.post("/verify/report", data=fields, content_type="multipart/form-data")


def endorsements(world: World) -> int:
    with world.toolkit.database.reader() as reader:
        return len(reader.endorsements.of_profile(after=""))


def shown(client: FlaskClient, pdf: bytes) -> Page:
    return upload(client, pdf, "report.pdf")


def test_the_paper_verifies_later_and_says_what_was_true_then(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    body = issued.version.body or b""
    answer = post(client, text=body.decode())
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert re.search(r'filename="verification-report-20.*\.pdf"', answer.headers["Content-Disposition"])
    assert answer.headers["Cache-Control"] == "no-store"
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    page = shown(client, answer.data)
    for words in (
        "A genuine verification report",
        "This is a verification report.",
        "It says what was true then.",
        "about one file",
        "Genuine and current",
        "Relationship-Centered Classroom Routines",
    ):
        assert words in page.text
    assert "Withdrawn" not in page.text
    assert "Withdrawn by the issuer" in upload(client, body).text


def test_nothing_is_stored_unless_a_report_is_asked_for(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    before = endorsements(world)
    text = (issued.version.body or b"").decode()
    page = client.post("/verify", data={"text": text}).text
    client.post("/verify/pack", data={"text": text})
    assert endorsements(world) == before
    assert "It makes us store" in page
    assert 'formaction="/verify/report"' in page
    post(client, text=text)
    assert endorsements(world) == before + 1


def test_an_unreadable_file_can_be_put_on_record(client: FlaskClient) -> None:
    answer = post(client, file=(io.BytesIO(b"scanned paper"), "scan.pdf"))
    page = shown(client, answer.data)
    assert "A file that could not be read" in page.text
    assert "We could not read this file" in page.text


def test_what_the_holder_does_not_show_gets_no_report(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PRIVATE)
    refused = post(client, q=issued.credential.certificate_number)
    assert refused.status_code == 422
    assert "does not show" in read(refused.text).text


def test_nothing_to_check_gives_the_form_again(client: FlaskClient) -> None:
    assert post(client).status_code == 422
    assert post(client, q="https://nowhere.example/x").status_code == 422


def test_the_api_gives_json_or_a_pdf(client: FlaskClient, issued: IssuedCredential) -> None:
    body = issued.version.body or b""
    made = client.post(API, data=body, content_type="application/vc")
    assert made.status_code == 201
    said = made.get_json()
    assert said["verdict"] == "valid"
    assert said["credential"]["id"] == said["id"]
    assert said["statement"]["items"][0]["verdict"] == "valid"
    path = said["statementUrl"].removeprefix("https://badges.demo.example")
    assert strict_json.parse_object(client.get(path).data) == said["statement"]
    paper = client.post(
        API, json={"credential": strict_json.parse_object(body)}, headers={"Accept": "application/pdf"}
    )
    assert (paper.status_code, paper.mimetype) == (201, "application/pdf")
    assert len(list(PdfReader(io.BytesIO(paper.data)).attachment_list)) == 2
    assert (
        client.post("/api/v1/verifications", data=paper.data, content_type="application/pdf").get_json()[
            "statements"
        ][0]["kind"]
        == "verification-report"
    )


def test_a_client_that_asks_again_gets_the_same_report(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    body, other = issued.version.body or b"", world.issue().version.body or b""
    # What other tests were answered in this world is forgotten first.
    world.clock.forward(hours=25)
    answers.forget_old(world.toolkit)
    before = endorsements(world)

    def ask(data: bytes, **headers: str) -> TestResponse:
        named = {"Idempotency-Key": "a", **headers}
        return client.post(API, data=data, content_type="application/vc", headers=named)

    first, again = ask(body), ask(body)
    assert (first.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert endorsements(world) == before + 1
    # Another file, and another form of the answer, is another request: a stranger's key cannot be met.
    for apart in (ask(other), ask(body, Accept="application/pdf")):
        assert apart.status_code == 201
        assert "Idempotency-Replayed" not in apart.headers
    assert endorsements(world) == before + 3
    assert ask(body, **{"Idempotency-Key": "a b"}).status_code == 400
    world.clock.forward(hours=25)
    assert answers.forget_old(world.toolkit) == 3


def test_what_was_refused_as_too_often_may_be_asked_again(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    app = client.application
    body, named = issued.version.body or b"", {"Idempotency-Key": "a"}
    guard.keep(app, RateLimiter(), per_minute=2)
    refused = client.post(API, data=body, content_type="application/vc", headers=named)
    assert refused.status_code == 429
    guard.keep(app, None, per_minute=0)
    made = client.post(API, data=body, content_type="application/vc", headers=named)
    assert (made.status_code, "Idempotency-Replayed" in made.headers) == (201, False)
    del world


def test_the_api_stores_nothing_about_what_cannot_be_read(world: World, client: FlaskClient) -> None:
    before = endorsements(world)
    assert client.post(API, data=b"{", content_type="application/vc").status_code == 400
    assert client.post(API, data=b"x", content_type="text/html").status_code == 415
    assert client.post(API, json={"url": "https://nowhere.example/x"}).status_code == 502
    assert endorsements(world) == before


def test_an_operator_may_keep_reports_to_the_desk(world: World, issued: IssuedCredential) -> None:
    settings = replace(world.toolkit.settings, public_reports=False)
    quiet = create_app(replace(world.toolkit, settings=settings)).test_client()
    text = (issued.version.body or b"").decode()
    assert post(quiet, text=text).status_code == 404
    assert quiet.post(API, data=text.encode(), content_type="application/vc").status_code == 404
    assert "Signed report" not in quiet.post("/verify", data={"text": text}).text


def test_the_service_profile_is_no_issuer_of_the_site(client: FlaskClient, issued: IssuedCredential) -> None:
    post(client, text=(issued.version.body or b"").decode())
    assert "Verification service" not in client.get("/issuers", headers={"Accept": "text/html"}).text
    assert "verifier" not in [item["slug"] for item in client.get("/api/v1/profiles").get_json()["items"]]
    assert client.get("/p/verifier/did.json").status_code == 200
    assert "no school organization" in client.get("/p/verifier", headers={"Accept": "text/html"}).text
