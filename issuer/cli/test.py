"""`mintmark test`: the whole suite, and loudly what could not be run.

Starts pytest in the repository, one worker process for each processor; `tests/conftest.py` prints the
NOT RUN block. Holds no test itself.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

import click

from issuer.clock import monotonic_seconds

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FAST: Final = "not slow and not interop and not e2e and not installation"
MOST_WORKERS: Final = 8
DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KEEPING: Final = (
    *("tests/bench", "tests/cli", "tests/demo", "tests/e2e", "tests/faults", "tests/seeds", "tests/services"),
    *("tests/web", "tests/foreign/test_every_kind.py"),
    *("tests/interop/test_every_kind_peers.py", "tests/interop/test_live_over_tls.py"),
)
"""What keeps something in a database that `--database` chooses; `tests/store` opens both kinds in every run."""
TOLD: Final = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "error")


@click.command()
@click.option(
    "--fast", is_flag=True, help="Leave out what is slow or works on a whole installation; under a minute."
)
@click.option(
    "--database",
    type=click.Choice([*DATABASES, "both"]),
    default="sqlite",
    show_default=True,
    help="Where the installations of the tests lie; `both` runs everything on SQLite, then what keeps "
    "something in a database on PostgreSQL.",
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(*, fast: bool, database: str, pytest_arguments: tuple[str, ...]) -> int:
    """Run every test: unit, property, house, foreign, interop.

    What could not be run (no shared data, no node) is listed at the end under NOT RUN.
    The exit code is pytest's: 0 when nothing failed. With `--database both` it is that of the first run that
    failed, and the last lines count both runs. PostgreSQL is a wheel that the tests start by themselves, or the
    server that TEST_POSTGRESQL_URL names.

    \b
    Examples:
      mintmark test                         everything, on SQLite; the room of the database on both
      mintmark test --fast                  the inner loop
      mintmark test --database postgresql   whatever keeps something in a database, on PostgreSQL
      mintmark test -- tests/cli -k verify
    """
    if not (ROOT / "tests").is_dir():
        raise click.ClickException(f"There are no tests beside this installation ({ROOT}).")
    if database != "both":
        return _run(_command(database, pytest_arguments, fast=fast))
    return _both(pytest_arguments, fast=fast)


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603  # our own interpreter


def _command(database: str, arguments: tuple[str, ...], *, fast: bool) -> list[str]:
    # A file stays with one worker, so that what a module sets up is set up once.
    spread = ["-n", str(min(os.cpu_count() or 1, MOST_WORKERS)), "--dist", "loadfile"]
    names_places = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    return [
        *(sys.executable, "-m", "pytest"),
        *spread,
        *(["-m", FAST, "-p", "no:schemathesis"] if fast else []),
        *(["--database", database] if database != "sqlite" else []),
        *(KEEPING if database != "sqlite" and not names_places else ()),
        *arguments,
    ]


def _both(arguments: tuple[str, ...], *, fast: bool) -> int:
    """Run on one database after the other, and close with a line for each and one for both."""
    began, codes, total = monotonic_seconds(), list[int](), Counter[str]()
    lines = []
    for database, name in DATABASES.items():
        started = monotonic_seconds()
        with tempfile.TemporaryDirectory() as folder:
            counts = Path(folder) / "counts.json"
            command = [*_command(database, arguments, fast=fast), "--counts", str(counts)]
            codes.append(_run(command))
            found = json.loads(counts.read_text(encoding="utf-8")) if counts.exists() else {}
        total.update(found)
        lines.append(f"{name}: {_told(found, started)}, exit code {codes[-1]}")
    click.echo("\n" + "\n".join(lines))
    click.echo(f" {_told(total, began)} ".center(80, "="))
    return next((code for code in codes if code), 0)


def _told(counts: dict[str, int], began: float) -> str:
    """Return counts in pytest's words."""
    parts = [f"{counts[kind]} {kind}" for kind in TOLD if counts.get(kind)]
    return f"{', '.join(parts) or 'no tests ran'} in {monotonic_seconds() - began:.2f}s"
