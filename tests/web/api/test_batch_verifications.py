"""A batch over the API: one answer a line, in order, whatever is wrong with single inputs."""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from issuer.services import revocation, tokens
from issuer.services.batch_verification import inputs
from issuer.services.principal import OPERATOR
from issuer.store import Category
from issuer.web import bodies, limits
from tests.services.worlds import World
from tests.web.api.conftest import Caller

NDJSON = "application/x-ndjson"
BATCH = "/verifications/batch"


@pytest.fixture
def body(world: World) -> bytes:
    return world.issue().version.body or b""


def rows(caller: Caller, data: bytes, media_type: str = NDJSON, query: str = "") -> list[dict[str, Any]]:
    response = caller.send(BATCH + query, data, media_type)
    assert response.status_code == 200, response.text
    assert response.mimetype == NDJSON
    assert response.headers["Cache-Control"] == "no-store"
    found = [json.loads(line) for line in response.data.splitlines()]
    assert found[-1]["end"] is True
    assert found[-1]["count"] == len(found) - 1 == sum(found[-1]["verdicts"].values())
    return found


def lines(*values: object) -> bytes:
    return b"".join(v if isinstance(v, bytes) else json.dumps(v).encode() for v in _with_ends(values))


def _with_ends(values: tuple[object, ...]) -> Iterator[object]:
    for value in values:
        yield value
        yield b"\n"


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return made.getvalue()


def test_every_kind_of_line_is_answered_in_its_place(nobody: Caller, world: World, body: bytes) -> None:
    ended = world.issue()
    token = tokens.jwt_form(world.toolkit, world.issue().credential.id)
    revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.FRAUD)
    sent = lines(
        body,
        {"name": "a token", "jwt": token},
        token.encode(),
        b"",
        {"credential": json.loads(body), "name": "by value"},
        {"name": "baked", "data": base64.b64encode(body).decode(), "mediaType": "application/vc"},
        {"credential": json.loads(ended.version.body or b"")},
        body.replace(b"Relationship", b"relationship"),
        {"url": "https://elsewhere.example/badge.json", "name": "unreachable"},
        b"this is no JSON",
        {"name": "nothing"},
    )
    found = rows(nobody, sent)[:-1]
    assert [(row["number"], row["verdict"]) for row in found] == [
        (1, "valid"),
        (2, "valid"),
        (3, "valid"),
        (5, "valid"),
        (6, "valid"),
        (7, "revoked"),
        (8, "invalid"),
        (9, "indeterminate"),
        (10, "malformed"),
        (11, "malformed"),
    ]
    assert [row["problem"] and row["problem"]["code"] for row in found[-3:]] == [
        "FETCH_FAILED",
        "PARSING_ERROR",
        "MALFORMED_VALUE_ERROR",
    ]
    assert found[0]["summary"]["holderIsNamed"] is False
    assert found[0]["summary"]["hours"] == "1"
    assert found[0]["summary"]["unit"].startswith("semester hour, graduate-equivalent")
    assert found[0]["answers"]["genuine"]["value"] == "yes"
    assert found[5]["summary"]["codes"] != []
    assert found[4]["name"] == "baked"
    assert "report" not in found[0]


def test_the_whole_report_comes_on_request(nobody: Caller, body: bytes) -> None:
    row = rows(nobody, body, query="?report=full")[0]
    alone = nobody.send("/verifications", body, "application/vc").json
    assert row["report"] == alone
    assert nobody.send(BATCH + "?report=none", body, NDJSON).status_code == 422


def test_a_line_may_ask_more(nobody: Caller, body: bytes) -> None:
    asked = {
        "credential": json.loads(body),
        "trust": ["did:web:elsewhere.example"],
        "recipient": "x@demo.example",
    }
    row = rows(nobody, lines(asked), query="?report=full")[0]
    assert "recipient" in {check["id"] for check in row["report"]["checks"]}


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"jwt": "ey.a.b"},
        {"trust": "all"},
        {"trust": [1]},
        {"at": "yesterday"},
        {"recipient": 1},
        {"mediaType": 1},
        {"name": 1},
    ],
)
def test_what_is_wrong_with_a_line_is_its_answer(
    nobody: Caller, body: bytes, change: dict[str, object]
) -> None:
    found = rows(nobody, lines({"credential": json.loads(body)} | change, body))
    assert [row.get("verdict") for row in found[:-1]] == ["malformed", "valid"]


@pytest.mark.parametrize("value", [{"data": "%%%"}, {"data": ""}, {"url": ""}, {"credential": 7}, {}])
def test_a_line_without_a_badge_is_malformed(nobody: Caller, body: bytes, value: dict[str, object]) -> None:
    assert [row.get("verdict") for row in rows(nobody, lines(value, body))[:-1]] == ["malformed", "valid"]


@pytest.mark.parametrize("url", ["no address", "http://elsewhere.example/", "https://127.0.0.1/"])
def test_an_address_that_is_not_asked_could_not_be_checked(nobody: Caller, url: str) -> None:
    (row, _) = rows(nobody, lines({"url": url}))
    assert (row["verdict"], row["problem"]["code"]) == ("indeterminate", "FETCH_BLOCKED")


