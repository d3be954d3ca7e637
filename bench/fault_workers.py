"""Worker processes that begin within milliseconds, so that a bench kills work and not the start of Python.

A nursery has imported everything and opened nothing; it forks a worker for each line that it is told. A worker is what
`mintmark worker --batch` runs, in a process of its own that `kill -9` ends without another word.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

NURSERY: Final = """
import os, resource, signal, sys
from datetime import timedelta
from issuer.cli import main
import issuer.cli.worker
from issuer.services.batches import work

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
work.LEASE_FOR = timedelta(seconds=1)
for line in sys.stdin:
    batch, chunk, limit = line.split()
    child = os.fork()
    if child == 0:
        os.close(0)
        if int(limit) >= 0:
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
        work.work_once.__kwdefaults__["limit"] = int(chunk)
        try:
            main(["worker", "--batch", batch])
        finally:
            os._exit(0)
    print(child, flush=True)
"""
PATIENCE_S: Final = 60.0


class Worker:
    """One worker process, until it ended."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def send_signal(self, number: int) -> None:
        """Send a signal; one that has ended does not hear it."""
        if self.is_alive:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as `kill -9` does, and wait until it is gone."""
        self.send_signal(signal.SIGKILL)
        self.wait()

    def wait(self, patience_s: float = PATIENCE_S) -> bool:
        """Wait until it ended and say whether it did."""
        until = time.monotonic() + patience_s
        while self.is_alive and time.monotonic() < until:
            time.sleep(0.005)
        return not self.is_alive


class Nursery:
    """Forks workers; use it as a context."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            env=environment,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def worker(self, batch: str, *, chunk: int, file_limit: int = -1) -> Worker:
        """Start a worker on a batch; beyond `file_limit` bytes its files do not grow."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise ValueError("the nursery has no pipes")
        print(batch, chunk, file_limit, file=process.stdin, flush=True)
        return Worker(int(process.stdout.readline()))

    def close(self) -> None:
        """End the nursery; its workers end by themselves."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
