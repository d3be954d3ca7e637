"""The power is cut while one credential is issued: what waited for the disk is there, the rest was seen by nobody (F-09).

A copy of the installation stands for what is found afterwards: SQLite's log is cut back to where a commit waited last. An
intent that was signed and lost is the price of one wait in place of two (ADR 24).
"""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection

from issuer.services import sequencer, verification
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.principal import OPERATOR
from issuer.verify import Verdict
from tests.badges import samples
from tests.faults.steps import ROAD, arm
from tests.services.worlds import World, reopened_world
from tests.store.faults import FaultyDatabase, Mode, ProcessDied
from tests.store.fresh import NAME

pytestmark = pytest.mark.sqlite

REQUEST = IssueCredential(profile="scsc", external_id="lms-1", attestation=samples.attested())
FULL = 2


class Disk:
    """How much of SQLite's log is on the disk for certain, in bytes."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self.safe = home, 0
        commit = FaultyDatabase._commit
        log = home / f"{NAME}-wal"

        def noted(database: FaultyDatabase, connection: Connection, name: str) -> None:
            waits = connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == FULL
            try:
                commit(database, connection, name)
            finally:
                # A commit that died before it did anything has left the log as it was.
                if waits and not connection.in_transaction():
                    self.safe = log.stat().st_size

        patch.setattr(FaultyDatabase, "_commit", noted)

    def cut(self, folder: Path) -> World:
        """Return what is found after the power was cut."""
        shutil.copytree(self.home, folder, ignore=shutil.ignore_patterns("*-shm"))
        log = folder / f"{NAME}-wal"
        assert self.safe <= log.stat().st_size
        with log.open("r+b") as file:
            file.truncate(self.safe)
        return reopened_world(folder)


def names(world: World) -> list[str]:
    """Return the ids of what is recorded for the request."""
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
        found = reader.credentials.find_by_external_id(profile.id, REQUEST.external_id)
    return [found.id] if found else []


def require_one(world: World, *, beside: int = 0) -> None:
    """Ask again: there is one credential for the request, as many beside it as before, and the record is whole."""
    issued = issuance.issue(world.toolkit, OPERATOR, REQUEST)
    assert names(world) == [issued.credential.id]
    assert verification.check(world.toolkit, issued.version.body or b"").verdict is Verdict.VALID
    sequencer.run(world.toolkit)
    world.require_whole()
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    told = {counts.credentials, counts.issued, counts.issue_leaves, counts.slots}
    assert (told, counts.prepared) == ({1 + beside}, 0)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("step", ROAD[ROAD.index("commit 1") : ROAD.index("respond")])
def test_a_power_cut_takes_what_nobody_has_seen(
    world: World, faulty: FaultyDatabase, tmp_path_factory: pytest.TempPathFactory, step: str, mode: Mode
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(world.home, patch)
        # Its list is open and on the disk, so that the intent alone is in question.
        issuance.issue(
            world.toolkit,
            OPERATOR,
            IssueCredential(
                profile="scsc", external_id="lms-0", attestation=samples.attested(externalId="s-0")
            ),
        )
        with pytest.MonkeyPatch.context() as fault:
            arm(fault, faulty, "issue", step, mode)
            with pytest.raises(ProcessDied):
                issuance.issue(world.toolkit, OPERATOR, REQUEST)
    is_finished = step == "commit 2" and mode is Mode.PERSISTED
    found = disk.cut(tmp_path_factory.mktemp("found") / "home")
    assert names(found) == (names(world) if is_finished else [])
    require_one(found, beside=1)
    found.toolkit.database.close()
    # The end of the process alone takes nothing that was committed.
    assert bool(names(world)) is not (step == "commit 1" and mode is Mode.FAILED)


def test_what_was_answered_outlives_a_power_cut(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(world.home, patch)
        issued = issuance.issue(world.toolkit, OPERATOR, REQUEST)
    found = disk.cut(tmp_path_factory.mktemp("found") / "home")
    again = issuance.issue(found.toolkit, OPERATOR, REQUEST)
    assert (again.is_new, again.version.body) == (False, issued.version.body)
    require_one(found)
    found.toolkit.database.close()
