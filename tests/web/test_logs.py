"""Logs say what happened and nothing about anybody (VER-10, API-50)."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, send_file

from issuer.web import logs


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.to_stream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def test_a_request_is_one_line_of_json_without_path_query_or_address(app: Flask, lines: io.StringIO) -> None:
    answer = app.test_client().get(
        "/problems/PROOF_MISSING?who=marigold@home.demo.example",
        headers={
            "X-Forwarded-For": "203.0.113.9",
            "User-Agent": "Probe/1",
            "Referer": "https://a.example/secret",
        },
    )
    assert not lines.getvalue(), "nobody waits for it"
    answer.close()
    line = json.loads(lines.getvalue())
    assert line["method"] == "GET"
    assert line["route"] == "/problems/<name:code>"
    assert line["status"] == 200
    assert line["request_id"] == answer.headers["Request-Id"]
    assert line["ms"] >= 0
    for secret in ("marigold", "203.0.113.9", "127.0.0.1", "Probe", "secret", "PROOF_MISSING"):
        assert secret not in lines.getvalue()


def test_an_unknown_path_is_not_written_down(app: Flask, lines: io.StringIO) -> None:
    app.test_client().get("/marigold@home.demo.example").close()
    assert json.loads(lines.getvalue())["route"] == "unknown"
    assert "marigold" not in lines.getvalue()


def test_an_odd_method_is_not_written_down(app: Flask, lines: io.StringIO) -> None:
    app.test_client().open("/about", method="MARIGOLD@HOME").close()
    assert json.loads(lines.getvalue())["method"] == "?"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_is_one_line_too(app: Flask, lines: io.StringIO, tmp_path: Path, method: str) -> None:
    (tmp_path / "words").write_bytes(b"words")
    app.add_url_rule("/words", view_func=lambda: send_file(tmp_path / "words", mimetype="text/plain"))
    app.test_client().open("/words", method=method).close()
    assert [json.loads(line)["route"] for line in lines.getvalue().splitlines()] == ["/words"]


def test_an_error_is_told_by_type_and_place_alone(app: Flask, lines: io.StringIO) -> None:
    @app.get("/mistake")
    def mistake() -> str:
        raise RuntimeError("marigold@home.demo.example")

    app.test_client().get("/mistake")
    error = json.loads(lines.getvalue().splitlines()[0])
    assert error["error"] == "builtins.RuntimeError"
    assert any("mistake" in frame for frame in error["frames"])
    assert "marigold" not in lines.getvalue()
