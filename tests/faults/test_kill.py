"""Kill -9 of a real process at every numbered step: what is on the disk is enough to go on."""

import subprocess
import sys
from pathlib import Path

import pytest

from issuer.services import sequencer, sweep, verification
from issuer.services.issuing import issuance
from issuer.services.principal import OPERATOR
from issuer.verify import Verdict
from tests.faults.steps import ROAD
from tests.faults.victim import REQUEST
from tests.places import ROOT
from tests.services.worlds import furnished_world, reopened_world

KILLED = -9


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ROAD)
def test_a_killed_process_loses_and_doubles_nothing(tmp_path: Path, step: str, moment: str) -> None:
    furnished_world(tmp_path).toolkit.database.close()
    for _ in range(2):  # once more on what the first one left behind
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.victim", str(tmp_path), step, moment],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == KILLED, done.stderr
    world = reopened_world(tmp_path)
    with world.toolkit.database.reader() as reader:
        left = {record.id for record in reader.credentials.page()}
    assert len(left) <= 1
    issued = issuance.issue(world.toolkit, OPERATOR, REQUEST)
    assert left <= {issued.credential.id}
    assert issuance.issue(world.toolkit, OPERATOR, REQUEST).version == issued.version
    world.clock.forward(hours=1)
    assert sweep.sweep(world.toolkit).abandoned == ()
    sequencer.run(world.toolkit)
    world.require_whole()
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.credentials, counts.issued, counts.issue_leaves, counts.prepared) == (1, 1, 1, 0)
    assert verification.check(world.toolkit, issued.version.body or b"").verdict is Verdict.VALID
    world.toolkit.database.close()
