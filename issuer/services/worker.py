"""A worker: issues what batches ask for, and between chunks does what the installation needs done.

That is numbering the log, putting together the micro-endorsements that are complete, signing and sweeping.

Any number of them work side by side, on one machine or many; the database decides who does what. Numbering
the log, signing status lists early and giving up what a crash left behind are leased, so that one of them
does each; all of it is also done elsewhere on demand, so that without a worker things are late and never
wrong.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import IssuerError, StoreUnavailableError
from issuer.services import answers, notices, outbox, sequencer, status_lists, sweep
from issuer.services.api_keys import sign_in
from issuer.services.batches import work
from issuer.services.holder_proofs import asking
from issuer.services.pathways import job as pathways
from issuer.services.toolkit import Toolkit

log: Final = logging.getLogger(__name__)

IDLE_S: Final = 1.0
"""How long a worker waits when there is nothing to do."""
HOUSEKEEPING_S: Final = 60.0
LEASE: Final = "worker.housekeeping"
LEASE_FOR: Final = timedelta(seconds=120)
_NAME_BYTES: Final = 8


@dataclass
class Worker:
    """One worker of one process.

    Args:
        toolkit: what to work with.
        should_stop: asked between chunks; True ends the work.
        wait: sleeps for some seconds, or until it should stop.
        only: the id of the one batch to work on; then the work ends with that batch.
        report: called after every chunk with how many awards it took.
    """

    toolkit: Toolkit
    should_stop: Callable[[], bool]
    wait: Callable[[float], None]
    only: str | None = None
    report: Callable[[int], None] | None = None

    def __post_init__(self) -> None:
        """Give the worker a name that no other has."""
        self.holder = self.toolkit.randomness.token(_NAME_BYTES).hex()
        self._kept_at = float("-inf")

    def run(self) -> int:
        """Work until it should stop, or the one batch is over; return how many awards were taken."""
        total = 0
        while not self.should_stop():
            taken, is_over = self._work()
            total += taken
            if taken and self.report:
                self.report(taken)
            if self.only is not None and is_over:
                break
            self._keep_house()
            if not taken:
                self.wait(IDLE_S)
        return total

    def _work(self) -> tuple[int, bool]:
        """Take one chunk; say whether the one batch has nothing left that this worker could wait for."""
        try:
            done = work.work_once(self.toolkit, holder=self.holder, only=self.only)
        except StoreUnavailableError as exc:
            # The lease ends by itself and the next chunk is another try.
            log.warning("worker: %s", exc.code)
            return 0, False
        if done.taken or self.only is None:
            return done.taken, False
        return 0, done.is_over or not self._is_running()

    def _is_running(self) -> bool:
        with self.toolkit.database.reader() as reader:
            return any(batch.id == self.only for batch in reader.batches.running())

    def _keep_house(self) -> None:
        try:
            sequencer.run(self.toolkit)
            pathways.run(self.toolkit)
            if monotonic_seconds() - self._kept_at >= HOUSEKEEPING_S:
                self._kept_at = monotonic_seconds()
                if self._takes_house():
                    status_lists.resign_due(self.toolkit)
                    sweep.sweep(self.toolkit)
                    asking.forget_old(self.toolkit)
                    answers.forget_old(self.toolkit)
                    sign_in.forget_ended(self.toolkit)
                    # Last, so that an outbox that cannot be written keeps nothing else waiting.
                    notices.send(self.toolkit)
        except IssuerError as exc:
            log.warning("housekeeping: %s", exc.code)
        self._copy_log()
        self._deliver()

    def _copy_log(self) -> None:
        """Take the copying of the database's log out of requests; by itself, since nobody depends on it."""
        try:
            self.toolkit.database.copy_log()
        except IssuerError as exc:
            log.warning("log: %s", exc.code)

    def _deliver(self) -> None:
        """Hand over mails; by itself, so that a full disk or a silent mail server keeps nothing else waiting."""
        try:
            outbox.deliver_due(self.toolkit)
        except IssuerError as exc:
            log.warning("outbox: %s", exc.code)

    def _takes_house(self) -> bool:
        now = self.toolkit.clock()
        with self.toolkit.database.unit("worker.lease") as unit:
            return unit.leases.take(LEASE, holder=self.holder, now=now, until=now + LEASE_FOR)
