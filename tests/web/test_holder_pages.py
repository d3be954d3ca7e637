"""The pages on which a holder is asked: by a code, by a signature, and nothing told of an address."""

import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from issuer.services import people
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.web.app import create_app
from tests.badges import samples
from tests.services.holder_proofs.conftest import did_of, holder_key, presentation, sent
from tests.services.worlds import World, empty_world, furnish
from tests.web.reading import Page, read
from tests.web.shown import BROWSER


@pytest.fixture
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = empty_world(tmp_path_factory.mktemp("holder"))
    furnish(made.toolkit)
    people.register(made.toolkit, OPERATOR, "t05", {"email": "oona@home.example"})
    people.bind_did(made.toolkit, OPERATOR, "t05", "scsc", did_of(holder_key()))
    yield made
    made.toolkit.database.close()


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


@pytest.fixture
def issued(world: World) -> IssuedCredential:
    return world.issue(attestation=samples.attested(externalId="sub-t05", person="t05"))


def visit(client: FlaskClient, path: str, status: int = 200, **form: object) -> Page:
    answer = client.post(path, data=form, headers=BROWSER) if form else client.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == ("noindex", "no-store")
    page = read(answer.text)
    page.require_inert()
    return page


def ask(client: FlaskClient, name: str, method: str) -> str:
    answer = client.post("/holder", data={"q": name, "method": method})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/holder/")
    return answer.headers["Location"]


def test_a_code_proves_the_holder_and_looking_uses_nothing_up(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    path = ask(client, issued.credential.certificate_number, "code")
    for _ in range(9):
        shown = visit(client, path)
    assert "You have 5 tries left." in shown.text
    assert "home.example" not in shown.text
    [(_, code)] = sent(world)
    wrong = visit(client, path, code="12")
    assert "This is not the code that was sent." in wrong.text
    proven = visit(client, path, code=f"{code[:4]} {code[4:]}")
    assert "The holder is proven by a code" in proven.text
    assert "Enter the code" not in proven.text


@pytest.mark.parametrize("field", ["file", "text"])
def test_a_signature_proves_the_holder(client: FlaskClient, issued: IssuedCredential, field: str) -> None:
    path = ask(client, issued.credential.id, "did")
    shown = visit(client, path)
    challenge = next(value for value in shown.values("input", "value") if len(value) == 32)
    body = issued.version.body or b""
    stolen = visit(client, path, text=body.decode())
    assert "Not proven" in stolen.text
    signed = presentation(challenge, body)
    if field == "file":
        proven = visit(client, path, file=(io.BytesIO(signed), "presentation.json"))
    else:
        proven = visit(client, path, text=signed.decode())
    assert "The holder is proven by a signature." in proven.text
    assert did_of(holder_key()) in proven.text


def test_what_cannot_be_asked_is_told_at_the_form(world: World, client: FlaskClient) -> None:
    plain = world.issue().credential.certificate_number
    for q, method, words in (
        ("nothing", "code", "No credential of this number"),
        (plain, "did", "names its holder by a number"),
    ):
        page = visit(client, "/holder", 422, q=q, method=method)
        assert words in page.text
        assert q in page.values("input", "value")
    for _ in range(3):
        ask(client, plain, "code")
    assert "Too many codes" in visit(client, "/holder", 422, q=plain, method="code").text
    assert visit(client, f"/holder?q={plain}").values("input", "value")[0] == plain
    assert client.get("/holder/" + "0" * 36).status_code == 404
