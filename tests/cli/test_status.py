"""`mintmark credentials issue | revoke | suspend | resume | reissue | sweep`, as a person types them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


@pytest.fixture
def badge(furnished: Mintmark, tmp_path: Path) -> dict[str, Any]:
    """Return what issuing one badge printed."""
    path = attested_lines(tmp_path, samples.attested())
    printed: dict[str, Any] = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    return printed


def test_issuing_twice_issues_once(furnished: Mintmark, badge: dict[str, Any], tmp_path: Path) -> None:
    again = furnished(
        "credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG, "--json"
    ).json
    assert badge["isNew"] is True
    assert again == badge | {"isNew": False}


def test_one_record_may_be_spread_over_many_lines(furnished: Mintmark, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(samples.attested(), indent=2), encoding="utf-8")
    words = furnished("credentials", "issue", path, "--profile", SLUG).out
    assert "SCSC-" in words
    assert "sub-0001" in words


def test_records_with_gaps_issue_nothing_and_every_gap_is_named(furnished: Mintmark, tmp_path: Path) -> None:
    second = samples.attested(externalId="sub-0002", levels={"SEL-01.A": "demonstrated"}, person="nobody")
    path = attested_lines(tmp_path, samples.attested(), second)
    refused = furnished("credentials", "issue", path, "--profile", SLUG, code=2)
    assert "line 2: /levels/SEL-01.I" in refused.err
    assert "line 2: /person" in refused.err
    assert furnished("credentials", "list", "--json").out == ""


def test_attestations_are_imported_all_or_none(furnished: Mintmark, tmp_path: Path) -> None:
    bad = samples.attested(externalId="sub-0002", assessors=[{"id": "r01", "role": "assessor"}])
    refused = furnished(
        "attestations", "import", attested_lines(tmp_path, samples.attested(), bad), "--profile", SLUG, "--json",
        code=2,
    ).json  # fmt: skip
    assert refused["records"] == []
    assert {gap["line"] for gap in refused["gaps"]} == {2}
    path = attested_lines(tmp_path, samples.attested())
    assert furnished("attestations", "import", path, "--profile", SLUG, "--json").json["new"] == 1
    assert "0 of them new" in furnished("attestations", "import", path, "--profile", SLUG).out


def test_a_badge_is_put_on_hold_resumed_and_withdrawn(furnished: Mintmark, badge: dict[str, Any]) -> None:
    refused = furnished("credentials", "suspend", badge["id"], "--reason", "fraud", code=2)
    assert "suspended_pending_review" in refused.err
    held = furnished("credentials", "suspend", badge["certificateNumber"], "--json").json
    assert held["category"] == "suspended_pending_review"
    resumed = furnished("credentials", "resume", badge["id"], "--reason", "superseded", "--json").json
    assert resumed["version"] == 2
    ended = furnished(
        "credentials", "revoke", badge["id"], "--reason", "fraud", "--details", "case 17", "--json"
    ).json
    assert (ended["version"], ended["category"]) == (2, "fraud")
    refused = furnished("credentials", "revoke", badge["id"], "--reason", "holder_request", code=2)
    assert "CONFLICT" in refused.err


def test_a_reissue_that_names_its_version_happens_once(furnished: Mintmark, badge: dict[str, Any]) -> None:
    first = furnished("credentials", "reissue", badge["id"], "--replaces", "1", "--json").json
    again = furnished("credentials", "reissue", badge["id"], "--replaces", "1", "--json").json
    assert first == again
    assert first["version"] == 2
    assert "version 3" in furnished("credentials", "reissue", badge["id"]).out


@pytest.mark.parametrize(
    "arguments",
    [
        ["revoke", "urn:uuid:00000000-0000-4000-8000-000000000000", "--reason", "fraud"],
        ["suspend", "SCSC-2222-2222-2"],
        ["resume", "nothing"],
    ],
)
def test_a_badge_that_is_not_here_is_not_found(furnished: Mintmark, arguments: list[str]) -> None:
    assert "NOT_FOUND" in furnished("credentials", *arguments, code=2).err


def test_a_reason_that_does_not_end_a_badge_is_a_usage_error(
    furnished: Mintmark, badge: dict[str, Any]
) -> None:
    refused = furnished("credentials", "revoke", badge["id"], "--reason", "superseded", code=2)
    assert "issued_in_error" in refused.err
    assert "Usage" in furnished("credentials", "revoke", badge["id"], code=2).err


def test_a_sweep_of_a_whole_record_gives_nothing_up(furnished: Mintmark, badge: dict[str, Any]) -> None:
    del badge
    assert furnished("credentials", "sweep", "--json").json == {"abandoned": []}
    assert "0 versions" in furnished("credentials", "sweep").out
