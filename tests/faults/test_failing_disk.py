"""The disk reports an error when it is waited for (EIO on fsync, F-08): what was told is there, and asking again is enough.

`strace` makes the n-th wait of a process fail, or every one from the n-th on. Needs a Linux with `strace` that may trace.
"""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from issuer.services import sweep
from issuer.services.issuing import issuance
from issuer.services.principal import OPERATOR
from tests.faults.steps import require_one_issued
from tests.faults.victim import REQUEST
from tests.places import ROOT
from tests.services.worlds import furnished_world, reopened_world

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

WAITS = "fsync,fdatasync"
ISSUE = """
import json, sys
from pathlib import Path
from issuer.errors import StoreUnavailableError
from issuer.services.issuing import issuance
from issuer.services.principal import OPERATOR
from tests.faults.victim import REQUEST
from tests.services.worlds import reopened_world

world = reopened_world(Path(sys.argv[1]))
try:
    issued = issuance.issue(world.toolkit, OPERATOR, REQUEST)
    print(json.dumps([issued.credential.id, issued.version.sha256]))
except StoreUnavailableError as exc:
    print(json.dumps(["refused", str(exc)]))
"""


@cache
def _may_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode
        == 0
    )


def issue_with(home: Path, when: str) -> tuple[list[str], int]:
    """Issue in a process whose waits fail, and return what it told and how many of them failed."""
    trace = home / "trace"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={WAITS}", "-e", f"inject={WAITS}:error=EIO:when={when}",
         sys.executable, "-c", ISSUE, str(home)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: list[str] = json.loads(done.stdout)
    return told, trace.read_text(encoding="utf-8").count("(INJECTED)")


@pytest.mark.parametrize("more", ["", "+"], ids=["once", "from then on"])
@pytest.mark.parametrize("number", [1, 3, 5, 8])
def test_a_disk_that_fails_leaves_nothing_in_doubt(tmp_path: Path, number: int, more: str) -> None:
    if not _may_trace():
        pytest.skip("strace is not here, or may not trace: no disk was made to fail")
    furnished_world(tmp_path).toolkit.database.close()
    (first, second), failed = issue_with(tmp_path, f"{number}{more}")
    world = reopened_world(tmp_path)
    issued = issuance.issue(world.toolkit, OPERATOR, REQUEST)
    assert failed >= 1
    assert first == "refused" or (first, second) == (issued.credential.id, issued.version.sha256)
    # The first wait is that of the first commit; the last ones come when the database is closed, and all is done.
    assert first == "refused" or number > 1
    world.clock.forward(hours=1)
    sweep.sweep(world.toolkit)
    require_one_issued(world, issued)
    world.toolkit.database.close()
