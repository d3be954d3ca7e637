"""A credential's page: who may see it, what it says, what previews get (design.md section 6, domain.md 7.2)."""

import hashlib
import json
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from issuer.badges.baking import png, svg
from issuer.services import people, revocation, sharing
from issuer.services.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.store import Category, Visibility
from issuer.verify.pdf import attached_credential
from issuer.web.app import create_app
from tests.services.worlds import World, empty_world, furnish
from tests.web.reading import Page, read

BASE = "https://badges.demo.example"
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
FILES = {
    ".json": "application/vc",
    ".jwt": "application/vc+jwt",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    "/qr.svg": "image/svg+xml",
    "/qr.png": "image/png",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = empty_world(tmp_path_factory.mktemp("pages"))
    furnish(made.toolkit)
    yield made
    made.toolkit.database.close()


@pytest.fixture(scope="module")
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


@pytest.fixture
def issued(world: World) -> IssuedCredential:
    return world.issue()


def share(world: World, issued: IssuedCredential, visibility: Visibility = Visibility.LINK) -> str:
    """Return the path that the owner hands out."""
    return sharing.path_of(
        sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=visibility)
    )


def by_id(issued: IssuedCredential) -> str:
    return "/c/" + issued.credential.id.removeprefix("urn:uuid:")


def visit(client: FlaskClient, path: str, status: int = 200) -> Page:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = read(answer.text)
    page.require_inert()
    return page


