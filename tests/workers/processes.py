"""Looking at processes from outside, by the files of the system."""

import time
from collections.abc import Callable
from pathlib import Path


def _stat(pid: int) -> list[str]:
    """Return the fields of a process behind its name: state, parent and so on; none when it is gone."""
    try:
        return (
            Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        )
    except (FileNotFoundError, ProcessLookupError):
        return []


def is_gone(pid: int) -> bool:
    """Whether a process has ended, even if nobody has collected its exit status yet."""
    fields = _stat(pid)
    return not fields or fields[0] == "Z"


def children_of(parent: int) -> list[int]:
    """Return the processes of a parent, those included that wait for their exit status to be collected."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [pid for pid in numbers if _stat(pid)[1:2] == [str(parent)]]


def soon(condition: Callable[[], bool], *, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
