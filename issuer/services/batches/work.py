"""What a worker does: takes a chunk of a running batch, issues it, and takes the next.

A worker holds on to its chunk as long as it works. One that dies loses nothing: its lease ends, and whoever takes the chunk next goes on from what the
record holds. A worker that was only slow finds that its lease is another's, and lets go. What is wrong with
one award refuses that award; what would be wrong with the next ones too holds the batch and says why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from issuer.documents.times import parse_time
from issuer.errors import ConflictError, IssuerError, StoreUnavailableError
from issuer.services.batches import control
from issuer.services.issuing import bulk
from issuer.services.issuing.bulk import Outcome, WithdrawnError
from issuer.services.issuing.issuance import IssueCredential
from issuer.services.principal import SYSTEM, Principal
from issuer.services.toolkit import Toolkit
from issuer.store import BatchRecord, BatchState, ItemRecord, ItemState, SettledItem, Unit

CHUNK: Final = 400
"""What a chunk has in common weighs less the more it holds; SQLite's one writer is taken for tens of milliseconds."""
LEASE_FOR: Final = timedelta(seconds=60)
"""A dead worker's awards wait this long; one at work asks for as much again after a third of it."""
LONGEST_WORDS: Final = 1000


@dataclass(frozen=True)
class Worked:
    """What one call did: how many awards it took, of which batch, and whether that batch is over."""

    batch_id: str | None = None
    taken: int = 0
    is_over: bool = False


@dataclass(frozen=True)
class _Chunk:
    """Awards of one batch that this worker holds."""

    batch: BatchRecord
    profile: str
    items: tuple[ItemRecord, ...]


def work_once(toolkit: Toolkit, *, holder: str, only: str | None = None, limit: int = CHUNK) -> Worked:
    """Take one chunk of the batch that was confirmed first and issue it; taken is 0 when nothing is to do.

    Args:
        toolkit: what to work with.
        holder: the name of this worker; no other worker has it.
        only: the id of the one batch to work on.
        limit: awards in a chunk.

    Raises:
        StoreUnavailableError: the database did not answer; the lease ends by itself.
    """
    with toolkit.database.reader() as reader:
        running = [batch for batch in reader.batches.running() if only in {None, batch.id}]
    for batch in running:
        chunk = _take(toolkit, batch, holder, limit)
        if chunk is not None:
            _issue(toolkit, chunk, holder)
            return Worked(batch.id, len(chunk.items))
        if control.finish(toolkit, SYSTEM, batch.id):
            return Worked(batch.id, is_over=True)
    return Worked()


def _take(toolkit: Toolkit, batch: BatchRecord, holder: str, limit: int) -> _Chunk | None:
    now = toolkit.clock()
    with toolkit.database.unit("batches.lease") as unit:
        # Pausing and cancelling wait for this unit, and the other way round.
        current = unit.batches.lock(batch.id, shared=True)
        if current.state is not BatchState.RUNNING:
            return None
        items = unit.batches.lease(batch.id, holder=holder, now=now, until=now + LEASE_FOR, limit=limit)
        profile = unit.profiles.get(batch.profile_id)
    return _Chunk(current, profile.slug, items) if items else None


def _issue(toolkit: Toolkit, chunk: _Chunk, holder: str) -> None:
    batch = chunk.batch
    principal = Principal(id=batch.actor, profiles=frozenset({chunk.profile}), role=batch.role)
    by_id = {item.external_id: item for item in chunk.items}

    def settle(unit: Unit, outcomes: Sequence[Outcome]) -> None:
        if unit.batches.lock(batch.id, shared=True).state is BatchState.CANCELLED:
            raise WithdrawnError(f"The batch {batch.id} was cancelled.")
        settled = [_settled(unit, batch, by_id[one.command.external_id], one) for one in outcomes]
        unit.batches.settle(batch.id, settled, holder=holder)

    try:
        bulk.issue_chunk(
            toolkit,
            principal,
            [_command(chunk.profile, item) for item in chunk.items],
            settle=settle,
            beat=_heartbeat(toolkit, batch, holder),
            self_check_every=batch.self_check_every,
        )
    except WithdrawnError:
        _let_go(toolkit, batch, holder, is_cancelled=True)
    except StoreUnavailableError:
        raise
    except ConflictError:
        return  # Another worker has this chunk; it goes on from what is there.
    except IssuerError as exc:
        # It does not belong to one award: no key can sign, a signature does not verify, a profile is gone.
        control.hold(toolkit, SYSTEM, batch.id, exc.detail[:LONGEST_WORDS])
        _let_go(toolkit, batch, holder)


def _heartbeat(toolkit: Toolkit, batch: BatchRecord, holder: str) -> Callable[[], None]:
    """Return what holds on to a chunk when it is called; it asks the database seldom, however often that is."""
    due = toolkit.clock() + LEASE_FOR / 3

    def beat() -> None:
        nonlocal due
        now = toolkit.clock()
        if now < due:
            return
        due = now + LEASE_FOR / 3
        with toolkit.database.unit("batches.renew") as unit:
            if not unit.batches.renew(batch.id, holder=holder, until=now + LEASE_FOR):
                raise ConflictError(f"Another worker has this chunk of the batch {batch.id}.")

    return beat


def _let_go(toolkit: Toolkit, batch: BatchRecord, holder: str, *, is_cancelled: bool = False) -> None:
    with toolkit.database.unit("batches.let_go") as unit:
        unit.batches.give_back(batch.id, holder=holder)
        if is_cancelled:
            unit.batches.cancel_waiting(batch.id)


def _command(profile: str, item: ItemRecord) -> IssueCredential:
    request = item.request
    attestation = request["attestation"]
    awarded_at, valid_until = request.get("awardedAt"), request.get("validUntil")
    return IssueCredential(
        profile=profile,
        external_id=item.external_id,
        attestation=attestation if isinstance(attestation, dict) else str(attestation),
        awarded_at=None if awarded_at is None else parse_time(awarded_at),
        valid_until=None if valid_until is None else parse_time(valid_until),
    )


def _settled(unit: Unit, batch: BatchRecord, item: ItemRecord, outcome: Outcome) -> SettledItem:
    if outcome.error is not None:
        error = outcome.error
        return SettledItem(item.number, ItemState.FAILED, code=error.code, words=error.detail[:LONGEST_WORDS])
    credential_id = str(outcome.credential_id)
    is_new = outcome.is_new or (item.tries > 1 and _is_of(unit, batch, credential_id))
    return SettledItem(item.number, ItemState.ISSUED if is_new else ItemState.KNOWN, credential_id)


def _is_of(unit: Unit, batch: BatchRecord, credential_id: str) -> bool:
    """Say whether this batch issued a credential: it was made since the batch was confirmed."""
    created_at = unit.credentials.get(credential_id).created_at
    return batch.confirmed_at is not None and created_at >= batch.confirmed_at
