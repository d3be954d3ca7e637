"""The background jobs of a serving process: a thread that runs one worker, and one for the hire desk.

The first (`services.worker`) issues what batches ask for, numbers what happened, signs status lists early and sweeps; the
second (`services.desk.runner`) judges what clerks brought. Processes share the work by leases in the database. A stopped
thread makes things late and never wrong; `/readyz` says when one ended by a mistake.
"""

import sys
import threading
from typing import Final

from issuer.services.desk.runner import DeskWorker
from issuer.services.toolkit import Toolkit
from issuer.services.worker import Worker

TURN_S: Final = 0.0005
"""How long a thread of this process goes on while another waits for its turn. A request lets go of the interpreter some thirty
times, for the database, hashes and sockets; with the usual five milliseconds it then waits that often for a job that computes."""
PATIENCE_S: Final = 10.0
"""How long a stop waits for the chunk at hand; what is not done then is another worker's, after its lease."""


class Jobs:
    """Threads that work until they are told to stop.

    Args:
        toolkit: shared with the views of this process.
        longest_wait_s: most seconds between two looks at the database; the worker's own by default.
    """

    def __init__(self, toolkit: Toolkit, *, longest_wait_s: float = float("inf")) -> None:
        self._longest_wait_s = longest_wait_s
        self._stop = threading.Event()
        self._turn_before_s = sys.getswitchinterval()
        worker = Worker(toolkit, should_stop=self._stop.is_set, wait=self._wait)
        desk = DeskWorker(toolkit, should_stop=self._stop.is_set, wait=self._wait)
        self._threads = (
            threading.Thread(target=worker.run, name="mintmark-jobs", daemon=True),
            threading.Thread(target=desk.run, name="mintmark-desk", daemon=True),
        )

    @property
    def is_well(self) -> bool:
        """Say whether no thread has ended by itself."""
        return self._stop.is_set() or all(not one.ident or one.is_alive() for one in self._threads)

    def start(self) -> None:
        """Begin, and let the threads of this process take short turns."""
        sys.setswitchinterval(TURN_S)
        for one in self._threads:
            one.start()

    def stop(self) -> None:
        """End after the work at hand."""
        self._stop.set()
        for one in self._threads:
            if one.is_alive():
                one.join(PATIENCE_S)
        sys.setswitchinterval(self._turn_before_s)

    def _wait(self, seconds: float) -> None:
        self._stop.wait(min(seconds, self._longest_wait_s))
