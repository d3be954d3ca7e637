"""The signed files of a credential, its previews and its links for sharing (domain.md 7.1, 7.2)."""

import hashlib
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from issuer.badges.baking import png, svg
from issuer.services.issuing.issuance import IssuedCredential
from issuer.verify.pdf import attached_credential
from tests.services.worlds import World
from tests.web.shown import BASE, BROWSER, FILES, by_id, share, visit


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


def test_the_neutral_card_says_nothing_of_the_award(world: World, client: FlaskClient) -> None:
    first, second = world.issue(), world.issue()
    one, two = (client.get(by_id(item) + "/card.png") for item in (first, second))
    assert one.status_code == two.status_code == 200
    assert hashlib.sha256(one.data).digest() == hashlib.sha256(two.data).digest()
