"""Kill -9 of a real process at every numbered step: what is on the disk is enough to go on."""

import subprocess
import sys
from pathlib import Path

import pytest

from issuer.services import revocation, sequencer, status_lists, sweep, verification
from issuer.services.issuing import issuance
from issuer.services.principal import OPERATOR
from issuer.store import Category
from issuer.verify import Verdict
from tests.faults.steps import ROAD, require_one_issued
from tests.faults.victim import JOBS, NOTHING_LEFT, REQUEST
from tests.places import ROOT
from tests.services.worlds import furnished_world, reopened_world

KILLED = -9


def kill_twice(home: Path, step: str, moment: str) -> None:
    """Kill a process at a step, and another one on what the first has left behind; a worker may find nothing to do there."""
    for allowed in ({KILLED}, {KILLED, NOTHING_LEFT}):
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.victim", str(home), step, moment],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in allowed, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", ROAD)
def test_a_killed_process_loses_and_doubles_nothing(tmp_path: Path, step: str, moment: str) -> None:
    furnished_world(tmp_path).toolkit.database.close()
    kill_twice(tmp_path, step, moment)
    world = reopened_world(tmp_path)
    with world.toolkit.database.reader() as reader:
        left = {record.id for record in reader.credentials.page()}
    assert len(left) <= 1
    issued = issuance.issue(world.toolkit, OPERATOR, REQUEST)
    assert left <= {issued.credential.id}
    assert issuance.issue(world.toolkit, OPERATOR, REQUEST).version == issued.version
    world.clock.forward(hours=1)
    assert sweep.sweep(world.toolkit).abandoned == ()
    require_one_issued(world, issued)
    world.toolkit.database.close()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("job", JOBS)
def test_a_killed_worker_numbers_and_publishes_nothing_twice(tmp_path: Path, job: str, moment: str) -> None:
    made = furnished_world(tmp_path)
    issued = issuance.issue(made.toolkit, OPERATOR, REQUEST)
    revocation.revoke(made.toolkit, OPERATOR, issued.credential.id, Category.ISSUED_IN_ERROR)
    made.toolkit.database.close()
    kill_twice(tmp_path, job, moment)
    world = reopened_world(tmp_path)
    # What the dead one had leased is free again.
    world.clock.forward(hours=1)
    sequencer.run(world.toolkit)
    numbered = sequencer.run(world.toolkit)
    assert (numbered.events, numbered.leaves) == (0, 0)
    with world.toolkit.database.reader() as reader:
        heads = [reader.heads.find_newest(chain) for chain in ("events", "leaves")]
    assert all(head is not None and head.signed is not None for head in heads)
    # Events and leaves have numbers without a gap, the heads fit them, and the list says what the record says.
    world.require_whole()
    listed = status_lists.signed_list(world.toolkit, "scsc-1")
    assert status_lists.signed_list(world.toolkit, "scsc-1") == listed
    assert verification.check(world.toolkit, issued.version.body or b"").verdict is Verdict.REVOKED
    world.toolkit.database.close()
