"""Every rule of the verifier names tests that are there."""

import re
from typing import Final

import pytest

from tests.places import ROOT

TABLE: Final = (ROOT / "docs" / "rules-and-tests.md").read_text(encoding="utf-8")
NAMED: Final = sorted(set(re.findall(r"`([a-z0-9_/]+\.py(?:::[a-z0-9_]+)?)`", TABLE)))


def test_the_table_is_whole() -> None:
    assert len(NAMED) > 70
    rows = [line for line in TABLE.splitlines() if line.startswith("| ") and line[2:6] not in {"rule", "---"}]
    assert [row for row in rows if ".py" not in row] == []


@pytest.mark.parametrize("named", NAMED)
def test_the_test_that_a_rule_names_is_there(named: str) -> None:
    path, _, name = named.partition("::")
    text = (ROOT / "tests" / path).read_text(encoding="utf-8")
    assert f"\ndef {name}" in text
