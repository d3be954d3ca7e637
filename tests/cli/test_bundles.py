"""`mintmark bundles`, as a person types it."""

from pathlib import Path

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


def test_a_bundle_from_its_making_to_its_end(furnished: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested())
    badge = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    create = ("bundles", "create", badge["certificateNumber"], "--recipient", "North Tamarack")
    made = furnished(*create, "--external-id", "move-1", "--json").json
    assert made["credentials"] == [badge["id"]]
    again = furnished(*create, "--external-id", "move-1")
    assert "made before" in again.out
    report = furnished("verify", made["url"], "--json").json
    assert [part["report"]["verdict"] for part in report["parts"]] == ["valid"]
    shown = furnished("bundles", "show", made["id"]).out
    assert badge["certificateNumber"] in shown
    assert "open until" in shown
    assert furnished("bundles", "log", made["id"], "--json").json["times"] == 1
    assert "check" in furnished("bundles", "log", made["id"]).out
    assert "North Tamarack" in furnished("bundles", "list").out
    assert furnished("bundles", "list", "--person", "nobody", "--json").lines == []
    assert furnished("bundles", "revoke", made["id"], "--json").json["revokedAt"] is not None
    assert "closed on" in furnished("bundles", "show", made["id"]).out
    refused = furnished("verify", made["url"], code=2)
    assert "LINK_ENDED" in refused.err


def test_a_link_is_printed_once_with_how_to_close_it(furnished: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested())
    badge = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    made = furnished(
        "bundles", "create", badge["id"], "--recipient", "x", "--expires", "2020-01-01T00:00:00Z", code=2
    )
    assert "within 366 days" in made.err
    made = furnished("bundles", "create", badge["id"], "--recipient", "x")
    assert made.out.startswith("https://badges.demo.example/b/")
    assert "mintmark bundles revoke urn:uuid:" in made.err
