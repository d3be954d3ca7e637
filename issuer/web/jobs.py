"""The background job of a serving process: a thread that runs one worker (`services.worker`).

It issues what batches ask for, numbers what happened, signs status lists early and sweeps. Processes share
the work by leases in the database. Everything it does is also done on demand elsewhere, so that a stopped thread makes
things late and never wrong; `/readyz` says when it ended by a mistake.
"""

import threading
from typing import Final

from issuer.services.toolkit import Toolkit
from issuer.services.worker import Worker

PATIENCE_S: Final = 10.0
"""How long a stop waits for the chunk at hand; what is not done then is another worker's, after its lease."""


class Jobs:
    """One thread that works until it is told to stop.

    Args:
        toolkit: shared with the views of this process.
        longest_wait_s: most seconds between two looks at the database; the worker's own by default.
    """

    def __init__(self, toolkit: Toolkit, *, longest_wait_s: float = float("inf")) -> None:
        self._longest_wait_s = longest_wait_s
        self._stop = threading.Event()
        worker = Worker(toolkit, should_stop=self._stop.is_set, wait=self._wait)
        self._thread = threading.Thread(target=worker.run, name="mintmark-jobs", daemon=True)

    @property
    def is_well(self) -> bool:
        """Say whether the thread has not ended by itself."""
        return self._stop.is_set() or not self._thread.ident or self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the work at hand."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)

    def _wait(self, seconds: float) -> None:
        self._stop.wait(min(seconds, self._longest_wait_s))
