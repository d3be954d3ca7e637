import subprocess
import sys

import pytest

from tests.places import ROOT


@pytest.mark.slow
def test_a_short_run_loses_and_doubles_nothing() -> None:
    command = [sys.executable, "-m", "bench.faults", "--awards", "60", "--kills", "2", "--only", "kills"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr + ended.stdout
    row = next(line for line in ended.stdout.splitlines() if line.startswith("kills, SQLite")).split()
    assert row[3:7] == ["60", "60", "0", "0"], row
