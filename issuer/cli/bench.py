"""`mintmark bench`: measure this installation beside the peer, with the benchmarks in `bench/`."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import click

ROOT: Final = Path(__file__).resolve().parent.parent.parent


@click.command()
@click.option("--quick", is_flag=True, help="Fewer rounds; within a minute on an idle machine.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the table.")
def bench(*, quick: bool, as_json: bool) -> int:
    """Measure issuing, verifying, serving and status lists.

    Works on installations of its own in a temporary folder, on loopback. What is compared with
    @digitalbazaar/vc needs Node; what cannot be run is named, and null in the JSON object.

    \b
    Examples:
      mintmark bench --quick
      mintmark bench --json > figures.json
    """
    if not (ROOT / "bench").is_dir():
        raise click.ClickException(f"There are no benchmarks beside this installation ({ROOT}).")
    options = [*(["--quick"] if quick else []), *(["--json"] if as_json else [])]
    return subprocess.run([sys.executable, "-m", "bench", *options], cwd=ROOT, check=False).returncode  # noqa: S603  # our own interpreter
