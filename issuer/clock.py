"""The one place that reads the time; everything else takes it as an argument.

UTC only. `Clock` is a plain callable so that a test, a batch line or `--now` can hand in its own.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias

Clock: TypeAlias = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the present moment in UTC, whole seconds (VCDM times carry no fractions)."""
    return datetime.now(tz=UTC).replace(microsecond=0)


def unix_milliseconds() -> int:
    """Return the milliseconds since 1970 of the system's clock, for ids that follow each other in time."""
    return time.time_ns() // 1_000_000


def monotonic_seconds() -> float:
    """Return seconds of a clock that never steps back, for durations and deadlines."""
    return time.monotonic()


def fixed(moment: datetime) -> Clock:
    """Return a clock that stands still at `moment` (for `--now`, batches and tests)."""
    return lambda: moment
