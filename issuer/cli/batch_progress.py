"""What `mintmark batches` prints: what was found, how far a batch is, how long it still takes."""

import sys
from collections.abc import Sequence
from typing import Final

import click

from issuer.cli.output import safe
from issuer.clock import monotonic_seconds
from issuer.documents.strict_json import Json, JsonObject
from issuer.services.batches import control
from issuer.services.batches.control import Progress
from issuer.services.principal import OPERATOR
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, BatchState, GapRecord, ItemState

EVERY_S: Final = 1.0
_MINUTE: Final = 60
_MANY: Final = 10


class Meter:
    """Shows on standard error how far a batch is, at most once a second."""

    def __init__(self, toolkit: Toolkit, batch: BatchRecord) -> None:
        self._toolkit = toolkit
        self._batch = batch
        self._began = self._shown = monotonic_seconds()
        self._line = sys.stderr

    def show(self, _taken: int) -> None:
        """Show the state of the batch, with rate and time left."""
        now = monotonic_seconds()
        if now - self._shown < EVERY_S:
            return
        self._shown = now
        settled = control.progress(self._toolkit, OPERATOR, self._batch.id).settled
        rate = settled / (now - self._began)
        left = (self._batch.total - settled) / rate if rate else 0.0
        words = f"{settled} of {self._batch.total}, {_rate(rate)} a second, {_duration(left)} left"
        click.echo(f"\r{words:<60}" if self._line.isatty() else words, err=True, nl=not self._line.isatty())

    def end(self) -> None:
        """Leave the line."""
        if self._line.isatty() and self._shown != self._began:
            click.echo("", err=True)


def print_found(toolkit: Toolkit, batch_id: str) -> None:
    """Print what was found in a file, on standard error, a page at a time."""
    after = 0
    while page := control.found_in(toolkit, OPERATOR, batch_id, after=after):
        for gap in page:
            where = ": ".join(part for part in (f"line {gap.line}" if gap.line else "", gap.place) if part)
            kind = "" if gap.is_error else "note: "
            click.echo(f"{kind}{safe(where)}{': ' if where else ''}{safe(gap.words)}", err=True)
        after = page[-1].number


def describe(progress: Progress) -> str:
    """Return one sentence or two about a batch."""
    batch, counts = progress.batch, progress.counts
    if batch.state is BatchState.REFUSED:
        return f"Refused: {progress.errors} errors in {safe(batch.name)}; nothing was issued."
    if batch.state is BatchState.READY:
        notes = f", {progress.notes} things to know" if progress.notes else ""
        return f"{batch.total} awards in {safe(batch.name)} can be issued{notes}. Nothing is issued yet."
    parts = [f"{counts[state]} {state.value}" for state in ItemState if counts[state]]
    sampled = "" if batch.self_check_every == 1 else f" Verified: one in {batch.self_check_every}."
    problem = f" Held: {safe(batch.problem)}" if batch.problem else ""
    return f"{batch.id} is {batch.state.value}: {', '.join(parts) or 'no awards'}.{sampled}{problem}"


def to_json(progress: Progress, gaps: Sequence[GapRecord] = ()) -> JsonObject:
    """Return a batch as an object for programs."""
    batch = progress.batch
    counts: JsonObject = {state.value: progress.counts[state] for state in ItemState}
    found: list[Json] = [
        {"line": gap.line, "place": gap.place, "sentence": gap.words, "isError": bool(gap.is_error)}
        for gap in gaps
    ]
    return {
        "id": batch.id,
        "profile": progress.profile,
        "name": batch.name,
        "state": batch.state.value,
        "total": batch.total,
        "counts": counts,
        "selfCheckEvery": batch.self_check_every,
        "problem": batch.problem,
        "errors": progress.errors,
        "notes": progress.notes,
        "found": found,
    }


def _rate(per_second: float) -> str:
    return f"{per_second:.0f}" if per_second >= _MANY else f"{per_second:.1f}"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
