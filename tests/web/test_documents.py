"""Published documents over HTTP: media types, ETag, HEAD, CORS, and that they agree with each other."""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from issuer.services import addresses, keys
from issuer.services.principal import OPERATOR
from issuer.store import KeyPurpose
from issuer.web.app import create_app
from tests.services.worlds import World, empty_world, furnish

BASE = "https://badges.demo.example"
JSON = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
OWN_TYPE = {
    "/p/scsc/did.json": "application/did+json",
    "/.well-known/jwks.json": "application/jwk-set+json",
    "/s/scsc-1": "application/vc",
    "/a/sel-01/v/1.0/rubric.json": "application/json",
    "/a/sel-01/v/1.0/badge/scsc.svg": "image/svg+xml",
    "/p/scsc/mark.svg": "image/svg+xml",
}
BOTH = ["/p/scsc", "/a/sel-01", "/a/sel-01/v/1.0"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = empty_world(tmp_path_factory.mktemp("documents"))
    furnish(made.toolkit)
    made.issue()
    yield made
    made.toolkit.database.close()


@pytest.fixture(scope="module")
def issued(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def body(client: FlaskClient, path: str) -> Any:
    answer = client.get(path, headers=JSON)
    assert answer.status_code == 200, path
    return json.loads(answer.data)


@pytest.mark.parametrize(("path", "media_type"), OWN_TYPE.items())
@pytest.mark.parametrize("accept", ["*/*", "text/html", ""])
def test_a_document_has_its_own_type_unless_another_name_is_asked_for(
    issued: FlaskClient, path: str, media_type: str, accept: str
) -> None:
    assert issued.get(path, headers={"Accept": accept}).headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/p/scsc/did.json", "application/json"),
        ("/p/scsc/did.json", "application/did+ld+json"),
        ("/s/scsc-1", "application/vc+ld+json"),
        ("/s/scsc-1", "application/ld+json"),
        ("/.well-known/jwks.json", "application/json"),
    ],
)
def test_the_name_of_the_type_is_chosen_and_the_bytes_stay(
    issued: FlaskClient, path: str, accept: str
) -> None:
    own = issued.get(path)
    named = issued.get(path, headers={"Accept": accept})
    assert named.headers["Content-Type"] == accept
    assert named.data == own.data
    assert named.headers["ETag"] != own.headers["ETag"]
    assert "Accept" in named.headers["Vary"]


@pytest.mark.parametrize("path", BOTH)
@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (BROWSER["Accept"], True),
        ("*/*", True),
        ("text/html, application/json", True),
        ("application/json", False),
        ("application/ld+json", False),
        ("application/json, text/html;q=0.5", False),
        ("application/json, */*;q=0.1", False),
    ],
)
def test_a_page_and_a_document_share_an_address(
    issued: FlaskClient, path: str, accept: str, *, is_page: bool
) -> None:
    answer = issued.get(path, headers={"Accept": accept})
    assert answer.status_code == 200
    assert (answer.mimetype == "text/html") is is_page
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("path", [*OWN_TYPE, *BOTH])
def test_head_and_conditional_requests_answer_without_a_body(issued: FlaskClient, path: str) -> None:
    full = issued.get(path, headers=JSON)
    head = issued.head(path, headers=JSON)
    assert head.status_code == 200
    assert head.data == b""
    assert head.headers["ETag"] == full.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(full.data))
    same = issued.get(path, headers={**JSON, "If-None-Match": full.headers["ETag"]})
    assert same.status_code == 304
    assert same.data == b""
    assert same.headers["ETag"] == full.headers["ETag"]
    other = issued.get(path, headers={**JSON, "If-None-Match": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("path", [*OWN_TYPE, *BOTH, "/p/nobody/did.json"])
@pytest.mark.parametrize("origin", ["https://a.example", "null"])
def test_scripts_of_every_site_may_read_it_without_credentials(
    issued: FlaskClient, path: str, origin: str
) -> None:
    answer = issued.get(path, headers={"Origin": origin})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    asked = issued.options(path, headers={"Origin": origin, "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert "GET" in asked.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    "path",
    [
        "/p/nobody",
        "/p/nobody/did.json",
        "/p/scsc/keys/" + "A" * 43,
        "/a/nothing",
        "/a/sel-01/v/9.9",
        "/a/sel-01/v/1.0/badge/nobody.svg",
        "/a/sel-01/v/1.0/badge/scsc.gif",
        "/s/scsc-99",
        "/s/1%2f..",
        "/p/scsc%00",
        "/a/%F0%9F%92%A9",
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_what_is_not_there_is_404_in_words(issued: FlaskClient, path: str, accept: str) -> None:
    answer = issued.get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.mimetype == ("text/html" if accept == "text/html" else "application/problem+json")


def test_every_address_that_an_archive_needs_answers(world: World, issued: FlaskClient) -> None:
    paths = addresses.published_paths(world.toolkit)
    assert "/s/scsc-1" in paths
    for path in paths:
        assert issued.get(path, headers=JSON).status_code == 200, path


def test_every_document_agrees_with_every_other(world: World, issued: FlaskClient) -> None:
    keys.rotate(world.toolkit, OPERATOR, "scsc", KeyPurpose.JWT)
    credential = json.loads(world.issue().version.body or b"")
    did = body(issued, "/p/scsc/did.json")
    profile = body(issued, "/p/scsc")
    achievement = body(issued, "/a/sel-01")
    status = body(issued, "/s/scsc-1")
    key_set = body(issued, "/.well-known/jwks.json")["keys"]

    assert did["id"] == profile["id"] == credential["issuer"]["id"] == status["issuer"]
    assert profile["url"] == f"{BASE}/p/scsc"
    assert {k: v for k, v in profile.items() if k != "@context"} == credential["issuer"]
    methods = {method["id"] for method in did["verificationMethod"]}
    assert {proof["verificationMethod"] for proof in credential["proof"]} <= methods
    assert {proof["verificationMethod"] for proof in status["proof"]} <= methods
    assert methods == set(did["assertionMethod"])
    assert status["id"] == f"{BASE}/s/scsc-1" == credential["credentialStatus"]["statusListCredential"]
    subject = credential["credentialSubject"]["achievement"]
    assert achievement["id"] == subject["id"] == f"{BASE}/a/sel-01"
    assert {k: v for k, v in achievement.items() if k not in {"@context", "image"}} == {
        k: v for k, v in subject.items() if k != "image"
    }
    mine = [key for key in key_set if key["iss"] == did["id"]]
    assert {key["kid"] for key in mine} == {
        m["id"] for m in did["verificationMethod"] if m["type"] == "JsonWebKey"
    }
    assert len(mine) == 2
    for key in mine:
        bare = body(issued, "/p/scsc/keys/" + key["kid"].partition("#")[2])
        assert bare["iss"] == did["id"]
        assert bare["kid"] == f"{BASE}/p/scsc/keys/" + key["kid"].partition("#")[2]
        assert {bare[name] for name in ("x", "y")} == {key[name] for name in ("x", "y")}
    for address in (subject["image"]["id"], subject["criteria"]["id"], achievement["image"]["id"]):
        assert issued.get(address.removeprefix(BASE)).status_code == 200
    rubric = next(item for item in credential["relatedResource"] if item["id"].endswith("rubric.json"))
    digest = hashlib.sha256(issued.get(rubric["id"].removeprefix(BASE)).data).digest()
    multihash = urlsafe_b64encode(b"\x12\x20" + digest).decode().rstrip("=")
    assert rubric["digestMultibase"] == "u" + multihash
