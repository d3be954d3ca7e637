"""Is the record what it was? The events' chain, its heads, and the rows that repeat it.

A chain alone finds an edited, removed, inserted or swapped event. A tail that was cut off or rebuilt to
its end is found only by heads that were noted elsewhere: hand in signed checkpoints that were kept
outside of this installation (`kept`), and its key as it was noted down (`verifier_key`). Events that the
sequencer has not numbered yet are not covered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from issuer.errors import KeyUnavailableError, NotFoundError, ProofError
from issuer.ledger import chain, checkpoint
from issuer.ledger.chain import Finding, Head, Tampering
from issuer.services import sequencer
from issuer.services.keys import log_key
from issuer.services.toolkit import Toolkit
from issuer.signing.keys import PublicKey
from issuer.store import HeadRecord, Unit

CHAIN = "events"


@dataclass(frozen=True)
class EventsReport:
    """What a check of the events found.

    Attributes:
        size: how many numbered events there are.
        pending: how many are not numbered yet, and so not covered.
        heads: how many heads were compared, noted here and kept elsewhere.
        signed_heads: how many of them the log had signed.
        findings: what is wrong, in order of the numbers; empty when nobody touched the chain.
    """

    size: int
    pending: int
    heads: int
    signed_heads: int
    findings: tuple[Finding, ...]


def verify_events(
    toolkit: Toolkit, *, kept: Sequence[bytes] = (), verifier_key: str | None = None
) -> EventsReport:
    """Compare the events with themselves, with the heads noted here, and with checkpoints kept elsewhere.

    Args:
        toolkit: what to work with.
        kept: signed checkpoints of the events that were kept outside of this installation.
        verifier_key: the log's key in its one-line form, as it was noted down; None takes the one here.

    Raises:
        InputError: `verifier_key` is not the key of a log.
        ProofError: LOG_PROOF_INVALID: a kept checkpoint is not one that this log signed.
    """
    public_key = _public_key(toolkit, verifier_key)
    outside = [_kept_head(toolkit, note, public_key) for note in kept]
    with toolkit.database.reader() as reader:
        noted = list(reader.heads.all(CHAIN))
        heads = [Head(head.size, head.head) for head in noted] + outside
        found = chain.check(reader.events.links(), heads=heads)
        found += _bad_signatures(toolkit, reader, public_key)
        found += _bad_columns(reader)
        newest = noted[-1].size if noted else 0
        pending = reader.events.pending()
    signed = sum(head.signed is not None for head in noted)
    return EventsReport(
        size=newest,
        pending=pending,
        heads=len(heads),
        signed_heads=signed + len(outside),
        findings=tuple(sorted(set(found), key=lambda finding: (finding.number, finding.what))),
    )


def _public_key(toolkit: Toolkit, verifier_key: str | None) -> PublicKey | None:
    if verifier_key is not None:
        return checkpoint.read_verifier_key(verifier_key)[1]
    try:
        stored = log_key.find(toolkit)
    except KeyUnavailableError:
        return None
    return stored.public_key if stored else None


def _kept_head(toolkit: Toolkit, note: bytes, public_key: PublicKey | None) -> Head:
    if public_key is None:
        raise ProofError(
            "Without the log's key no checkpoint can be compared.",
            code="LOG_PROOF_INVALID",
            hint="Hand in the key that was noted down.",
        )
    read = checkpoint.verify(note, origin=log_key.origin(toolkit, CHAIN), public_key=public_key)
    return Head(read.size, read.root)


def _bad_signatures(toolkit: Toolkit, reader: Unit, public_key: PublicKey | None) -> Iterable[Finding]:
    """Find noted heads whose signed note is not about them, or not the log's."""
    for head in reader.heads.all(CHAIN):
        if head.signed is not None and not _is_signed(toolkit, head, public_key):
            sentence = f"What was signed about the chain at event {head.size} does not hold."
            yield Finding(head.size, Tampering.REBUILT, sentence)


def _is_signed(toolkit: Toolkit, head: HeadRecord, public_key: PublicKey | None) -> bool:
    expected = sequencer.checkpoint_of(toolkit, head)
    # On SQLite an edit by hand may have left text in place of bytes.
    if public_key is None or not isinstance(head.signed, bytes):
        return False
    try:
        return expected == checkpoint.verify(head.signed, origin=expected.origin, public_key=public_key)
    except ProofError:
        return False


def _bad_columns(reader: Unit) -> Iterable[Finding]:
    """Find events whose columns or free text are not what their body says."""
    for discrepancy in reader.fsck.events():
        try:
            number = reader.events.get(discrepancy.row).number or 0
        except NotFoundError:
            gone = f"Event {discrepancy.row} is gone; the text that belonged to it is still there."
            yield Finding(0, Tampering.REMOVED, gone)
            continue
        yield Finding(number, Tampering.EDITED, f"Event {discrepancy.row}: {discrepancy.sentence}")
