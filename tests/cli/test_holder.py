"""`mintmark holder`, as a person types it."""

import re
from pathlib import Path
from typing import Any

import pytest

from issuer.clock import utc_now
from issuer.documents.times import format_time
from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark
from tests.services.holder_proofs.conftest import did_of, holder_key, presentation


@pytest.fixture
def badge(furnished: Mintmark, tmp_path: Path) -> str:
    furnished("people", "register", "t05", "--detail", "email=oona@home.example")
    bound = furnished("people", "did", "t05", SLUG, did_of(holder_key()), "--json").json
    assert bound["subject"] == did_of(holder_key())
    path = attested_lines(tmp_path, samples.attested(person="t05"))
    issued: dict[str, Any] = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    return str(issued["certificateNumber"])


def test_a_holder_signs_a_challenge(furnished: Mintmark, badge: str, tmp_path: Path) -> None:
    asked = furnished("holder", "challenge", badge, "--json").json
    assert "challenge" in furnished("holder", "challenge", badge).out
    furnished("credentials", "export", badge, "--out", tmp_path / "badge.json")
    body = (tmp_path / "badge.json").read_bytes()
    path = tmp_path / "presentation.json"
    path.write_bytes(presentation("another", body, created=format_time(utc_now())))
    assert "Not proven" in furnished("holder", "check", asked["id"], path, code=1).out
    path.write_bytes(presentation(asked["challenge"], body, created=format_time(utc_now())))
    proven = furnished("holder", "check", asked["id"], path)
    assert f"Holder proven by {did_of(holder_key())} at " in proven.out
    assert furnished("holder", "show", asked["id"], "--json").json["answer"] == "proven"


def test_a_holder_tells_a_code(furnished: Mintmark, badge: str, home: Path) -> None:
    asked = furnished("holder", "code", badge)
    assert "If the record holds an address" in asked.err
    [mail] = (home / "outbox").glob("*.eml")
    code = re.search(r"\d{4} \d{4}", mail.read_text())
    assert code is not None
    question = asked.out.strip()
    assert furnished("holder", "enter", question, "1", "--json", code=1).json["triesLeft"] == 4
    assert "Holder proven by code" in furnished("holder", "enter", question, code[0]).out
