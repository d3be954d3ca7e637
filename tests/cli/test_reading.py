"""`mintmark credentials list | show | export`: what was issued, and the exact bytes of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from issuer.badges.baking import png, svg
from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


@pytest.fixture
def badges(furnished: Mintmark, tmp_path: Path) -> list[dict[str, Any]]:
    """Return what issuing two badges printed; the second is withdrawn."""
    path = attested_lines(tmp_path, samples.attested(), samples.attested(externalId="sub-0002"))
    printed: list[dict[str, Any]] = furnished("credentials", "issue", path, "--profile", SLUG, "--json").lines
    furnished("credentials", "revoke", printed[1]["id"], "--reason", "issued_in_error")
    return printed


def test_badges_are_listed_by_state_issuer_person_and_achievement(
    furnished: Mintmark, badges: list[dict[str, Any]]
) -> None:
    def ids(*options: str) -> set[str]:
        return {badge["id"] for badge in furnished("credentials", "list", "--json", *options).lines}

    first, second = (badge["id"] for badge in badges)
    assert ids() == {first, second}
    assert ids("--state", "revoked") == {second}
    assert ids("--state", "valid", "--profile", SLUG, "--person", "t01", "--achievement", "sel-01") == {first}
    assert ids("--state", "expired") == set()
    assert ids("--person", "t02") == set()
    assert len(ids("--limit", "1")) == 1


def test_badges_that_a_key_signed_are_listed(furnished: Mintmark, badges: list[dict[str, Any]]) -> None:
    key = furnished("keys", "list", SLUG, "--json").json["id"]
    newer = furnished("keys", "rotate", SLUG, "--json").json["id"]
    assert len(furnished("credentials", "list", "--signed-with", key, "--json").lines) == len(badges)
    assert furnished("credentials", "list", "--signed-with", newer, "--json").out == ""
    assert "NOT_FOUND" in furnished("credentials", "list", "--signed-with", "did:web:x#y", code=2).err


def test_a_badge_is_shown_by_certificate_number_and_names_nobody(
    furnished: Mintmark, badges: list[dict[str, Any]]
) -> None:
    words = furnished("credentials", "show", badges[1]["certificateNumber"].lower()).out
    assert badges[1]["id"] in words
    assert "issued_in_error" in words
    assert "Oona" not in words


def test_the_json_form_is_the_exact_bytes_and_the_others_hold_them(
    furnished: Mintmark, badges: list[dict[str, Any]], tmp_path: Path
) -> None:
    name = badges[0]["id"]
    written = {}
    for form in ("json", "png", "svg"):
        out = tmp_path / f"badge.{form}"
        furnished("credentials", "export", name, "--as", form, "--out", out)
        written[form] = out.read_bytes()
    assert json.loads(written["json"])["id"] == name
    assert png.unbake(written["png"]) == written["json"]
    assert svg.unbake(written["svg"]) == written["json"]
    assert furnished("credentials", "export", name).out.encode() == written["json"]


def test_a_token_needs_a_key_and_then_stays_the_same(
    furnished: Mintmark, badges: list[dict[str, Any]]
) -> None:
    name = badges[0]["id"]
    assert "mintmark keys new" in furnished("credentials", "export", name, "--as", "jwt", code=2).err
    furnished("keys", "new", SLUG, "--purpose", "jwt")
    token = furnished("credentials", "export", name, "--as", "jwt").out
    assert token.count(".") == 2
    assert furnished("credentials", "export", name, "--as", "jwt").out == token


def test_an_old_version_is_exported_by_number(furnished: Mintmark, badges: list[dict[str, Any]]) -> None:
    name = badges[0]["id"]
    before = furnished("credentials", "export", name).out
    furnished("credentials", "reissue", name)
    assert furnished("credentials", "export", name, "--version", "1").out == before
    assert furnished("credentials", "export", name).out != before
    assert "NOT_FOUND" in furnished("credentials", "export", name, "--version", "3", code=2).err
