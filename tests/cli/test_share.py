"""`mintmark credentials share`, as a person types it."""

from pathlib import Path

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


def test_a_page_is_seen_as_its_owner_says(furnished: Mintmark, tmp_path: Path) -> None:
    path = attested_lines(tmp_path, samples.attested())
    badge = furnished("credentials", "issue", path, "--profile", SLUG, "--json").json
    name = badge["certificateNumber"]
    linked = furnished("credentials", "share", name, "--json").json
    assert linked["visibility"] == "link"
    assert furnished("credentials", "share", name, "--json").json == linked
    moved = furnished("credentials", "share", name, "--new-link", "--json").json
    assert moved["url"] != linked["url"]
    public = furnished("credentials", "share", name, "--visibility", "public").out
    assert badge["id"].removeprefix("urn:uuid:") in public
    assert "(public)" in public
    private = furnished("credentials", "share", name, "--visibility", "private", "--json").json
    assert private == {"id": badge["id"], "visibility": "private", "url": moved["url"]}


def test_a_badge_that_is_not_here_is_refused(furnished: Mintmark) -> None:
    refused = furnished("credentials", "share", "SCSC-2222-2222-2", "--visibility", "public", code=2)
    assert "NOT_FOUND" in refused.err
