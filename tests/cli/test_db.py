"""`mintmark db upgrade`: once it makes the tables, then it changes nothing."""

from pathlib import Path

import pytest

from issuer.store import head_revision
from tests.cli.shell import Mintmark


def test_the_first_upgrade_makes_the_tables_and_the_second_changes_nothing(mintmark: Mintmark) -> None:
    first = mintmark("db", "upgrade", "--json").json
    assert first == {"before": None, "after": head_revision(), "changed": True}
    assert mintmark("db", "upgrade", "--json").json["changed"] is False
    assert "current" in mintmark("db", "upgrade").out


@pytest.mark.sqlite
def test_the_file_is_for_its_owner_alone(mintmark: Mintmark, home: Path) -> None:
    mintmark("db", "upgrade")
    assert (home / "mintmark.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_wrong_address_is_refused_with_the_name_of_its_setting(
    mintmark: Mintmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINTMARK_DATABASE_URL", "mysql://db/mintmark")
    refused = mintmark("db", "upgrade", code=2)
    assert "CONFIGURATION_ERROR" in refused.err
    assert "MINTMARK_DATABASE_URL" in refused.err
    assert refused.out == ""
