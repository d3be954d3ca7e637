"""`mintmark fsck`: whole, and not."""

from pathlib import Path

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark
from tests.store.fresh import url_of
from tests.store.shell import tamper


def test_a_record_is_whole_until_somebody_changes_it(furnished: Mintmark, home: Path, tmp_path: Path) -> None:
    furnished("credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG)
    report = furnished("fsck", "--json").json
    assert (report["whole"], report["verified"], report["findings"]) == (True, 1, [])
    assert report["counts"]["issued"] == report["counts"]["issue_leaves"] == report["counts"]["slots"] == 1
    assert "The record is whole." in furnished("fsck").out
    assert furnished("fsck", "--skip-signatures", "--json").json["verified"] == 0

    tamper(url_of(home), "UPDATE credential_versions SET body = x'00'")
    broken = furnished("fsck", code=2)
    assert "The bytes are not the ones that were issued." in broken.out
    assert "It does not verify" in broken.out
