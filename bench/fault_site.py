"""An installation whose batch is worked on by processes of their own, for `bench.faults`."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.fault_workers import Nursery, Worker
from issuer.errors import IssuerError
from issuer.services import sequencer, sweep
from issuer.services.auditing import fsck
from issuer.services.batches import control
from issuer.services.principal import OPERATOR
from issuer.store import BatchState, Database
from tests.places import ROOT
from tests.services.batches import sheets
from tests.services.worlds import PASSPHRASE, World, empty_world, furnish

CHUNK: Final = 50


@dataclass(frozen=True)
class Result:
    """What became of one fault.

    Attributes:
        faults: how often something was broken.
        issued: credentials that were issued, of how many awards.
        lost: awards without a credential.
        doubled: credentials more than awards.
        findings: what `fsck` found afterwards.
    """

    name: str
    faults: int
    awards: int
    issued: int
    findings: tuple[str, ...]
    seconds: float

    @property
    def lost(self) -> int:
        """Awards without a credential."""
        return max(0, self.awards - self.issued)

    @property
    def doubled(self) -> int:
        """Credentials more than awards."""
        return max(0, self.issued - self.awards)


class Site:
    """An installation whose batch is worked on by processes of their own."""

    def __init__(self, folder: Path, url: str, database: Database, awards: int) -> None:
        self.folder, self.url, self.awards = folder, url, awards
        self.broken = list[str]()
        self.world: World = empty_world(folder, database=database)
        furnish(self.world.toolkit)
        self.batch = sheets.confirmed(self.world, awards)
        environment = os.environ | {
            "MINTMARK_HOME": str(folder),
            "MINTMARK_DATABASE_URL": url,
            "MINTMARK_KEY_PASSPHRASE": PASSPHRASE,
            "MINTMARK_WORKERS": "0",
            "PYTHONPATH": str(ROOT),
        }
        self._nursery = Nursery(environment, ROOT)

    def worker(self, *, file_limit: int = -1) -> Worker:
        """Start a worker that works on the batch until it is done."""
        return self._nursery.worker(self.batch.id, chunk=CHUNK, file_limit=file_limit)

    def close(self) -> None:
        """End what this started."""
        self._nursery.close()
        self.world.toolkit.database.close()

    def is_done(self) -> bool:
        """Say whether every award of the batch is settled; an answer that does not come is no yes."""
        try:
            progress = control.progress(self.world.toolkit, OPERATOR, self.batch.id)
        except IssuerError:
            return False
        return progress.batch.state is BatchState.DONE

    def result(self, name: str, faults: int, began: float) -> Result:
        """Number what is left, and examine everything."""
        toolkit = self.world.toolkit
        self.world.clock.forward(days=400)  # The workers had the clock of this machine.
        sweep.sweep(toolkit)
        sequencer.run(toolkit)
        report = fsck.examine(toolkit)
        found = [*self.broken, *(f"{one.table} {one.row}: {one.sentence}" for one in report.findings)]
        if report.counts.prepared:
            found.append(f"{report.counts.prepared} versions are left prepared")
        if report.counts.issued != report.counts.credentials or report.counts.slots < report.counts.issued:
            found.append(f"{report.counts} do not fit each other")
        took = time.monotonic() - began
        return Result(name, faults, self.awards, report.counts.credentials, tuple(found), took)
