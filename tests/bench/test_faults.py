"""Every fault of the long bench in a short form (F-01, F-04, F-07, F-09, F-10): nothing is lost, doubled or broken."""

import subprocess
import sys

import pytest

from tests.places import ROOT

pytestmark = pytest.mark.slow
AWARDS = 1200
SQLITE = ("kills", "four workers", "disk full", "copies")
POSTGRESQL = ("kills", "four workers", "database killed")


def short(fault: str, *more: str) -> list[list[str]]:
    """Run one fault and return its rows, each from the times that the fault came on."""
    command = [sys.executable, "-m", "bench.faults", "--awards", str(AWARDS), "--kills", "2", "--copies", "2"]
    ended = subprocess.run(
        [*command, "--only", fault, *more], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    lines = [line for line in ended.stdout.splitlines() if line.startswith(f"{fault}, ")]
    return [line.partition(",")[2].split()[1:] for line in lines]


@pytest.mark.parametrize("fault", SQLITE)
def test_a_short_run_loses_and_doubles_nothing(fault: str) -> None:
    ((times, *figures),) = short(fault)
    assert times == ("0" if fault == "four workers" else "2")
    assert figures[:5] == ["1,200", "1,200", "0", "0", "0"]


@pytest.mark.usefixtures("postgresql")
@pytest.mark.parametrize("fault", POSTGRESQL)
def test_a_short_run_on_postgresql_loses_and_doubles_nothing(fault: str) -> None:
    """The bench starts a server of its own; the one that is asked for says whether there can be one."""
    times, *figures = short(fault, "--postgresql")[-1]
    assert times == ("0" if fault == "four workers" else "2")
    assert figures[:5] == ["1,200", "1,200", "0", "0", "0"]
