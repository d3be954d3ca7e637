"""A pool of warm, killable processes for library code on hostile bytes (security rule 6).

Processes start when they are first needed and are then kept; one that exceeds a limit is killed
and another takes its place, as for one that was killed from outside while it was idle. Callers wait while all are busy: a job ends within its wall limit, so the
wait is bounded by their number. Safe to call from several threads, and after a fork.
"""

import os
import pickle
import threading
import weakref
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from issuer.errors import InputError, WorkersUnavailableError
from issuer.workers.frames import ERROR, EXHAUSTED, FAULT, VALUE, make_error, pack
from issuer.workers.protocol import split_target
from issuer.workers.worker import Worker, WorkerGoneError, WorkerNotReadyError

MAX_JOBS: Final = 2_000
"""A worker is replaced after so many jobs, in case a library leaks."""

WALL_FACTOR: Final = 3


class _Shared:
    """What the pool and its last rites share."""

    def __init__(self) -> None:
        self.closed = False
        self.idle: list[Worker] = []
        self.all: weakref.WeakSet[Worker] = weakref.WeakSet()

    def end(self) -> None:
        self.closed = True
        while self.idle:
            self.idle.pop().finish()


class Pool:
    """Runs functions in up to `size` processes.

    Args:
        size: most processes at the same time.
        cpu_s: processor seconds of one job.
        memory_mb: memory that one job may use beyond what the process needs itself.
        wall_s: seconds from job to answer; three times the processor seconds and one by default.
        preload: modules that a worker imports before its first job.

    Raises:
        ValueError: a limit that is not positive.
    """

    def __init__(
        self,
        size: int,
        *,
        cpu_s: float = 1,
        memory_mb: int = 256,
        wall_s: float | None = None,
        preload: Sequence[str] = (),
    ) -> None:
        if min(size, cpu_s, memory_mb) <= 0:
            raise ValueError("size and limits of a pool are positive")
        self._cpu_s, self._memory_mb, self._preload = cpu_s, memory_mb, tuple(preload)
        self._wall_s = wall_s or cpu_s * WALL_FACTOR + 1
        self._size = size
        self._begin()
        _POOLS.add(self)

    def _begin(self) -> None:
        self._shared = _Shared()
        self._turn = threading.BoundedSemaphore(self._size)
        self._lock = threading.Lock()
        self._ending = weakref.finalize(self, self._shared.end)

    def begin_after_fork(self) -> None:
        """Let go of the processes of the parent, whose pipes a fork has copied."""
        self._ending.detach()
        for worker in self._shared.all:
            worker.abandon()
        self._begin()

    def run(self, target: str, *args: object) -> object:
        """Run a function in a worker; promises and errors as `Workers.run`."""
        module, _ = split_target(target)
        job = pack((target, *args))
        with self._turn:
            try:
                return self._run_in(self._take(), module, job)
            except WorkerNotReadyError as exc:
                raise WorkersUnavailableError("No process could be started to read this in.") from exc

    def _take(self) -> Worker:
        with self._lock:
            while True:
                if self._shared.closed:
                    raise RuntimeError("the pool is closed")
                if not self._shared.idle:
                    break
                worker = self._shared.idle.pop()
                if worker.is_alive:
                    return worker
                worker.kill()
        worker = Worker(
            cpu_s=self._cpu_s, wall_s=self._wall_s, memory_mb=self._memory_mb, preload=self._preload
        )
        with self._lock:
            self._shared.all.add(worker)
        return worker

    def _run_in(self, worker: Worker, module: str, job: bytes) -> object:
        keep = False
        try:
            answer = worker.ask(module, job)
            keep = isinstance(answer, tuple) and answer[:1] in {(VALUE,), (ERROR,)}
        except (WorkerGoneError, pickle.UnpicklingError) as exc:
            raise _exhausted() from exc
        finally:
            self._put_back(worker, keep=keep)
        return _outcome(answer)

    def _put_back(self, worker: Worker, *, keep: bool) -> None:
        with self._lock:
            if keep and not self._shared.closed and worker.jobs < MAX_JOBS:
                self._shared.idle.append(worker)
                return
        worker.kill()

    def close(self) -> None:
        """End idle workers now and busy ones with their job."""
        with self._lock:
            self._ending()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _exhausted() -> InputError:
    return InputError("Reading this took more time or memory than it may.", code="WORK_LIMIT")


def _outcome(answer: object) -> object:
    match answer:
        case (str() as kind, value) if kind == VALUE:
            return value
        case (str() as kind, str() as name, str() as detail, str() as code, pointer, hint) if kind == ERROR:
            raise make_error(
                name,
                detail,
                code,
                pointer if isinstance(pointer, str) else None,
                hint if isinstance(hint, str) else None,
            )
        case (str() as kind,) if kind == EXHAUSTED:
            raise _exhausted()
        case (str() as kind, str() as trace) if kind == FAULT:
            raise RuntimeError(f"a worker failed\n{trace}")
        case _:
            raise RuntimeError("a worker answered in another form")


def _after_fork() -> None:
    for pool in _POOLS:
        pool.begin_after_fork()


_POOLS: Final[weakref.WeakSet[Pool]] = weakref.WeakSet()
os.register_at_fork(after_in_child=_after_fork)
