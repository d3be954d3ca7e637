"""Is everything that the record promises still so? Every count, row, signature and published bit (security.md 5).

Four questions: do the rows agree with each other and with the log, does every signed document verify with
the key that the record names, does it name its own status slot, and does every published list say what the
rows say? The chain of events and heads that were kept elsewhere are asked by `audit`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from issuer.documents import strict_json
from issuer.errors import (
    ConfigurationError,
    ConformanceError,
    InputError,
    IssuerError,
    KeyUnavailableError,
    VerificationError,
)
from issuer.services import status_lists
from issuer.services.keys import did_documents
from issuer.services.toolkit import Toolkit
from issuer.signing import data_integrity, jose
from issuer.signing.keys import PublicKey
from issuer.signing.proofs import proofs_of
from issuer.status import Bitstring
from issuer.store import Counts, Discrepancy, KeyRecord, Signed, StatusListRecord, Unit

LEFT_BEHIND: Final = timedelta(minutes=1)
"""What is prepared for longer was left by a crash and is the sweep's."""
_UNREADABLE: Final = (InputError, VerificationError, ConformanceError, ConfigurationError)


@dataclass(frozen=True)
class FsckReport:
    """What a check of the whole record found.

    Attributes:
        counts: how many of each there are.
        verified: how many signed documents were verified; 0 where that was left out.
        lists: how many published status lists were compared bit by bit.
        findings: what is wrong; empty for a record that is whole.
    """

    counts: Counts
    verified: int
    lists: int
    findings: tuple[Discrepancy, ...]


def examine(toolkit: Toolkit, *, verify: bool = True, step: Callable[[], None] = lambda: None) -> FsckReport:
    """Compare the record with itself, with its signatures and with what it publishes.

    Args:
        toolkit: what to work with.
        verify: whether every signature is verified too.
        step: called after each signed document, for a person who waits.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    findings = [Discrepancy("database", "", sentence) for sentence in toolkit.database.problems()]
    verified = 0
    with toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
        findings += _uneven(counts)
        findings += reader.fsck.discrepancies(stale_before=toolkit.clock() - LEFT_BEHIND)
        lists = reader.status_lists.all()
        addresses = {one.id: status_lists.address(toolkit, one) for one in lists}
        if verify:
            keys = _Keys(reader)
            for one in reader.signed.all():
                verified += 1
                findings += _judge(one, keys, addresses)
                step()
    for status_list in lists:
        findings += _published(toolkit, status_list)
    return FsckReport(counts, verified, len(lists), tuple(findings))


def _uneven(counts: Counts) -> Iterator[Discrepancy]:
    """Yield sums that must be equal and are not."""
    if counts.issued != counts.issue_leaves:
        yield Discrepancy(
            "leaves", "", f"{counts.issued} versions were issued and {counts.issue_leaves} are in the log."
        )
    if counts.endorsed != counts.endorse_leaves:
        yield Discrepancy(
            "leaves",
            "",
            f"{counts.endorsed} endorsements were issued and {counts.endorse_leaves} are in the log.",
        )


class _Keys:
    """The keys of the record, each read once."""

    def __init__(self, reader: Unit) -> None:
        self._reader = reader
        self._known: dict[str, tuple[KeyRecord, PublicKey]] = {}

    def get(self, key_id: str) -> tuple[KeyRecord, PublicKey]:
        """Return a key with its public part.

        Raises:
            ConfigurationError: the row holds no good key.
        """
        if key_id not in self._known:
            record = self._reader.keys.get(key_id)
            self._known[key_id] = record, did_documents.public_key(record)
        return self._known[key_id]


def _judge(one: Signed, keys: _Keys, lists: dict[str, str]) -> Iterator[Discrepancy]:
    """Yield what is wrong with one signed document."""
    try:
        record, public_key = keys.get(one.key_id)
        if one.slot is None:
            jose.verify(jose.parse_compact(one.body), public_key)
            return
        document = strict_json.parse_object(one.body)
        proofs = proofs_of(document)
        if [proof.get("verificationMethod") for proof in proofs] != [record.verification_method]:
            yield Discrepancy(one.table, one.row, "It is not signed by the key that the record names.")
        for proof in proofs:
            data_integrity.verify_proof(document, proof, public_key=public_key)
    except _UNREADABLE as exc:
        yield Discrepancy(one.table, one.row, f"It does not verify: {exc.detail}")
        return
    status = document.get("credentialStatus")
    list_id, index = one.slot
    named = (
        (status.get("statusListCredential"), status.get("statusListIndex"))
        if isinstance(status, dict)
        else None
    )
    if named != (lists.get(list_id), str(index)):
        yield Discrepancy(one.table, one.row, "It names another status slot than the record.")


def _published(toolkit: Toolkit, one: StatusListRecord) -> Iterator[Discrepancy]:
    """Yield where the list that the world sees says something else than the rows."""
    try:
        document = strict_json.parse_object(
            status_lists.signed_list(toolkit, one.slug), limits=strict_json.STATUS_LIST_LIMITS
        )
        subject = document.get("credentialSubject")
        encoded = subject.get("encodedList") if isinstance(subject, dict) else None
        published = Bitstring.decode(encoded if isinstance(encoded, str) else "")
    except KeyUnavailableError as exc:
        yield Discrepancy("status_lists", one.slug, f"It cannot be signed now: {exc.detail}")
        return
    except IssuerError as exc:
        yield Discrepancy("status_lists", one.slug, f"What is published cannot be read: {exc.detail}")
        return
    expected = Bitstring(one.length)
    with toolkit.database.reader() as reader:
        for index in reader.status_lists.set_indexes(one.id):
            expected.set(index)
    if published != expected:
        yield Discrepancy("status_lists", one.slug, "The published bits are not the ones of the record.")
