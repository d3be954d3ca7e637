"""The shell: headers on every answer, problems in words, no cookie, no trust in a Host header."""

import json
import re
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from issuer.web.limits import SMALL_BODY

PAGES = ["/about", "/privacy", "/accessibility", "/developers", "/problems", "/problems/PROOF_MISSING"]
BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_words_answers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    assert answer.text.count("<h1") == 1
    assert "Nothing on this site is a real award" in answer.text


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/healthz"])
def test_every_answer_has_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"]
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


def test_no_page_carries_style_or_script_of_its_own(client: FlaskClient) -> None:
    for path in PAGES:
        html = client.get(path).text
        assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", html)
        assert re.findall(r"<script[^>]*>([^<]*)</script>", html) == [""]
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:81", "localhost/x", "a b", "[::1"])
def test_no_host_header_has_an_effect(client: FlaskClient, host: str) -> None:
    forwarded = {"X-Forwarded-Host": host, "Forwarded": f"host={host}", "X-Forwarded-Proto": "http"}
    plain = client.get("/about", headers=BROWSER)
    poisoned = client.get("/about", headers={**BROWSER, "Host": host, **forwarded})
    assert poisoned.status_code == plain.status_code
    assert poisoned.text == plain.text
    assert host not in str(poisoned.headers)


@pytest.mark.parametrize("path", ["/about/", "/about//", "/static", "/%2e%2e/about", "/problems/1%2f.."])
def test_there_is_one_spelling_of_an_address_and_no_redirect(client: FlaskClient, path: str) -> None:
    # The test client would read two slashes as the beginning of a host.
    answer = client.get("/", environ_overrides={"PATH_INFO": unquote(path)})
    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing", 404, "NOT_FOUND"),
        ("GET", "/problems/NO_SUCH_CODE", 404, "NOT_FOUND"),
        ("POST", "/about", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "/healthz", 405, "METHOD_NOT_ALLOWED"),
    ],
)
def test_a_problem_is_told_in_words_or_as_a_document(
    client: FlaskClient, method: str, path: str, status: int, code: str
) -> None:
    page = client.open(path, method=method, headers=BROWSER)
    assert page.status_code == status
    assert code in page.text
    assert "It says nothing about whether a credential is genuine" in page.text
    document = client.open(path, method=method, headers={"Accept": "application/json"})
    assert document.status_code == status
    assert document.mimetype == "application/problem+json"
    body = json.loads(document.data)
    assert body["status"] == status
    assert body["type"] == f"/problems/{code}"
    assert client.get(body["type"]).status_code == 200


def test_405_says_what_is_allowed(client: FlaskClient) -> None:
    assert "GET" in client.post("/about").headers["Allow"]


def test_a_body_that_is_too_large_is_413_before_it_is_read(app: Flask) -> None:
    @app.post("/echo")
    def echo() -> bytes:
        from flask import request  # noqa: PLC0415  (only this test has such a route)

        return request.get_data()

    client = app.test_client()
    assert client.post("/echo", data=b"x" * SMALL_BODY).status_code == 200
    answer = client.post("/echo", data=b"x" * (SMALL_BODY + 1), headers={"Accept": "application/json"})
    assert answer.status_code == 413
    assert json.loads(answer.data)["code"] == "INPUT_TOO_LARGE"


def test_a_mistake_of_ours_is_500_with_a_reference_and_without_its_words(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/mistake")
    def mistake() -> str:
        raise RuntimeError("marigold@home.demo.example")

    answer = app.test_client().get("/mistake", headers={"Accept": "application/json"})
    assert answer.status_code == 500
    body = json.loads(answer.data)
    assert re.fullmatch("[0-9a-f]{12}", body["reference"])
    assert "marigold" not in answer.text
    assert body["reference"] in caplog.text


def test_the_process_says_that_it_lives_and_that_it_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").data == b"alive\n"
    assert client.get("/readyz").data == b"ready\n"
