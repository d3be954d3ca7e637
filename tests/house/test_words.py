"""What a user may meet is documented: every code and setting; and nothing of a machine leaks in."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from issuer.terms.codes import CODES
from tests.places import ROOT

CODE_SHAPE = re.compile(r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$")


def _code_arguments() -> set[str]:
    used: set[str] = set()
    for path in (ROOT / "issuer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "code"
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
                and CODE_SHAPE.match(node.value.value)
            ):
                used.add(node.value.value)
    return used


def test_every_code_that_is_raised_has_a_meaning() -> None:
    assert _code_arguments() <= set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_documented(code: str) -> None:
    headings = re.findall(
        r"^## `?([A-Z0-9_]+)`?$", (ROOT / "docs/problems.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert code in headings, "run `mintmark test` after `python docs/make_problems.py`"


def test_every_setting_is_documented() -> None:
    text = (ROOT / "issuer/terms/settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"MINTMARK_[A-Z_]+", text))
    documented = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert names
    assert not {name for name in names if name not in documented}


def _tracked_text() -> list[Path]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not run: this copy is not a git checkout")
    return [ROOT / name for name in listing.stdout.splitlines()]


def test_no_lock_file_names_a_registry_host() -> None:
    for path in _tracked_text():
        if path.name.endswith(".lock") or path.name == "package-lock.json":
            text = path.read_text(encoding="utf-8")
            assert "--index-url" not in text
            assert "--find-links" not in text
            assert '"resolved"' not in text


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    shape = re.compile(r"/(?:work|root|home|farm)/[a-z.]+/")
    for path in _tracked_text():
        if (
            path.suffix in {".py", ".md", ".toml", ".html", ".js", ".mjs", ".css", ".in", ".json"}
            and path.exists()
        ):
            assert not shape.search(path.read_text(encoding="utf-8")), path
