"""Nothing that a person may read calls the hours of a badge more than they are (CRD-03)."""

import subprocess
from pathlib import Path

import pytest

from tests.house.wording import NAMED_PLACE, refused, texts_of
from tests.places import ROOT

SHOWN = {".py", ".html", ".typ", ".md", ".json", ".svg", ".js", ".css", ".txt"}
ROOMS = ("issuer/", "schemas/", "docs/", "README.md", "CHANGELOG.md", "SECURITY.md")
FOREIGN = ("schemas/contexts/",)
"""Pinned files of other people, whose words are theirs."""


def _shown() -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not run: this copy is not a git checkout")
    return [
        name
        for name in listing.stdout.splitlines()
        if name.startswith(ROOMS)
        and not name.startswith(FOREIGN)
        and Path(name).suffix in SHOWN
        and (ROOT / name).exists()
    ]


def test_crd_03_no_template_message_schema_or_page_of_the_docs_promises_too_much() -> None:
    names = _shown()
    kinds = {Path(name).suffix for name in names}
    assert {".py", ".html", ".typ", ".md", ".json"} <= kinds
    found = {
        name: words
        for name in names
        if name != NAMED_PLACE
        for words in [tuple(word for text in texts_of(ROOT / name) for word in refused(text))]
        if words
    }
    assert found == {}


def test_crd_03_the_named_place_says_it_once() -> None:
    found = [word for text in texts_of(ROOT / NAMED_PLACE) for word in refused(text)]
    assert set(found) == {"graduate credit"}


@pytest.mark.parametrize(
    "planted",
    [
        "5 hours of graduate credit",
        "Graduate\n  credits",
        "<b>graduate</b> credit",
        "graduate&nbsp;credit",
        "gradu\u00adate credit",
        "**graduate** credit",
        "graduate-level semester hours",
        "graduate semester hours",
        "college credit",
        "master's credits",
        "Master\u2019s semester hours",
        "academic credit hours",
        "It is university credit.",
        "transcripted credit",
        "credit toward a degree",
    ],
)
def test_the_linter_finds_planted_words(planted: str, tmp_path: Path) -> None:
    assert refused(planted)
    page = tmp_path / "page.html"
    page.write_text(f"<p>{planted}</p>", encoding="utf-8")
    code = tmp_path / "code.py"
    code.write_text(f"WORDS = {{'a': [f'{{1}} ' {planted!r}]}}\n", encoding="utf-8")
    for path in (page, code):
        assert [word for text in texts_of(path) for word in refused(text)]


@pytest.mark.parametrize(
    "allowed",
    [
        "5 semester hours, graduate-equivalent, suggested by the issuer",
        "graduate-equivalent semester hours",
        "It is not university credit, and no transcript stands behind it.",
        "graduate, transcripted",
        "credits consumed by a decision",
    ],
)
def test_the_linter_lets_honest_words_pass(allowed: str) -> None:
    assert not refused(allowed)
