"""`mintmark credits`: rules, values, facts, approvals, decisions, from an empty installation on."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.badges import samples
from tests.cli.shell import Mintmark

RULES: dict[str, Any] = {
    "district": "north",
    "unit": "quarterHour",
    "lanes": ["BA", "BA+15"],
    "rules": {"recognises": "either", "preApprovalRequired": True},
}


@pytest.fixture
def north(mintmark: Mintmark, tmp_path: Path) -> Mintmark:
    """Return the shell of an installation with a cooperative, a district and one badge."""
    mintmark("db", "upgrade")
    for slug in ("lakes", "north", "council"):
        mintmark("profiles", "create", slug, "--name", f"{slug.title()} (demonstration)")
        if slug != "council":
            mintmark("keys", "new", slug)
    files = {"record": samples.record(), "rules": RULES}
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    mintmark("achievements", "publish", tmp_path / "record.json", "--owner", "lakes")
    mintmark("people", "register", "t01")
    mintmark("credits", "rules", "import", tmp_path / "rules.json")
    attested = samples.attested(pool="council", decidedAt="2026-03-14T15:09:26Z")
    (tmp_path / "attested.json").write_text(json.dumps(attested), encoding="utf-8")
    mintmark("credentials", "issue", tmp_path / "attested.json", "--profile", "lakes")
    return mintmark


def decide(north: Mintmark, *more: str) -> Any:
    return north(
        "credits", "decide", "--district", "north", "--person", "t01", "--on", "2036-11-20", "--json", *more
    ).json


def test_a_badge_is_approved_valued_decided_and_used_once(north: Mintmark, tmp_path: Path) -> None:
    assert decide(north)["credentials"][0]["reason"] == "preapproval_missing"
    receipt = tmp_path / "receipt.json"
    approve = ("credits", "preapprove", "--district", "north", "--person", "t01", "--achievement", "SEL-01")
    north(*approve, "--request", "r-1", "--on", "2025-10-01", "--out", receipt)
    assert north("verify", receipt, "--json").json["statements"][0]["statement"]["type"] == "pre-approval"
    north("credits", "person", "--district", "north", "--person", "t01", "--lane", "BA", "--on-file", "12")
    value = (
        "--achievement",
        "SEL-01",
        "--value",
        "2",
        "--unit",
        "semesterHour",
        "--from",
        "2025-07-01",
        "--id",
        "v-1",
    )
    north("credits", "equivalency", "add", "--recogniser", "north", *value)
    found = decide(north)
    assert (found["hours"], found["unit"], found["lane"]["to"]) == ("3.0", "quarterHour", "BA+15")
    out = tmp_path / "decision.json"
    recorded = decide(north, "--record", "req-1", "--out", str(out))
    assert recorded["new"] is True
    assert north("verify", out, "--json").json["verdict"] == "valid"
    assert decide(north, "--record", "req-1")["id"] == recorded["id"]
    assert decide(north)["credentials"][0]["reason"] == "already_used"
    assert len(json.loads(north("credits", "equivalency", "export", "--recogniser", "north").out)) == 1


def test_a_district_joins_its_teachers_with_its_staff_list(north: Mintmark, tmp_path: Path) -> None:
    north("credits", "person", "--district", "north", "--person", "t01", "--lane", "@BA")
    out = tmp_path / "retention.csv"
    north("credits", "retention", "--district", "north", "--out", out)
    heading, row = out.read_text(encoding="utf-8").splitlines()
    assert heading.startswith("person,hired_on,lane")
    assert row.startswith("t01,,'@BA,")
    (line,) = north("credits", "retention", "--district", "north", "--format", "jsonl").lines
    assert (line["person"], line["lane"]) == ("t01", "@BA")


def test_everything_is_told_in_words(north: Mintmark) -> None:
    words = north("credits", "decide", "--district", "north", "--person", "t01", "--on", "2036-11-20").out
    assert "SEL-01, preApprovalRequired: not_met. No pre-approval of SEL-01." in words
    assert "Hours" not in words.split("\n", maxsplit=1)[0]
    listed = north("credits", "rules", "list").out
    assert "It must be approved by the district before it is awarded." in listed
    assert north("credits", "rules", "list", "--json").lines[0]["rules"] == RULES
    assert "recogniser" in north("credits", "equivalency", "list").out
    north("credits", "person", "--district", "north", "--person", "t01", "--lane", "BA")
    told = north("credits", "what-if", "--district", "north", "--person", "t01", "--on", "2036-11-20").out
    assert told.startswith("Two micro-endorsements more and you reach BA+15 on November 20, 2036.")


def test_what_cannot_be_is_refused(north: Mintmark, tmp_path: Path) -> None:
    ask = ("credits", "decide", "--district", "lakes", "--person", "t01")
    assert "has no rules" in north(*ask, code=2).err
    assert (
        "Nobody is registered"
        in north("credits", "decide", "--district", "north", "--person", "t9", code=2).err
    )
    north("credits", "decide", "--district", "north", "--person", "t01", "--out", "x.json", code=2)
    north("credits", "decide", "--district", "north", "--person", "t01", "--on", "soon", code=2)
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps({**RULES, "lanes": ["BA"]}), encoding="utf-8")
    assert "CONFLICT" in north("credits", "rules", "import", changed, code=2).err


def test_what_a_district_knows_comes_from_a_sheet(north: Mintmark, tmp_path: Path) -> None:
    sheet = tmp_path / "staff.csv"
    sheet.write_text("person,hired,lane\nt01,2020-08-01,BA\n", encoding="utf-8")
    arguments = ("credits", "people", sheet, "--district", "north")
    assert "1 person can be kept." in north(*arguments, "--check").out
    assert north(*arguments, "--json").json == {"district": "north", "people": 1, "kept": True}
    sheet.write_text("person,hired\nt01,soon\n,2020-01-01\n", encoding="utf-8")
    refused = north(*arguments, code=2)
    assert "line 2: hired: 'soon' is no day" in refused.err
    assert "2 mistakes, so nothing was kept." in refused.err
