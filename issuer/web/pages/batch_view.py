"""What a batch looks like on a page: its stage, its words, its numbers, and how far it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.services.batches import pace
from issuer.services.batches.control import Progress
from issuer.store import BatchRecord, BatchState, ItemState

SCHEME: Final = "urn:uuid:"
STAGES: Final = ("Check the lines", "Confirm", "Issue", "Results")
STAGE_OF: Final = {
    BatchState.LOADING: 0,
    BatchState.REFUSED: 0,
    BatchState.READY: 1,
    BatchState.RUNNING: 2,
    BatchState.PAUSED: 2,
    BatchState.DONE: 3,
    BatchState.CANCELLED: 3,
}
WORDS_OF: Final = {
    BatchState.LOADING: ("none", "Being read"),
    BatchState.REFUSED: ("no", "Needs changes"),
    BatchState.READY: ("wait", "Waits for you"),
    BatchState.RUNNING: ("none", "At work"),
    BatchState.PAUSED: ("wait", "Paused"),
    BatchState.DONE: ("yes", "Done"),
    BatchState.CANCELLED: ("wait", "Cancelled"),
}
ITEMS: Final = (
    (ItemState.ISSUED, "Issued"),
    (ItemState.KNOWN, "Issued before"),
    (ItemState.FAILED, "Not issued, with a reason"),
    (ItemState.CANCELLED, "Cancelled"),
    (ItemState.LEASED, "In work"),
    (ItemState.WAITING, "Waiting"),
)
ENDED: Final = frozenset({BatchState.DONE, BatchState.CANCELLED, BatchState.REFUSED})
_MINUTE: Final = 60
_HOUR: Final = 3600
_SLOW: Final = 10


@dataclass(frozen=True)
class Row:
    """One batch in the list."""

    path: str
    name: str
    mark: str
    words: str
    total: int
    created_at: datetime


def row(batch: BatchRecord) -> Row:
    """Return a batch as a row."""
    mark, words = WORDS_OF[batch.state]
    return Row(path(batch.id), batch.name, mark, words, batch.total, batch.created_at)


def path(batch_id: str) -> str:
    """Return the address of the page of a batch."""
    return "/batches/" + batch_id.removeprefix(SCHEME)


def counts(progress: Progress) -> tuple[tuple[str, int], ...]:
    """Return how many awards are in each state, states without any left out."""
    return tuple((words, progress.counts[state]) for state, words in ITEMS if progress.counts[state])


def told(progress: Progress, *, now: datetime) -> JsonObject:
    """Return how far a batch is, for its page and the script of its page."""
    batch, settled = progress.batch, progress.settled
    # The last award and the end of the batch are two commits; it is over with the second.
    done = batch.total if batch.state in ENDED else min(settled, max(batch.total - 1, 0))
    return {"done": done, "total": batch.total, "words": _words(progress, now)}


def _words(progress: Progress, now: datetime) -> str:
    batch = progress.batch
    words = f"{progress.settled:,} of {batch.total:,} done"
    if batch.state is BatchState.PAUSED:
        return f"{words}. Paused."
    if batch.state is BatchState.CANCELLED:
        return f"{words}. Cancelled."
    found = pace.of(progress, now=now)
    if batch.state is not BatchState.RUNNING or found is None:
        return f"{words}."
    rate = f"{found.per_second:,.0f}" if found.per_second >= _SLOW else f"{found.per_second:.1f}"
    return f"{words}, {rate} a second, {_left(found.seconds_left)} left."


def _left(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"about {max(1, round(seconds))} seconds" if round(seconds) > 1 else "about a second"
    if seconds < _HOUR:
        minutes = round(seconds / _MINUTE)
        return "about a minute" if minutes == 1 else f"about {minutes} minutes"
    hours = seconds / _HOUR
    return f"about {hours:.1f} hours"
