"""One worker process as its owner sees it: started, spoken to within a deadline, killed.

Both pipes are watched together with the clock, so that neither a worker that does not read nor one
that does not write can hold its owner.
"""

import os
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.workers.frames import HEADER_BYTES, MAX_FRAME, PREPARE, READY, pack, unpack

START_S: Final = 30.0
"""How long a process may take to start or to import what it needs, on a busy machine."""

_ROOT: Final = Path(__file__).resolve().parents[2]
_PIECE: Final = 65_536


class WorkerGoneError(Exception):
    """The process ended or was too slow; it is of no use any more."""


class WorkerNotReadyError(Exception):
    """The process did not start, or ended before a job: nothing is known about the job."""


class Worker:
    """A process that answers one frame with one frame.

    Args:
        cpu_s: processor seconds of one job.
        wall_s: seconds from a job to its answer.
        memory_mb: memory that jobs may add to what the process needs itself.
        preload: modules to import before the first job.

    Raises:
        WorkerNotReadyError: the system starts no more processes.
    """

    def __init__(self, *, cpu_s: float, wall_s: float, memory_mb: int, preload: Sequence[str]) -> None:
        self._process = _start([str(cpu_s), str(wall_s), str(memory_mb), *preload])
        if self._process.stdin is None or self._process.stdout is None:  # pragma: no cover
            raise WorkerGoneError
        self._to, self._from = self._process.stdin, self._process.stdout
        os.set_blocking(self._to.fileno(), False)
        os.set_blocking(self._from.fileno(), False)
        self._wall_s = wall_s
        self._started = False
        self._modules = set(preload)
        self.jobs = 0

    @property
    def is_alive(self) -> bool:
        """Whether the process runs, as far as the system knows by now."""
        return self._process.poll() is None

    def ask(self, module: str, frame: bytes) -> object:
        """Send a job and return the answer's content.

        Args:
            module: the module of the job; imported before, so that its time is not the job's.
            frame: the job.

        Raises:
            WorkerNotReadyError: the process did not start or did not get so far as the job.
            WorkerGoneError: no whole answer to the job came in time.
        """
        try:
            first = self._prepare(module)
        except WorkerGoneError as exc:
            raise WorkerNotReadyError from exc
        if first != (READY,):
            return first
        self.jobs += 1
        end = monotonic_seconds() + self._wall_s
        self._send(frame, end)
        return self._receive(end)

    def _prepare(self, module: str) -> object:
        """Wait until the process has started and knows the module; return `(READY,)` or what went wrong."""
        end = monotonic_seconds() + START_S
        if not self._started:
            first = self._receive(end)
            if first != (READY,):
                return first
            self._started = True
        if module in self._modules:
            return (READY,)
        self._send(pack((PREPARE, module)), end)
        self._modules.add(module)
        return self._receive(end)

    def kill(self) -> int:
        """End the process at once and return its exit status, negative for a signal."""
        self._process.kill()
        return self._reap()

    def finish(self) -> None:
        """Let an idle process end by itself, then make sure that it has."""
        self._to.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reap()

    def abandon(self) -> None:
        """Let go of a process that belongs to the process this one was forked from."""
        self._to.close()
        self._from.close()
        self._process.returncode = 0

    def _reap(self) -> int:
        self._to.close()
        self._from.close()
        return self._process.wait()

    @staticmethod
    def _wait(fd: int, event: int, end: float) -> None:
        left = end - monotonic_seconds()
        poll = select.poll()
        poll.register(fd, event)
        if left <= 0 or not poll.poll(left * 1000):
            raise WorkerGoneError

    def _send(self, frame: bytes, end: float) -> None:
        rest = memoryview(frame)
        while rest:
            self._wait(self._to.fileno(), select.POLLOUT, end)
            try:
                rest = rest[os.write(self._to.fileno(), rest[:_PIECE]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as exc:
                raise WorkerGoneError from exc

    def _receive(self, end: float) -> object:
        size = int.from_bytes(self._exactly(HEADER_BYTES, end), "big")
        if size > MAX_FRAME:
            raise WorkerGoneError
        return unpack(self._exactly(size, end))

    def _exactly(self, count: int, end: float) -> bytes:
        data = bytearray()
        while len(data) < count:
            self._wait(self._from.fileno(), select.POLLIN, end)
            try:
                piece = os.read(self._from.fileno(), min(count - len(data), _PIECE))
            except BlockingIOError:
                continue
            if not piece:
                raise WorkerGoneError
            data += piece
        return bytes(data)


def _start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    try:
        # The environment is not passed on: it may hold the passphrase of the keyring.
        return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-s", "-m", "issuer.workers.child", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )
    except OSError as exc:
        raise WorkerNotReadyError from exc
