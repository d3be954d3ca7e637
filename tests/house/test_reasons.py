"""A rule that is set aside on a line says why on that line, in words."""

import io
import re
import tokenize
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT

_ASIDE: Final = re.compile(r"#\s*noqa\b(?P<rest>.*)", re.IGNORECASE)
_NAMED: Final = re.compile(r":\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*(?P<words>.*)")
FILES = [
    ROOT / "wsgi.py",
    *(
        path
        for folder in ("issuer", "tests", "bench", "docs")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "node_modules" not in path.parts
    ),
]


def without_reason(source: str) -> list[int]:
    """Return the lines on which a comment sets a rule aside without naming it, or without words."""
    found = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        aside = _ASIDE.search(token.string) if token.type == tokenize.COMMENT else None
        if aside is None:
            continue
        named = _NAMED.match(aside["rest"])
        if named is None or len(re.findall(r"[A-Za-z]", named["words"])) < len("sRGB"):
            found.append(token.start[0])
    return found


def test_every_rule_that_is_set_aside_says_why() -> None:
    found = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := without_reason(path.read_text(encoding="utf-8")))
    }
    assert found == {}
    assert Path(__file__) in FILES


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("x = 1  # noqa", False),
        ("x = 1  # noqa: S104", False),
        ("x = 1  # noqa: S104, S311", False),
        ("x = 1  # noqa: S104 ()", False),
        ("x = 1  # NOQA:S104", False),
        ("x = 1  # noqa: S104  (nothing is bound)", True),
        ("x = 1  # noqa: S104, S311 - nothing is bound", True),
        ("x = '# noqa: S104'", True),
    ],
)
def test_what_counts_as_a_reason(*, line: str, is_told: bool) -> None:
    assert (without_reason(line + "\n") == []) is is_told
