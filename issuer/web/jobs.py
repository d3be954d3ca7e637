"""The background job of a serving process: numbers what happened, signs status lists early, sweeps.

Every process runs the loop, and a lease in the database lets one of them at a time do the work (the
sequencer takes its own). Everything it does is also done on demand elsewhere, so that a stopped loop makes things late and never wrong.
"""

import logging
import secrets
import threading
from datetime import timedelta
from typing import Final

from issuer.errors import IssuerError
from issuer.services import sequencer, status_lists, sweep
from issuer.services.toolkit import Toolkit

log: Final = logging.getLogger(__name__)

ROUND_S: Final = 1.0
"""How often the sequencer looks for new events."""
HOUSEKEEPING_ROUNDS: Final = 60
"""Every how many rounds lists are renewed and what a crash left behind is given up."""
LEASE: Final = "web.housekeeping"
LEASE_FOR: Final = timedelta(seconds=120)
PATIENCE_S: Final = 10.0


class Jobs:
    """One thread that works until it is told to stop.

    Args:
        toolkit: shared with the views of this process.
        round_s: seconds between two rounds.
    """

    def __init__(self, toolkit: Toolkit, *, round_s: float = ROUND_S) -> None:
        self._toolkit = toolkit
        self._round_s = round_s
        self._holder = secrets.token_hex(8)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mintmark-jobs", daemon=True)

    @property
    def is_well(self) -> bool:
        """Say whether the loop has not ended by itself."""
        return self._stop.is_set() or not self._thread.ident or self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the work at hand, and give the lease back."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)
        self._release()

    def work(self, *, housekeeping: bool) -> None:
        """Do one round; what fails is logged by its code and tried again next time."""
        try:
            sequencer.run(self._toolkit)
            if housekeeping and self._has_lease():
                renewed = status_lists.resign_due(self._toolkit)
                swept = sweep.sweep(self._toolkit)
                if renewed or swept.abandoned:
                    fields = {"lists_renewed": renewed, "versions_abandoned": len(swept.abandoned)}
                    log.info("housekeeping", extra={"fields": fields})
        except IssuerError as exc:
            log.warning("a background job failed", extra={"fields": {"code": exc.code}}, exc_info=exc)

    def _run(self) -> None:
        rounds = 0
        while not self._stop.is_set():
            self.work(housekeeping=rounds % HOUSEKEEPING_ROUNDS == 0)
            rounds += 1
            self._stop.wait(self._round_s)

    def _has_lease(self) -> bool:
        now = self._toolkit.clock()
        with self._toolkit.database.unit("jobs.lease") as unit:
            return unit.leases.take(LEASE, holder=self._holder, now=now, until=now + LEASE_FOR)

    def _release(self) -> None:
        try:
            with self._toolkit.database.unit("jobs.release") as unit:
                unit.leases.release(LEASE, holder=self._holder)
        except IssuerError as exc:
            log.warning("a lease was not given back", extra={"fields": {"code": exc.code}})