def test_a_zip_file_gives_an_answer_for_every_entry(nobody: Caller, body: bytes) -> None:
    files = {
        "one__json": body,
        "two__json": b"{",
        "read_me__txt": b"hello",
        "inner__json": zipped(a__json=body),
    }
    found = rows(nobody, zipped(**files), "application/zip")[:-1]
    assert [(row["name"], row["verdict"]) for row in found] == [
        ("one.json", "valid"),
        ("two.json", "malformed"),
        ("read_me.txt", "malformed"),
        ("inner.json", "malformed"),
    ]
    assert [row["problem"] and row["problem"]["code"] for row in found] == [
        None,
        None,
        "FILE_NOT_READ",
        "INPUT_TOO_DEEP",
    ]


def test_a_form_may_have_files_archives_and_addresses(app: Flask, body: bytes) -> None:
    form = {
        "file": [
            (io.BytesIO(body), "a.json"),
            (io.BytesIO(zipped(b__json=body, c__json=b"x")), "season.zip"),
            (io.BytesIO(b"PK\x03\x04 damaged"), "broken.zip"),
            (io.BytesIO(b""), "empty.json"),
        ],
        "url": "https://elsewhere.example/badge.json",
        "district": "nobody asked",
    }
    response = app.test_client().post("/api/v1" + BATCH, data=form, content_type="multipart/form-data")
    found = [json.loads(line) for line in response.data.splitlines()][:-1]
    by_name = {(row["name"], row["verdict"]) for row in found}
    assert by_name == {
        ("a.json", "valid"),
        ("b.json", "valid"),
        ("c.json", "malformed"),
        ("broken.zip", "malformed"),
        ("empty.json", "malformed"),
        ("", "indeterminate"),
        ("", "malformed"),
    }
    assert sorted(row["number"] for row in found) == list(range(1, 8))


@pytest.mark.parametrize(
    ("data", "media_type", "status", "code"),
    [
        (b"", NDJSON, 400, "PARSING_ERROR"),
        (b"\n\n", NDJSON, 400, "PARSING_ERROR"),
        (b"{}", "application/json", 415, "MEDIA_TYPE_NOT_SUPPORTED"),
        (b"PK no zip", "application/zip", 400, "PARSING_ERROR"),
        (b"no form", "multipart/form-data; boundary=x", 400, "PARSING_ERROR"),
        (b"no form", "multipart/form-data", 400, "PARSING_ERROR"),
    ],
)
def test_what_is_no_batch_is_a_problem(
    nobody: Caller, data: bytes, media_type: str, status: int, code: str
) -> None:
    response = nobody.send(BATCH, data, media_type)
    assert response.status_code == status, response.text
    assert (response.json or {})["code"] == code


def test_one_line_that_is_too_long_does_not_end_the_batch(
    nobody: Caller, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("issuer.web.api.batch_verifications.MAX_LINE", 100_000)
    found = rows(nobody, lines(body, b"x" * 200_000, body))
    assert [row.get("verdict") for row in found[:-1]] == ["valid", "malformed", "valid"]
    assert found[1]["problem"]["code"] == "INPUT_TOO_LARGE"


def test_a_batch_that_is_too_long_says_so_after_what_it_judged(
    nobody: Caller, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("issuer.web.api.batch_verifications.MOST_INPUTS", 3)
    found = rows(nobody, lines(*[body] * 5))
    assert found[-1]["count"] == 3
    assert found[-1]["problem"]["code"] == "INPUT_TOO_LARGE"
    assert found[-1]["verdicts"]["valid"] == 3


def test_a_body_that_is_too_large_later_on_says_so_after_what_it_judged(
    app: Flask, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "AT_FIRST", len(body) + 1)
    monkeypatch.setitem(
        limits.BODY_OF_ENDPOINT,
        "batch_verifications.verify_batch",
        len(body) * 2 + 2,
    )
    # Without a length before it, as a client sends that makes the batch while it sends.
    response = app.test_client().post(
        "/api/v1" + BATCH,
        input_stream=io.BytesIO(lines(*[body] * 4)),
        content_type=NDJSON,
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    found = [json.loads(line) for line in response.data.splitlines()]
    assert [row.get("verdict") for row in found[:-1]] == ["valid", "valid"]
    assert found[-1]["problem"]["code"] == "INPUT_TOO_LARGE"


def test_above_the_rate_badges_are_answered_with_that(limited: Flask, world: World) -> None:
    body = world.issue().version.body or b""
    found = rows(Caller(limited, None), lines(*[body] * 12))[:-1]
    codes = [row["problem"] and row["problem"]["code"] for row in found]
    # Three a minute: the request weighs one, each badge a quarter.
    assert codes == [None] * 8 + ["RATE_LIMITED"] * 4
    assert found[-1]["verdict"] == "indeterminate"
    assert Caller(limited, None).send(BATCH, lines(body), NDJSON).status_code == 429


def test_the_limits_are_said_in_the_specification(app: Flask) -> None:
    document = app.test_client().get("/api/v1/openapi.json").json
    assert document is not None
    said = document["paths"]["/api/v1/verifications/batch"]["post"]["requestBody"]["description"]
    assert str(inputs.MOST_INPUTS) in said
