"""Worker processes are killed again and again, as `kill -9` does; every award is issued exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer import store
from issuer.clock import utc_now
from issuer.services.batches import control, work
from issuer.services.principal import OPERATOR
from issuer.store import BatchState
from tests.places import ROOT
from tests.services.batches import sheets
from tests.services.worlds import PASSPHRASE, World, empty_world, furnish

AWARDS = 400
KILLS = 12
WORKER = """
import sys, time
from datetime import timedelta
from issuer.services import securing
from issuer.services.batches import work

work.LEASE_FOR = timedelta(seconds=1)
work.work_once.__kwdefaults__["limit"] = 20
secure = securing.secure_with

def slowly(*args, **kwargs):
    # However fast the machine, a batch outlasts the kills, and most of them fall between the two commits.
    time.sleep(0.03)
    return secure(*args, **kwargs)

securing.secure_with = slowly
from issuer.cli import main
main(["worker", "--batch", sys.argv[1]])
"""

pytestmark = pytest.mark.slow


@pytest.fixture
def world(url: str, tmp_path: Path) -> Iterator[World]:
    world = empty_world(tmp_path, database=store.open_database(url))
    furnish(world.toolkit)
    yield world
    world.toolkit.database.close()


def start(url: str, home: Path, batch_id: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "MINTMARK_HOME": str(home),
        "MINTMARK_DATABASE_URL": url,
        "MINTMARK_KEY_PASSPHRASE": PASSPHRASE,
        "MINTMARK_WORKERS": "0",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen([sys.executable, "-c", WORKER, batch_id], env=environment, cwd=ROOT)


def test_no_kill_loses_or_doubles_an_award(world: World, url: str, tmp_path: Path) -> None:
    batch = sheets.confirmed(world, AWARDS)
    chance = random.Random(20_260_316)  # noqa: S311  (moments of a test)
    killed = 0
    workers = [start(url, tmp_path, batch.id) for _ in range(2)]
    deadline = time.monotonic() + 300
    while True:
        progress = control.progress(world.toolkit, OPERATOR, batch.id)
        if progress.batch.state is BatchState.DONE or time.monotonic() > deadline:
            break
        time.sleep(chance.uniform(0.05, 0.3))
        # Work is under way before the first kill, so that every kill has something to break.
        if killed < KILLS and progress.settled > killed * AWARDS // (KILLS + 4):
            place = chance.randrange(len(workers))
            workers[place].send_signal(signal.SIGKILL)
            workers[place].wait()
            workers[place] = start(url, tmp_path, batch.id)
            killed += 1
    for worker in workers:
        assert worker.wait(timeout=60) == 0
    assert killed == KILLS
    counts = sheets.states(world, batch)
    assert counts == {"issued": AWARDS}
    with world.toolkit.database.reader() as reader:
        numbers = reader.fsck.counts()
        credentials = reader.credentials.page(limit=AWARDS + 1)
        versions = [one for row in credentials for one in reader.credentials.versions(row.id)]
    assert (numbers.credentials, numbers.issued, numbers.issue_leaves) == (AWARDS, AWARDS, AWARDS)
    assert numbers.prepared == 0
    assert len({(one.status_list_id, one.status_index) for one in versions}) == len(versions)
    world.require_whole()


def test_a_worker_that_is_asked_to_end_finishes_its_chunk(world: World, url: str, tmp_path: Path) -> None:
    batch = sheets.confirmed(world, AWARDS)
    worker = start(url, tmp_path, batch.id)
    while control.progress(world.toolkit, OPERATOR, batch.id).settled == 0:
        assert worker.poll() is None
        time.sleep(0.05)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    counts = sheets.states(world, batch)
    assert set(counts) <= {"issued", "waiting"}
    assert counts["issued"] % 20 == 0
    world.clock.now = utc_now()  # The worker had the clock of this machine.
    while work.work_once(world.toolkit, holder="rest").taken:
        pass
    assert sheets.states(world, batch) == {"issued": AWARDS}
