"""A worker of the desk: judges what clerks brought, and deletes what has ended.

It is a worker of its own, so that a status list that does not answer never holds up issuing. Any number of them
work side by side; without one, files wait and nothing is wrong.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import IssuerError
from issuer.services.desk import sessions, work
from issuer.services.toolkit import Toolkit

log: Final = logging.getLogger(__name__)
IDLE_S: Final = 0.5
SWEEP_EVERY_S: Final = 60.0
_NAME_BYTES: Final = 8


@dataclass
class DeskWorker:
    """One worker of one process.

    Args:
        toolkit: what to work with.
        should_stop: asked between chunks; True ends the work.
        wait: sleeps for some seconds, or until it should stop.
    """

    toolkit: Toolkit
    should_stop: Callable[[], bool]
    wait: Callable[[float], None]

    def __post_init__(self) -> None:
        """Give the worker a name that no other has."""
        self.name = self.toolkit.randomness.token(_NAME_BYTES).hex()
        self._swept_at = float("-inf")

    def run(self) -> None:
        """Work until it should stop."""
        while not self.should_stop():
            if not self._step():
                self.wait(IDLE_S)

    def _step(self) -> int:
        try:
            if monotonic_seconds() - self._swept_at >= SWEEP_EVERY_S:
                self._swept_at = monotonic_seconds()
                sessions.sweep(self.toolkit)
            return work.work_once(self.toolkit, worker=self.name)
        except IssuerError as exc:
            # The lease ends by itself and the next step is another try.
            log.warning("desk: %s", exc.code)
            return 0