def test_the_page_of_a_link_says_everything(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    page = visit(client, share(world, issued))
    for words in (
        "Relationship-Centered Classroom Routines",
        "Marigold Quillfeather",
        "South Central Service Cooperative (demonstration)",
        "Genuine and current",
        issued.credential.certificate_number,
        "graduate-equivalent, suggested by the issuer",
        "It is not university credit, and no transcript stands behind it.",
        "Two readers from Demonstration Review Council",
        "written analysis",
    ):
        assert words in page.text, words
    questions = ["Genuine? Yes", "Current? Yes", "Known issuer? Yes", "Counts here? Not asked"]
    places = [page.text.index(question) for question in questions]
    assert places == sorted(places)
    assert page.meta("robots") == "noindex"


def test_by_its_id_a_link_page_answers_the_status_only(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    share(world, issued)
    page = visit(client, by_id(issued))
    assert "Genuine and current" in page.text
    assert "Genuine? Yes" in page.text
    html = client.get(by_id(issued), headers=BROWSER).text
    for secret in (
        "Marigold",
        "Relationship-Centered",
        issued.credential.certificate_number,
        "og:title",
        "sel-01",
    ):
        assert secret not in html, secret
    for end in FILES:
        assert client.get(by_id(issued) + end).status_code == 404, end


def test_a_private_page_answers_the_status_only_at_every_address(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    link = share(world, issued)
    share(world, issued, Visibility.PRIVATE)
    for path in (link, by_id(issued)):
        html = client.get(path, headers=BROWSER).text
        assert "Genuine and current" in html
        assert "Marigold" not in html
        assert "Relationship-Centered" not in html
        for end in FILES:
            assert client.get(path + end).status_code == 404, end
        for accept in ("application/vc", "application/vc+jwt"):
            assert client.get(path, headers={"Accept": accept}).status_code == 404


def test_a_public_page_lies_at_its_id_and_names_its_holder_in_previews(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    path = share(world, issued, Visibility.PUBLIC)
    assert path == by_id(issued)
    page = visit(client, path)
    assert "Marigold Quillfeather" in page.meta("og:title")


def test_the_holder_is_not_in_the_preview_of_a_link(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    page = visit(client, share(world, issued))
    for name in ("og:title", "og:description", "description", "og:image:alt"):
        assert "Marigold" not in page.meta(name)
    assert "Marigold" not in dict(page.scripts)["application/ld+json"]


def test_an_erased_holder_is_named_nowhere(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    path = share(world, issued, Visibility.PUBLIC)
    before = people.find_details(world.toolkit, issued.credential.person_id)
    people.erase(world.toolkit, OPERATOR, "t01")
    assert "Marigold" not in client.get(path, headers=BROWSER).text
    assert "in place of a name" in client.get(path, headers=BROWSER).text
    people.register(world.toolkit, OPERATOR, "t01", before)


def test_a_replaced_link_is_gone_at_once(world: World, client: FlaskClient, issued: IssuedCredential) -> None:
    old = share(world, issued)
    new = sharing.path_of(sharing.change(world.toolkit, OPERATOR, issued.credential.id, new_link=True))
    page = visit(client, old, 404)
    assert "We cannot find that credential" in page.text
    assert "It says nothing about whether a credential is genuine" in page.text
    visit(client, new)


@pytest.mark.parametrize(("end", "media_type"), FILES.items())
def test_every_file_has_its_type_an_etag_and_answers_head(
    world: World, client: FlaskClient, end: str, media_type: str
) -> None:
    path = share(world, world.issue()) + end
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.head(path).headers["ETag"] == answer.headers["ETag"]
    if media_type == "image/svg+xml":
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_files_carry_the_signed_bytes(world: World, client: FlaskClient, issued: IssuedCredential) -> None:
    path, body = share(world, issued), issued.version.body
    assert client.get(path + ".json").data == body
    assert client.get(path, headers={"Accept": "application/vc"}).data == body
    assert png.unbake(client.get(path + ".png").data) == body
    assert svg.unbake(client.get(path + ".svg").data) == body
    assert attached_credential(client.get(path + ".pdf").data) == body
    token = client.get(path + ".jwt")
    assert token.data.count(b".") == 2
    assert client.get(path, headers={"Accept": "application/vc+jwt"}).data == token.data
    number = issued.credential.certificate_number
    assert client.get(path + ".svg").headers["Content-Disposition"] == f'attachment; filename="{number}.svg"'


def test_the_document_has_every_name_of_its_type_and_the_page_stays(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    path = share(world, issued)
    for accept in ("application/vc", "application/ld+json", "application/vc+ld+json", "application/json"):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.headers["Content-Type"] == accept
        assert "Accept" in answer.headers["Vary"]
    for accept in ("*/*", BROWSER["Accept"]):
        assert client.get(path, headers={"Accept": accept}).mimetype == "text/html"


def test_the_head_of_the_page_is_what_previews_read(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    path = share(world, issued)
    page = visit(client, path)
    assert page.meta("og:type") == "website"
    assert page.meta("og:url") == BASE + path
    assert page.meta("og:site_name") == "South Central Service Cooperative (demonstration)"
    assert page.meta("og:title") == "Micro-credential: Relationship-Centered Classroom Routines"
    assert page.meta("og:description") == (
        "Issued by South Central Service Cooperative (demonstration) on March 16, 2026. "
        "1 semester hour, graduate-equivalent, suggested by the issuer. Check it at badges.demo.example."
    )
    assert page.meta("og:image") == BASE + path + "/card.png"
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    assert page.meta("twitter:card") == "summary_large_image"
    assert page.meta("referrer") == "no-referrer"
    links = {
        found.get("type") or found["rel"]: found["href"] for tag, found in page.elements if tag == "link"
    }
    assert links["canonical"] == BASE + path
    assert links["application/vc"] == BASE + path + ".json"
    oembed = urlsplit(links["application/json+oembed"])
    assert parse_qs(oembed.query) == {"url": [BASE + path], "format": ["json"]}
    assert (
        json.loads(dict(page.scripts)["application/ld+json"])["identifier"]
        == issued.credential.certificate_number
    )
    header = client.get(path, headers=BROWSER).headers["Link"]
    for part in (
        f'<{BASE}{path}>; rel="canonical"',
        f'<{BASE}{path}.json>; rel="alternate"; type="application/vc"',
    ):
        assert part in header


def test_the_linkedin_link_and_the_fields_to_copy_say_the_same(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    path = share(world, issued)
    page = visit(client, path)
    link = next(
        value for value in page.values("a", "href") if value.startswith("https://www.linkedin.com/profile")
    )
    query = {key: value[0] for key, value in parse_qs(urlsplit(link).query).items()}
    assert query["certUrl"] == BASE + path
    assert query["certId"] == issued.credential.certificate_number
    assert (query["issueYear"], query["issueMonth"]) == ("2026", "3")
    copied = page.values("input", "value")
    for name in ("name", "organizationName", "certId", "certUrl"):
        assert query[name] in copied


@pytest.mark.parametrize(
    ("end", "heading", "answer"),
    [
        ("revoke", "Withdrawn by the issuer", "Current? No"),
        ("suspend", "On hold", "Current? Not now"),
    ],
)
def test_a_credential_out_of_force_says_so_and_is_not_offered_for_sharing(
    world: World, client: FlaskClient, end: str, heading: str, answer: str
) -> None:
    issued = world.issue()
    path = share(world, issued)
    card = client.get(path + "/card.png").data
    if end == "revoke":
        revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.ISSUED_IN_ERROR)
    else:
        revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    page = visit(client, path)
    assert heading in page.text
    assert answer in page.text
    assert "Add to LinkedIn" not in page.text
    assert not [found for tag, found in page.elements if found.get("property", "").startswith("og:")]
    assert client.get(path + "/card.png").data != card
    assert client.get(path + ".json").status_code == 200


def test_a_replaced_version_is_shown_as_the_newest(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    path = share(world, issued)
    again = revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    assert client.get(path + ".json").data == again.version.body != issued.version.body
    page = visit(client, path)
    assert "Genuine and current" in page.text
    assert "Version 2, from" in page.text


def test_the_neutral_card_says_nothing_of_the_award(world: World, client: FlaskClient) -> None:
    first, second = world.issue(), world.issue()
    one, two = (client.get(by_id(item) + "/card.png") for item in (first, second))
    assert one.status_code == two.status_code == 200
    assert hashlib.sha256(one.data).digest() == hashlib.sha256(two.data).digest()


@pytest.mark.parametrize(
    "address", ["x", "A" * 24, "00000000-0000-4000-8000-000000000000", "A" * 65, "a%2F..%2Fb"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    for end in ("", *FILES, "/card.png", "/embed"):
        assert client.get(f"/c/{address}{end}", headers=BROWSER).status_code == 404


def test_pages_stay_small(world: World, client: FlaskClient, issued: IssuedCredential) -> None:
    assert len(client.get(share(world, issued), headers=BROWSER).data) < 20_000
