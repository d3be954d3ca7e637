"""`mintmark test --database postgresql` runs every test that keeps something in a database which that choice moves."""

import re

from issuer.cli.test import KEEPING
from tests.places import ROOT

SETS_UP = re.compile(
    r"^(?:from tests\.(?:services\.worlds|store\.fresh|cli\.conftest|demo\.small|web\.conftest) import"
    r"|.*\b(?:furnished_world|empty_world|fresh_url|furnished: Mintmark)\b)",
    re.MULTILINE,
)
BY_ITSELF = ("tests/store/", "tests/house/", "tests/conftest.py")
"""The room of the store opens both kinds in every run; the other two open none."""


def test_every_file_that_sets_up_an_installation_is_in_the_run() -> None:
    assert all((ROOT / place).exists() for place in KEEPING)
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*.py")
        if SETS_UP.search(path.read_text(encoding="utf-8"))
    }
    assert len(found) > 100
    assert sorted(name for name in found if not name.startswith((*KEEPING, *BY_ITSELF))) == []
