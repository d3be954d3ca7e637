"""The guide names every check, every code that one may give, and every warning."""

import re
from typing import Final

import pytest

from issuer.verify import Verdict
from issuer.verify.findings import MALFORMED_CODES
from tests.places import ROOT

GUIDE: Final = (ROOT / "docs" / "verifier.md").read_text(encoding="utf-8")
SOURCES: Final = [
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "issuer" / "verify").rglob("*.py"))
]
CHECKS: Final = sorted({name for text in SOURCES for name in re.findall(r'_ID: Final = "([a-z_]+)"', text)})
WARNINGS: Final = sorted({name for text in SOURCES for name in re.findall(r'Caution\(\s*"([A-Z_]+)"', text)})
CODES: Final = sorted(
    {
        name
        for text in SOURCES
        for name in re.findall(r'(?:failed|undetermined)\(\s*[A-Z_]+,\s*"([A-Z_]+)"', text)
    }
)


@pytest.mark.parametrize("name", [*CHECKS, *WARNINGS, *CODES, *sorted(MALFORMED_CODES), *Verdict])
def test_the_guide_names_it(name: str) -> None:
    assert f"`{name}`" in GUIDE


def test_there_are_as_many_as_we_think() -> None:
    assert len(CHECKS) > 18
    assert len(WARNINGS) > 10
    assert len(CODES) > 10
