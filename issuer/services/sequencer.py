"""The sequencer: one leased job that numbers and chains new events and leaves, and signs the heads.

Writers never queue on a log head: they add rows without a number, and this job numbers them within a
second, in order of time. Two processes may run it; a lease lets one work, and UNIQUE(number) would refuse
the other. A crash between numbering and signing leaves a head unsigned, which the next run signs.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final

from issuer.errors import ConflictError
from issuer.ledger import checkpoint
from issuer.ledger.checkpoint import Checkpoint
from issuer.services.keys import log_key
from issuer.services.toolkit import Toolkit
from issuer.store import HeadRecord, Numbered, Numbering

LEASE: Final = "sequencer"
LEASE_FOR: Final = timedelta(seconds=30)
PER_UNIT: Final = 200
"""Rows of each kind that are written at a time: a request that meets them waits for no more, and is served in between."""
_HOLDER_BYTES: Final = 8


def run(toolkit: Toolkit) -> Numbered:
    """Number everything that waits and sign the newest heads; nothing while another process has the lease.

    Raises:
        StoreUnavailableError: the database did not answer.
        KeyUnavailableError: the log's key cannot be opened; what was numbered stays numbered.
    """
    numbering = _planned(toolkit)
    if not numbering.is_owed:
        return Numbered(0, 0)
    holder = toolkit.randomness.token(_HOLDER_BYTES).hex()
    events = leaves = 0
    while (numbered := _number(toolkit, numbering, holder)) is not None:
        events, leaves = events + numbered.events, leaves + numbered.leaves
        if max(numbered.events, numbered.leaves) < PER_UNIT:
            _sign_heads(toolkit, holder)
            break
        numbering = _planned(toolkit)
    return Numbered(events, leaves)


def newest_checkpoint(toolkit: Toolkit, chain: str) -> bytes | None:
    """Return the newest signed note about a chain ("events" or "leaves"), None before the first."""
    with toolkit.database.reader() as reader:
        newest = reader.heads.find_newest_signed(chain)
    return None if newest is None else newest.signed


def checkpoint_of(toolkit: Toolkit, head: HeadRecord) -> Checkpoint:
    """Return what is signed about a head: for the events, the hash of the last one stands as the root."""
    return Checkpoint(log_key.origin(toolkit, head.chain), head.size, head.head)


def _planned(toolkit: Toolkit) -> Numbering:
    with toolkit.database.reader() as reader:
        return reader.numbering.plan(PER_UNIT)


def _number(toolkit: Toolkit, numbering: Numbering, holder: str) -> Numbered | None:
    """Number one unit's worth; None when another process has the lease, or had it since this was planned."""
    now = toolkit.clock()
    try:
        with toolkit.database.unit("sequencer.number") as unit:
            if not unit.leases.take(LEASE, holder=holder, now=now, until=now + LEASE_FOR):
                return None
            return unit.numbering.carry_out(numbering, at=now)
    except ConflictError:
        return None


def _newest_heads(toolkit: Toolkit) -> Iterator[HeadRecord]:
    with toolkit.database.reader() as reader:
        found = [reader.heads.find_newest(chain) for chain in log_key.PATHS]
    yield from (head for head in found if head is not None)


def _sign_heads(toolkit: Toolkit, holder: str) -> None:
    """Sign both heads and give the lease back, in one commit."""
    unsigned = [head for head in _newest_heads(toolkit) if head.signed is None]
    signer = log_key.signer(toolkit) if unsigned else None
    notes = [checkpoint.sign(checkpoint_of(toolkit, head), signer) for head in unsigned if signer]
    # Where the lease ran out, another run may have signed one; then the lease is its own.
    with suppress(ConflictError), toolkit.database.unit("sequencer.sign") as unit:
        for head, note in zip(unsigned, notes, strict=True):
            unit.heads.keep_signed(head.chain, head.size, signed=note)
        unit.leases.release(LEASE, holder=holder)
