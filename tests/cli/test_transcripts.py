"""`mintmark transcripts`, as a person types it."""

from pathlib import Path

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


def test_a_transcript_is_signed_written_and_verified(furnished: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested())
    badge = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    issue = ("transcripts", "issue", SLUG, "--person", "t01")
    out = tmp_path / "transcript.json"
    made = furnished(*issue, "--badge", badge["certificateNumber"], "--out", out, "--json").json
    assert made["credentials"] == [badge["id"]]
    report = furnished("verify", out, "--json").json
    assert (report["verdict"], report["kind"]) == ("valid", "transcript")
    assert [part["report"]["verdict"] for part in report["parts"]] == ["valid"]
    assert furnished(*issue, "--out", out).out.endswith(": 1 badge\n")
    assert furnished(*issue).json["partial"] is False


def test_whoever_holds_nothing_gets_no_transcript(furnished: Mintmark, tmp_path: Path) -> None:
    out = tmp_path / "transcript.json"
    refused = furnished("transcripts", "issue", SLUG, "--person", "t01", "--out", out, code=2)
    assert "holds nothing of this issuer" in refused.err
    assert not out.exists()


def test_what_was_signed_is_listed_written_again_and_withdrawn(furnished: Mintmark, tmp_path: Path) -> None:
    furnished("credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    made = furnished(
        "transcripts", "issue", SLUG, "--person", "t01", "--external-id", "r-1", "--out", first, "--json"
    ).json
    furnished("transcripts", "show", made["id"], "--out", second)
    assert second.read_bytes() == first.read_bytes()
    assert "in force" in furnished("transcripts", "list").out
    assert "is withdrawn" in furnished("transcripts", "revoke", made["id"], "--reason", "fraud").out
    assert furnished("transcripts", "list", "--person", "t01", "--json").json["category"] == "fraud"
    assert furnished("verify", first, "--json", code=1).json["verdict"] == "revoked"
