"""`mintmark doctor`: healthy, and each way of not being so."""

import os
from pathlib import Path
from typing import Any

import pytest

from issuer.cli.session import DEMO_FILE
from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark
from tests.store.fresh import url_of
from tests.store.shell import tamper


def sentences(report: dict[str, Any], level: str) -> str:
    return "\n".join(item["sentence"] for item in report["findings"] if item["level"] == level)


@pytest.fixture
def working(furnished: Mintmark, tmp_path: Path) -> Mintmark:
    """Return the shell of an installation in order, with one badge."""
    furnished("credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG)
    return furnished


def test_an_installation_in_order_has_no_problem_and_every_area_is_named(working: Mintmark) -> None:
    report = working("doctor", "--json").json
    assert report["healthy"] is True
    assert {item["area"] for item in report["findings"]} == {
        "settings",
        "database",
        "keys",
        "events",
        "clock",
    }
    assert "demonstration's (https://badges.demo.example)" in sentences(report, "warning")
    assert "No problem was found." in working("doctor").out


def test_the_loopback_setting_is_a_problem(working: Mintmark, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINTMARK_ALLOW_LOOPBACK_FOR_TESTS", "yes")
    assert "LOOPBACK" in sentences(working("doctor", "--json", code=2).json, "problem")


def test_before_the_tables_are_made_the_doctor_says_what_to_do(mintmark: Mintmark) -> None:
    report = mintmark("doctor", "--json", code=2).json
    assert "mintmark db upgrade" in sentences(report, "problem")


def test_a_key_that_is_gone_is_named(working: Mintmark, home: Path) -> None:
    next((home / "keys").glob("*.key.json")).unlink()
    report = working("doctor", "--json", code=2).json
    assert f"did:web:badges.demo.example:p:{SLUG}#" in sentences(report, "problem")


def test_a_wrong_passphrase_is_a_problem_and_a_missing_one_a_warning(
    working: Mintmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINTMARK_KEY_PASSPHRASE", "another")
    assert "passphrase" in sentences(working("doctor", "--json", code=2).json, "problem")
    monkeypatch.delenv("MINTMARK_KEY_PASSPHRASE")
    assert "no passphrase is set" in sentences(working("doctor", "--json", code=2).json, "warning")


def test_the_passphrase_of_the_demonstration_is_used_and_told(
    working: Mintmark, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / DEMO_FILE).write_text(os.environ["MINTMARK_KEY_PASSPHRASE"] + "\n", encoding="utf-8")
    monkeypatch.delenv("MINTMARK_KEY_PASSPHRASE")
    report = working("doctor", "--json").json
    assert DEMO_FILE in sentences(report, "warning")


def test_changed_bytes_are_found(working: Mintmark, home: Path) -> None:
    """The laws of the tables refuse it; whoever can write the file can drop them."""
    tamper(url_of(home), "UPDATE credential_versions SET body = CAST(body || ' ' AS BLOB)")
    report = working("doctor", "--json", code=2).json
    assert "not the ones that were issued" in sentences(report, "problem")


def test_a_clock_that_was_set_back_is_found(working: Mintmark, home: Path) -> None:
    tamper(
        url_of(home),
        "INSERT INTO chain_heads (chain, size, head, frontier, at)"
        " VALUES ('events', 1, x'00', x'', '2999-01-01T00:00:00.000000Z')",
    )
    assert "2999" in sentences(working("doctor", "--json", code=2).json, "problem")
