"""`mintmark fsck`: whole, and not."""

import os
import sqlite3
from pathlib import Path

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


def test_a_record_is_whole_until_somebody_changes_it(furnished: Mintmark, tmp_path: Path) -> None:
    furnished("credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG)
    report = furnished("fsck", "--json").json
    assert (report["whole"], report["verified"], report["findings"]) == (True, 1, [])
    assert report["counts"]["issued"] == report["counts"]["issue_leaves"] == report["counts"]["slots"] == 1
    assert "The record is whole." in furnished("fsck").out
    assert furnished("fsck", "--skip-signatures", "--json").json["verified"] == 0

    database = next(Path(os.environ["MINTMARK_HOME"]).glob("*.sqlite3"))
    with sqlite3.connect(database) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE credential_versions SET body = 'gone'")
    connection.close()
    broken = furnished("fsck", code=2)
    assert "The bytes are not the ones that were issued." in broken.out
    assert "It does not verify" in broken.out
