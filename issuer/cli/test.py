"""`mintmark test`: the whole suite, and loudly what could not be run.

Starts pytest in the repository, one worker process for each processor; `tests/conftest.py` prints the
NOT RUN block. Holds no test itself.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import click

ROOT: Final = Path(__file__).resolve().parent.parent.parent
FAST: Final = "not slow and not interop and not e2e and not installation"
MOST_WORKERS: Final = 8


@click.command()
@click.option(
    "--fast", is_flag=True, help="Leave out what is slow or works on a whole installation; under a minute."
)
@click.argument("pytest_arguments", nargs=-1, type=click.UNPROCESSED)
def test(*, fast: bool, pytest_arguments: tuple[str, ...]) -> int:
    """Run every test: unit, property, house, foreign, interop.

    What could not be run (no shared data, no node) is listed at the end under NOT RUN.
    The exit code is pytest's: 0 when nothing failed.

    \b
    Examples:
      mintmark test                     everything
      mintmark test --fast              the inner loop
      mintmark test -- tests/cli -k verify
    """
    if not (ROOT / "tests").is_dir():
        raise click.ClickException(f"There are no tests beside this installation ({ROOT}).")
    # A file stays with one worker, so that what a module sets up is set up once.
    spread = ["-n", str(min(os.cpu_count() or 1, MOST_WORKERS)), "--dist", "loadfile"]
    command = [
        *(sys.executable, "-m", "pytest"),
        *spread,
        *(["-m", FAST, "-p", "no:schemathesis"] if fast else []),
        *pytest_arguments,
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603  # our own interpreter
