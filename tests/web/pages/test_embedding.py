"""oEmbed 1.0 and the embed page: the one page that other sites may frame (domain.md 7.3)."""

import json

import pytest
from flask.testing import FlaskClient

from issuer.services import revocation
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, Visibility
from tests.services.worlds import World
from tests.web.reading import read

BASE = "https://badges.demo.example"


@pytest.fixture
def path(world: World) -> str:
    return sharing.path_of(sharing.of(world.toolkit, world.issue().credential.id))


def test_oembed_answers_what_the_standard_asks_of_rich(client: FlaskClient, path: str) -> None:
    answer = client.get("/oembed", query_string={"url": BASE + path, "format": "json"})
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    body = json.loads(answer.data)
    assert (body["version"], body["type"]) == ("1.0", "rich")
    assert (body["width"], body["height"]) == (480, 220)
    assert body["thumbnail_url"] == f"{BASE}{path}/card.png"
    assert body["author_url"] == f"{BASE}/p/scsc"
    assert f'src="{BASE}{path}/embed"' in body["html"]
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in body["html"]
    assert "Marigold" not in answer.text


@pytest.mark.parametrize(
    ("asked", "width", "height"),
    [
        ({"maxwidth": "300"}, 300, 220),
        ({"maxwidth": "3000", "maxheight": "100"}, 480, 120),
        ({"maxwidth": "-5"}, 480, 220),
        ({"maxwidth": "1e9", "maxheight": "x"}, 480, 220),
    ],
)
def test_oembed_stays_inside_the_asked_size(
    client: FlaskClient, path: str, asked: dict[str, str], width: int, height: int
) -> None:
    body = json.loads(client.get("/oembed", query_string={"url": BASE + path, **asked}).data)
    assert (body["width"], body["height"]) == (width, height)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "https://evil.example/c/" + "A" * 24,
        BASE,
        BASE + "/c/" + "A" * 24,
        BASE + ".evil.example/c/" + "A" * 24,
    ],
)
def test_oembed_knows_our_own_pages_only(client: FlaskClient, url: str) -> None:
    assert client.get("/oembed", query_string={"url": url}).status_code == 404


def test_oembed_refuses_xml_and_private_pages(world: World, client: FlaskClient, path: str) -> None:
    assert client.get("/oembed", query_string={"url": BASE + path, "format": "xml"}).status_code == 501
    found = sharing.find(world.toolkit, path.removeprefix("/c/"))
    sharing.change(world.toolkit, OPERATOR, found.credential.id, visibility=Visibility.PRIVATE)
    assert client.get("/oembed", query_string={"url": BASE + path}).status_code == 401


def test_the_embed_page_alone_may_be_framed(client: FlaskClient, path: str) -> None:
    embed = client.get(path + "/embed")
    assert "frame-ancestors *" in embed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed.headers
    assert (
        "frame-ancestors 'none'"
        in client.get(path, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
    )
    page = read(embed.text)
    page.require_inert()
    assert "Genuine and current" in page.text
    assert "Marigold" not in page.text
    assert page.values("a", "target") == ["_blank"]


def test_an_embedded_credential_shows_when_it_is_withdrawn_or_closed(
    world: World, client: FlaskClient
) -> None:
    issued = world.issue()
    path = sharing.path_of(sharing.of(world.toolkit, issued.credential.id))
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    assert "Withdrawn by the issuer" in read(client.get(path + "/embed").text).text
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PRIVATE)
    closed = read(client.get(path + "/embed").text).text
    assert "does not show it here any more" in closed
    assert "Relationship" not in closed
