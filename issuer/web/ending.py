"""The end of a server that a balancer stands before: `/readyz` says no first, then connections are refused.

A flag that the serving processes share, and gunicorn's master that raises it. SIGINT and SIGQUIT end at once; only
SIGTERM, which an init system or an orchestrator sends, waits.
"""

import mmap
import signal
import threading

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter


class Ending:
    """Whether a server is about to end. Make it before the server forks; its processes share it."""

    def __init__(self) -> None:
        self._flag = mmap.mmap(-1, 1)

    def begin(self) -> None:
        """Say from now on that it is."""
        self._flag[0] = 1

    @property
    def has_begun(self) -> bool:
        """Whether it is."""
        return self._flag[0] == 1


class PatientArbiter(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """The master process; on SIGTERM it goes on serving for some seconds and says that it is not ready.

    Args:
        app: what gunicorn runs.
        ending: shared with the worker processes.
        wait_s: how long it goes on.
    """

    def __init__(self, app: BaseApplication, *, ending: Ending, wait_s: float) -> None:
        super().__init__(app)
        self._ending = ending
        self._wait_s = wait_s
        self._at_once = threading.Event()

    def handle_term(self) -> None:
        """Say so, go on for a while, then end gracefully."""
        self._ending.begin()
        if self._wait_s:
            before = {
                one: signal.signal(one, lambda *_: self._at_once.set())
                for one in (signal.SIGINT, signal.SIGQUIT)
            }
            self._at_once.wait(self._wait_s)
            for one, handler in before.items():
                signal.signal(one, handler)
        super().handle_term()
