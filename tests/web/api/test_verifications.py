import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import revocation, tokens
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category
from issuer.web.api.asking import written
from issuer.web.api.schemas.verifications import ReportSchema
from tests.services.worlds import World
from tests.web.api.conftest import Caller

TYPES = ["application/json", "application/vc", "application/ld+json", "application/octet-stream"]


@pytest.fixture
def body(world: World) -> bytes:
    found = world.issue().version.body
    assert found is not None
    return found


def verdict(response: TestResponse) -> str:
    assert response.status_code == 200, response.text
    return str((response.json or {})["verdict"])


@pytest.mark.parametrize("media_type", TYPES)
def test_a_badge_is_verified_without_a_key(nobody: Caller, body: bytes, media_type: str) -> None:
    response = nobody.send("/verifications", body, media_type)
    assert verdict(response) == "valid"
    report = response.json
    assert report is not None
    assert report["answers"]["genuine"]["value"] == "yes"
    assert report["answers"]["knownIssuer"]["value"] == "yes"
    assert report["credential"] == json.loads(body)


def test_a_token_is_verified_too(nobody: Caller, world: World) -> None:
    token = tokens.jwt_form(world.toolkit, world.issue().credential.id)
    for media_type in ("application/vc+jwt", "application/jwt", "text/plain"):
        assert verdict(nobody.send("/verifications", token.encode(), media_type)) == "valid"
    assert verdict(nobody.post("/verifications", {"credential": token})) == "valid"


def test_a_badge_that_is_not_good_is_still_an_answer(nobody: Caller, world: World, body: bytes) -> None:
    forged = body.replace(b"Relationship", b"relationship")
    assert verdict(nobody.send("/verifications", forged, "application/vc")) == "invalid"
    ended = world.issue()
    revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.FRAUD)
    assert verdict(nobody.send("/verifications", ended.version.body or b"", "application/vc")) == "revoked"


def test_a_report_is_written_as_the_documented_schema_writes_it(
    nobody: Caller, world: World, body: bytes
) -> None:
    ended = world.issue()
    revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.FRAUD)
    asked = {"credential": json.loads(body), "applicantNames": ["Marigold Quillfeather"], "trust": []}
    for response in (
        nobody.send("/verifications", body, "application/vc"),
        nobody.send("/verifications", ended.version.body or b"", "application/vc"),
        nobody.send("/verifications", body.replace(b"Relationship", b"relationship"), "application/vc"),
        nobody.post("/verifications", asked),
    ):
        assert ReportSchema().dump(response.json) == response.json
        assert response.data == response.data.strip() + b"\n"


@pytest.mark.parametrize(
    "spelled", [json.dumps, lambda value: json.dumps(value, indent=1, ensure_ascii=False) + "\n"]
)
def test_the_credential_in_a_report_is_what_was_brought(
    nobody: Caller, body: bytes, spelled: Callable[[object], str]
) -> None:
    brought = json.loads(body) | {"name": "Bäume \N{SLICE OF PIZZA} \u2028"}
    for media_type in ("application/vc", "application/json"):
        response = nobody.send("/verifications", spelled(brought).encode(), media_type)
        assert verdict(response) == "invalid"
        assert (response.json or {})["credential"] == brought
        assert ReportSchema().dump(response.json) == response.json
    named = nobody.post("/verifications", {"credential": brought})
    assert (named.json or {})["credential"] == brought


def test_a_text_stands_for_the_credential_where_it_is_known() -> None:
    told: JsonObject = {"verdict": "valid", "credential": {"a": 1}}
    assert json.loads(written(dict(told), None)) == told
    assert json.loads(written(dict(told), b' {"a": 1}\n')) == told


@pytest.mark.parametrize(
    ("data", "media_type", "status", "code"),
    [
        (b"", "application/vc", 400, None),
        (b"hello", "application/vc", 400, None),
        (b"{}", "application/x-badge", 415, "MEDIA_TYPE_NOT_SUPPORTED"),
        (b'{"a":1,"a":2}', "application/json", 400, "DUPLICATE_KEY"),
        (b"x" * (9 * 1024 * 1024), "image/png", 413, "INPUT_TOO_LARGE"),
        (b"\x89PNG\r\n\x1a\n", "image/png", 400, "IMAGE_MALFORMED"),
    ],
)
def test_what_cannot_be_read_is_a_problem(
    nobody: Caller, data: bytes, media_type: str, status: int, code: str | None
) -> None:
    response = nobody.send("/verifications", data, media_type)
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    if code is not None:
        assert (response.json or {})["code"] == code


def test_a_badge_may_be_named_with_what_is_asked(nobody: Caller, body: bytes) -> None:
    credential = json.loads(body)
    asked = {"credential": credential, "trust": ["did:web:elsewhere.example"], "recipient": "x@demo.example"}
    report = nobody.post("/verifications", asked).json
    assert report is not None
    assert {check["id"] for check in report["checks"]} >= {"recipient"}
    assert verdict(nobody.post("/verifications", {"credential": credential})) == "valid"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"url": "http://127.0.0.1/"}, 422),
        ({"url": "https://169.254.169.254/latest"}, 422),
        ({"url": "https://elsewhere.example/badge.json"}, 502),
        ({"url": "https://badges.demo.example/c/nothing-here-at-all-xxxx"}, 404),
        ({"url": ""}, 422),
        ({"url": "https://a.example/", "credential": "x"}, 422),
        ({"url": "https://a.example/", "colour": "red"}, 422),
        ({"credential": 7}, 422),
    ],
)
def test_an_address_that_gives_no_badge_is_a_problem(
    nobody: Caller, asked: dict[str, Any], status: int
) -> None:
    response = nobody.post("/verifications", asked)
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"


def test_names_are_compared_where_the_holder_shows_one(world: World, nobody: Caller) -> None:
    issued = world.issue()
    link = sharing.path_of(sharing.of(world.toolkit, issued.credential.id))
    names = ["Marigold Quill", "Marigold Quillfeather"]
    shown = nobody.post(
        "/verifications", {"url": world.toolkit.url(link), "applicantNames": names}
    ).get_json()
    assert shown["verdict"] == "valid"
    assert [(item["result"], item["printed"]) for item in shown["names"]] == [
        ("may_be_same", "Marigold Quillfeather")
    ]
    document = strict_json.parse_object(issued.version.body or b"")
    filed = nobody.post("/verifications", {"credential": document, "applicantNames": names}).get_json()
    assert [(item["result"], item["printed"]) for item in filed["names"]] == [("not_compared", None)]
    assert "names" not in nobody.post("/verifications", {"credential": document}).get_json()
    assert nobody.post("/verifications", {"credential": document, "applicantNames": []}).status_code == 422
