"""A serving process holds what it serves with; what only an upgrade or a worker needs takes no memory there."""

import subprocess
import sys

import pytest

PROGRAM = "import sys; from issuer.cli import serve; from issuer.web import server; print(*sys.modules)"


@pytest.fixture(scope="module")
def modules() -> frozenset[str]:
    made = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    return frozenset(made.stdout.split())


@pytest.mark.parametrize(
    "name",
    [
        "alembic",
        "mako",
        "pygments",
        "zxingcpp",
        "pikepdf",
        "pypdf",
        "psycopg",
        "typst",
        "requests",
        "lxml",
        "PIL",
        "jsonschema",
    ],
)
def test_it_is_not_loaded_before_it_is_needed(modules: frozenset[str], name: str) -> None:
    assert "issuer.web.app" in modules
    assert name not in modules
