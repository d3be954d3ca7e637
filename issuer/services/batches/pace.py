"""How fast a running batch goes, and when it will be over if it goes on like this."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.services.batches.control import Progress
from issuer.store import BatchState

_SHORTEST_S: Final = 1e-3


@dataclass(frozen=True)
class Pace:
    """The pace of a batch since it was confirmed; pauses count.

    Attributes:
        per_second: awards settled a second.
        seconds_left: until nothing is left.
    """

    per_second: float
    seconds_left: float


def of(progress: Progress, *, now: datetime) -> Pace | None:
    """Return the pace of a batch that runs and has settled something, None of any other."""
    batch = progress.batch
    if batch.state is not BatchState.RUNNING or batch.confirmed_at is None or not progress.settled:
        return None
    rate = progress.settled / max((now - batch.confirmed_at).total_seconds(), _SHORTEST_S)
    return Pace(rate, (batch.total - progress.settled) / rate)
