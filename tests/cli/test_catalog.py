"""`mintmark achievements`: published once, never changed, refused with every gap."""

import json
from pathlib import Path

from tests.badges import samples
from tests.cli.catalog_files import SLUG, record_file
from tests.cli.shell import Mintmark


def test_a_published_achievement_is_listed_and_shown(furnished: Mintmark) -> None:
    listed = furnished("achievements", "list", "--json").json
    assert (listed["code"], listed["kind"]) == ("SEL-01", "micro-credential")
    shown = furnished("achievements", "show", "sel-01", "--json").json
    assert shown["versions"][0]["record"] == samples.record()
    assert shown["rubricDigest"] == samples.achievement().rubric_digest()
    words = furnished("achievements", "show", "SEL-01").out
    assert "SEL-01.A" in words
    assert "suggested by the issuer" in words


def test_publishing_again_changes_nothing_and_another_record_is_refused(
    furnished: Mintmark, tmp_path: Path
) -> None:
    furnished("achievements", "publish", record_file(tmp_path), "--owner", SLUG)
    changed = record_file(tmp_path, name="Another name")
    refused = furnished("achievements", "publish", changed, "--owner", SLUG, code=2)
    assert "CONFLICT" in refused.err
    assert "new version" in refused.err
    assert len(furnished("achievements", "show", "SEL-01", "--json").json["versions"]) == 1


def test_a_new_version_stands_beside_the_old_one(furnished: Mintmark, tmp_path: Path) -> None:
    furnished("achievements", "publish", record_file(tmp_path, version="1.1"), "--owner", SLUG)
    shown = furnished("achievements", "show", "SEL-01", "--json").json
    assert [version["version"] for version in shown["versions"]] == ["1.0", "1.1"]


def test_a_record_with_gaps_is_refused_with_every_gap(furnished: Mintmark, tmp_path: Path) -> None:
    path = record_file(tmp_path, code="SEL-02", name="-", rubric="-")
    refused = furnished("achievements", "publish", path, "--owner", SLUG, code=2)
    assert "SCHEMA_VIOLATION" in refused.err
    assert "name is missing" in refused.err
    assert "rubric" in refused.err


def test_a_file_that_is_not_json_or_not_there_is_refused(furnished: Mintmark, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    assert "PARSING_ERROR" in furnished("achievements", "publish", path, "--owner", SLUG, code=2).err
    missing = furnished("achievements", "publish", tmp_path / "none.json", "--owner", SLUG, code=2)
    assert "none.json" in missing.err
    assert "NOT_FOUND" in furnished("achievements", "show", "SEL-99", code=2).err


def test_what_is_printed_for_programs_is_one_value_a_line(furnished: Mintmark, tmp_path: Path) -> None:
    path = record_file(tmp_path, code="SEL-02")
    assert json.loads(furnished("achievements", "publish", path, "--owner", SLUG, "--json").out) == {
        "code": "SEL-02",
        "version": "1.0",
        "rubricDigest": samples.achievement(code="SEL-02").rubric_digest(),
    }
    assert [item["code"] for item in furnished("achievements", "list", "--json").lines] == [
        "SEL-01",
        "SEL-02",
    ]
