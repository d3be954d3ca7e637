"""The house keeps its own rules: import floors, library borders, file sizes, whole typing."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.places import ROOT

LONGEST_FILE = 300
PYTHON_FILES = sorted(
    path
    for folder in ("issuer", "tests", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)


def test_every_import_respects_the_floors_and_the_library_borders() -> None:
    script = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_a_reader_can_hold(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(
    "path", sorted((ROOT / "issuer").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path", sorted((ROOT / "issuer").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_no_import_hides_inside_a_function(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = [
        inner.lineno
        for f in functions
        for inner in ast.walk(f)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not hidden, f"imports inside functions at lines {hidden}"


def _calls(path: Path, names: set[str]) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in names
    ]


def _issuer_files_but(*allowed: str) -> list[Path]:
    return [p for p in sorted((ROOT / "issuer").rglob("*.py")) if str(p.relative_to(ROOT)) not in allowed]


def test_only_the_clock_reads_the_time() -> None:
    names = {
        "datetime.now",
        "datetime.utcnow",
        "time.time",
        "time.monotonic",
        "datetime.today",
        "time.perf_counter",
    }
    found = {str(p.relative_to(ROOT)): _calls(p, names) for p in _issuer_files_but("issuer/clock.py")}
    assert not {name: lines for name, lines in found.items() if lines}


def test_only_settings_reads_the_environment() -> None:
    found = {
        str(p.relative_to(ROOT)): _calls(p, {"os.environ", "os.getenv"})
        for p in _issuer_files_but("issuer/settings.py")
    }
    assert not {name: lines for name, lines in found.items() if lines}


BROAD: Final = {
    "issuer/services/batch_verification/judging.py": "as for the command line, in the next row",
    "issuer/cli/verify_batch.py": "one mistake must not take the answers of all later lines with it",
}


def test_no_bare_or_broad_except() -> None:
    found = []
    for path in sorted((ROOT / "issuer").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "bare"
                if caught == "Exception" and str(path.relative_to(ROOT)) in BROAD:
                    continue
                if caught in {"bare", "Exception", "BaseException"}:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found, "each broad except needs a name and a reason in this test"


def test_no_library_of_python_opens_a_connection_outside_the_network_door() -> None:
    """The contracts of import-linter cannot name a part of a foreign package, so this test does."""
    doors = {"urllib.request", "http.client", "ftplib", "smtplib", "asyncio"}
    found = []
    for path in sorted((ROOT / "issuer").rglob("*.py")):
        if path.is_relative_to(ROOT / "issuer" / "fetch"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path.relative_to(ROOT)}: {name}" for name in names if name in doors]
    assert not found
