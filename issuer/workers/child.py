"""The program of one worker: read a job, run it within limits, answer, until the input ends.

Started by `worker` as `python -m issuer.workers.child CPU_SECONDS WALL_SECONDS MEMORY_MB [MODULE ...]`. It writes no
files and no core. A job that uses more processor time than it may ends the whole process by signal,
whatever code is running. A mistake in a job ends it too, with the traceback as its last answer.
Importing the module of a job is not part of the job: the owner asks for it before, once.
"""

import importlib
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from issuer.errors import IssuerError
from issuer.workers.frames import (
    EXHAUSTED,
    FAULT,
    HEADER_BYTES,
    PREPARE,
    READY,
    VALUE,
    pack,
    pack_error,
    unpack,
)
from issuer.workers.protocol import find

MIB: Final = 1024 * 1024
_ASSUMED_BASE: Final = 512 * MIB


def _virtual_bytes() -> int:
    """Return what the process has mapped already; a guess where the system does not say."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return _ASSUMED_BASE
    return int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def limit_process(memory_mb: int) -> None:
    """Set the limits that hold for the life of the process."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    ceiling = _virtual_bytes() + memory_mb * MIB
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))


def limit_job(cpu_s: float, wall_s: float) -> None:
    """Give the next job its processor time, and an end that holds when the owner is gone.

    The timer of processor time counts in fractions, the resource limit behind it in whole seconds. All end
    the process by their default action, which no library code can postpone.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime + cpu_s) + 2, hard))
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    signal.setitimer(signal.ITIMER_REAL, wall_s)


def _lift_limit() -> None:
    """Take back what is left of the last job's processor time: our own imports may take longer."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def _read(source: BinaryIO) -> bytes:
    header = source.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return b""
    return source.read(int.from_bytes(header, "big"))


def _work(content: bytes, cpu_s: float, wall_s: float) -> bytes:
    try:
        job = unpack(content)
        if not isinstance(job, tuple):
            raise TypeError("a job is a target and its arguments")
        target, *args = job
        if target == PREPARE:
            _lift_limit()
            importlib.import_module(*args)
            return pack((READY,))
        function = find(target)
        limit_job(cpu_s, wall_s)
        return pack((VALUE, function(*args)))
    except IssuerError as exc:
        return pack_error(exc)
    except (MemoryError, RecursionError):
        return pack((EXHAUSTED,))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _report(
    sink: BinaryIO, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Send the traceback of a mistake as the last answer; an owner that is gone needs none."""
    with suppress(BrokenPipeError):
        sink.write(pack((FAULT, "".join(traceback.format_exception(kind, error, trace)))))
        sink.flush()


def main() -> None:
    """Serve jobs from standard input to standard output."""
    cpu_s, wall_s, memory_mb, modules = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not end up between the frames, nor fail because files are forbidden.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.dup2(nowhere, sys.stderr.fileno())
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.excepthook = partial(_report, sink)
    for name in modules:
        importlib.import_module(name)
    limit_process(memory_mb)
    answer = pack((READY,))
    while True:
        sink.write(answer)
        sink.flush()
        content = _read(source)
        if not content:
            return
        answer = _work(content, cpu_s, wall_s)


if __name__ == "__main__":
    main()
