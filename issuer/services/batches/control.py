"""Confirming a batch, holding it, cancelling it, and saying how far it is.

A batch goes loading → ready or refused → running ⇄ paused → done or cancelled. Cancelling stops every award
that is not released yet: what workers have in hand is given up at their second commit. What was issued stays
issued; ending a credential is `revocation`. Everything here is an event.
"""

from dataclasses import dataclass
from typing import Final

from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, BatchState, GapRecord, ItemState, ProfileRecord, Unit

_ACTIONS: Final = {
    BatchState.PAUSED: "batch.paused",
    BatchState.RUNNING: "batch.resumed",
    BatchState.CANCELLED: "batch.cancelled",
}


@dataclass(frozen=True)
class Progress:
    """How far a batch is.

    Attributes:
        counts: how many awards are in each state.
        errors: how many errors were found when the file was read.
        notes: how many other things were found.
    """

    batch: BatchRecord
    profile: str
    counts: dict[ItemState, int]
    errors: int
    notes: int

    @property
    def settled(self) -> int:
        """How many awards have ended, in whatever way."""
        return sum(self.counts.values()) - self.counts[ItemState.WAITING] - self.counts[ItemState.LEASED]


def progress(toolkit: Toolkit, principal: Principal, batch_id: str) -> Progress:
    """Return how far a batch is.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
    """
    with toolkit.database.reader() as reader:
        batch, profile = _batch(reader, principal, batch_id)
        errors, notes = reader.batches.count_gaps(batch_id)
        return Progress(batch, profile.slug, reader.batches.count_items(batch_id), errors, notes)


def all_batches(toolkit: Toolkit, principal: Principal, *, limit: int = 100) -> tuple[BatchRecord, ...]:
    """Return the newest batches that the principal may see, newest first."""
    with toolkit.database.reader() as reader:
        if principal.profiles is None:
            return reader.batches.newest(limit=limit)
        ids = [profile.id for profile in reader.profiles.all() if profile.slug in principal.profiles]
        found = [batch for one in ids for batch in reader.batches.newest(profile_id=one, limit=limit)]
        return tuple(sorted(found, key=lambda batch: batch.created_at, reverse=True)[:limit])


def found_in(
    toolkit: Toolkit, principal: Principal, batch_id: str, *, after: int = 0, limit: int = 1000
) -> tuple[GapRecord, ...]:
    """Return what was found in a file, in order, from after number `after` on.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
    """
    with toolkit.database.reader() as reader:
        _batch(reader, principal, batch_id)
        return reader.batches.gaps(batch_id, after=after, limit=limit)


def confirm(toolkit: Toolkit, principal: Principal, batch_id: str) -> BatchRecord:
    """Let workers issue a batch that was read without errors; confirming again changes nothing.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
        ConflictError: it was refused, or has ended.
    """
    with toolkit.database.unit("batches.confirm") as unit:
        batch, _profile = _batch(unit, principal, batch_id, lock=True)
        if batch.state in {BatchState.RUNNING, BatchState.PAUSED, BatchState.DONE}:
            return batch
        unit.batches.move(
            batch_id, old=[BatchState.READY], new=BatchState.RUNNING, confirmed_at=toolkit.clock()
        )
        return _moved(unit, toolkit, principal, batch, "batch.confirmed")


def pause(toolkit: Toolkit, principal: Principal, batch_id: str) -> BatchRecord:
    """Hold a batch: what workers have in hand is finished, nothing more is begun.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
        ConflictError: it is not running.
    """
    return _step(toolkit, principal, batch_id, [BatchState.RUNNING], BatchState.PAUSED)


def resume(toolkit: Toolkit, principal: Principal, batch_id: str) -> BatchRecord:
    """Let a held batch go on.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
        ConflictError: it is not paused.
    """
    return _step(toolkit, principal, batch_id, [BatchState.PAUSED], BatchState.RUNNING)


def cancel(toolkit: Toolkit, principal: Principal, batch_id: str) -> BatchRecord:
    """End a batch: nothing more of it is released; what was issued stays issued.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
        ConflictError: it has ended.
    """
    old = [BatchState.LOADING, BatchState.READY, BatchState.RUNNING, BatchState.PAUSED]
    return _step(toolkit, principal, batch_id, old, BatchState.CANCELLED)


def forget(toolkit: Toolkit, principal: Principal, batch_id: str) -> None:
    """Delete a batch that was never confirmed: the end of a dry run.

    Raises:
        NotFoundError: there is no such batch.
        NotAuthorizedError: the principal may not act for its profile.
        ConflictError: it was confirmed.
    """
    with toolkit.database.unit("batches.forget") as unit:
        _batch(unit, principal, batch_id, lock=True)
        unit.batches.forget(batch_id)


def hold(toolkit: Toolkit, principal: Principal, batch_id: str, problem: str) -> None:
    """Hold a running batch because of something that its next awards would meet too, and say what."""
    with toolkit.database.unit("batches.hold") as unit:
        batch, _profile = _batch(unit, principal, batch_id, lock=True)
        if batch.state is BatchState.RUNNING:
            unit.batches.move(batch_id, old=[BatchState.RUNNING], new=BatchState.PAUSED, problem=problem)
            _moved(unit, toolkit, principal, batch, "batch.held")


def finish(toolkit: Toolkit, principal: Principal, batch_id: str) -> bool:
    """End a running batch of which nothing is left to do; say whether this call did."""
    with toolkit.database.unit("batches.finish") as unit:
        batch, _profile = _batch(unit, principal, batch_id, lock=True)
        counts = unit.batches.count_items(batch_id)
        left = counts[ItemState.WAITING] + counts[ItemState.LEASED]
        if batch.state is not BatchState.RUNNING or left:
            return False
        unit.batches.move(batch_id, old=[BatchState.RUNNING], new=BatchState.DONE, ended_at=toolkit.clock())
        _moved(unit, toolkit, principal, batch, "batch.done")
        return True


def _step(
    toolkit: Toolkit, principal: Principal, batch_id: str, old: list[BatchState], new: BatchState
) -> BatchRecord:
    with toolkit.database.unit("batches.step") as unit:
        batch, _profile = _batch(unit, principal, batch_id, lock=True)
        ended = toolkit.clock() if new is BatchState.CANCELLED else None
        unit.batches.move(batch_id, old=old, new=new, ended_at=ended, problem=None)
        if new is BatchState.CANCELLED:
            unit.batches.cancel_waiting(batch_id)
        return _moved(unit, toolkit, principal, batch, _ACTIONS[new])


def _batch(
    unit: Unit, principal: Principal, batch_id: str, *, lock: bool = False
) -> tuple[BatchRecord, ProfileRecord]:
    batch = unit.batches.lock(batch_id) if lock else unit.batches.get(batch_id)
    profile = unit.profiles.get(batch.profile_id)
    principal.require(profile.slug)
    return batch, profile


def _moved(
    unit: Unit, toolkit: Toolkit, principal: Principal, batch: BatchRecord, action: str
) -> BatchRecord:
    profile = unit.profiles.get(batch.profile_id)
    sampled = None if batch.self_check_every == 1 else f"self-check-every-{batch.self_check_every}"
    after = None if batch.source_sha256 is None else "sha256:" + batch.source_sha256
    act = Act(action=action, object=batch.id, profile=profile.did, category=sampled, after=after)
    record(unit, toolkit, principal, act)
    return unit.batches.get(batch.id)
