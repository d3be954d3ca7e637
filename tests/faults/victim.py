"""A process that issues one credential, or does what a worker does, and kills itself at a named point: run by `test_kill.py`.

Usage: victim.py HOME STEP before|after. Not a test; it never ends by itself.
"""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from issuer import store
from issuer.services import sequencer, status_lists
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.principal import OPERATOR
from issuer.store import Database
from tests.badges import samples
from tests.faults.steps import CALLS, COMMITS, breaking
from tests.services.worlds import reopened_world
from tests.store.faults import FaultyDatabase, Mode

JOBS = ("sequencer.number", "sequencer.sign", "status_lists.sign")
"""What a worker commits: numbers in the log, its signed heads, and a list that is published."""
NOTHING_LEFT = 3
"""How a worker ends that never came to its point: it was done, or is leased to one that died."""
REQUEST = IssueCredential(profile="scsc", external_id="lms-1", attestation=samples.attested())


def kill() -> NoReturn:
    """End this process as kill -9 does: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class KillingDatabase(FaultyDatabase):
    """Kills the process at the fault instead of raising it."""

    def _pass(self, point: str, mode: Mode) -> None:
        fault = self._fault
        if fault is not None and (fault.point, fault.mode) == (point, mode):
            kill()


def opened(url: str, step: str, mode: Mode) -> Database:
    if not step.startswith("commit") and step not in JOBS:
        return store.open_database(url)
    database = KillingDatabase(url)
    database.arm(f"commit {step if step in JOBS else COMMITS['issue'][int(step[-1]) - 1]}", mode)
    return database


def main(home: Path, step: str, mode: Mode) -> None:
    world = reopened_world(home, open_=lambda url: opened(url, step, mode))
    if step in CALLS:
        module, name = CALLS[step]
        setattr(module, name, breaking(getattr(module, name), mode, kill))
    if step in JOBS:
        sequencer.run(world.toolkit)
        status_lists.signed_list(world.toolkit, "scsc-1")
        sys.exit(NOTHING_LEFT)
    issuance.issue(world.toolkit, OPERATOR, REQUEST)
    kill()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Mode.FAILED if sys.argv[3] == "before" else Mode.PERSISTED)
