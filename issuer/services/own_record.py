"""What this installation's own record says about a credential that it issued, for the verifier.

Three questions that a stranger cannot ask: when the log took it in, why it was withdrawn, and whether it
was in force on a date. The answers come from rows that the signed bytes point to: the slot that the
credential names, and its id. For a credential of somebody else every answer is None.
"""

from datetime import datetime
from typing import Final

from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time
from issuer.errors import ProofError
from issuer.ledger import tree
from issuer.services.recording import document_of
from issuer.services.toolkit import Toolkit
from issuer.store import (
    BitRecord,
    Carries,
    Category,
    EndorsementRecord,
    HeadRecord,
    LeafRecord,
    Unit,
    VersionRecord,
    VersionState,
)
from issuer.verify import Standing, Withdrawal

LEAVES: Final = "leaves"


class OwnRecord:
    """Answers from the database of a Toolkit; keeps the promises of `verify.Record`."""

    def __init__(self, toolkit: Toolkit) -> None:
        self._toolkit = toolkit

    def logged_at(self, sha256: str) -> datetime | None:
        """Return when the log is first proved to have held the credential with these bytes.

        That is the moment of the first noted head that covers its leaf, and only when the leaf commits to
        these very bytes and leads to the newest head's root. A token is not looked up: it is secured
        again with the next key.
        """
        with self._toolkit.database.reader() as reader:
            leaf = _leaf_of(reader, sha256)
            if leaf is None or leaf.number is None or document_of(leaf.entry) != f"sha256:{sha256}":
                return None
            return _proved_at(reader, leaf, leaf.number)

    def withdrawal_of(self, credential: JsonObject) -> Withdrawal | None:
        """Return the public category and the moment of a withdrawal, None when it is not ours or stands."""
        slot = self._slot_of(credential)
        if slot is None:
            return None
        with self._toolkit.database.reader() as reader:
            version = _find(reader, slot, credential)
        if version is None or version.ended_category is None:
            return None
        return Withdrawal(category=version.ended_category.value, at=version.ended_at)

    def standing_on(self, credential: JsonObject, moment: datetime) -> Standing | None:
        """Return whether this very version was in force at a moment, None when it is not ours.

        A version that was replaced by then is not in force, though the award may be: the sentence says so.
        """
        slot = self._slot_of(credential)
        if slot is None:
            return None
        with self._toolkit.database.reader() as reader:
            version = _find(reader, slot, credential)
            if version is None:
                return None
            newer = _newer(reader, version)
            bit = reader.status_lists.find_bit(version.status_list_id, version.status_index)
        day = format_time(moment)
        if version.valid_from > moment:
            return Standing(in_force=False, sentence=f"On {day} this version had not been issued.")
        if version.valid_until is not None and version.valid_until <= moment:
            return Standing(in_force=False, sentence=f"On {day} it had expired.")
        if bit is None or bit.set_at > moment:
            return Standing(in_force=True, sentence=f"On {day} it was in force, by the issuer's own record.")
        standing = [other.number for other in newer if _in_force(other, moment)]
        if standing:
            words = f"On {day} this copy had been replaced by version {standing[-1]}, which was in force."
            return Standing(in_force=False, sentence=words)
        return Standing(in_force=False, sentence=f"On {day} it was {_word(bit, moment)}.")

    def _slot_of(self, credential: JsonObject) -> tuple[str, int] | None:
        """Return the list of ours and the place in it that a credential names; nobody is asked for that."""
        status = credential.get("credentialStatus")
        if not isinstance(status, dict):
            return None
        address, index = status.get("statusListCredential"), status.get("statusListIndex")
        prefix = self._toolkit.url("/s/")
        if not isinstance(address, str) or not address.startswith(prefix):
            return None
        if not isinstance(index, str) or not index.isascii() or not index.isdigit():
            return None
        return address.removeprefix(prefix), int(index[:10])


def _find(
    reader: Unit, slot: tuple[str, int], credential: JsonObject
) -> VersionRecord | EndorsementRecord | None:
    """Return the version or endorsement that burned a slot, if the credential is that one."""
    slug, index = slot
    status_list = reader.status_lists.find_by_slug(slug)
    if status_list is None or index >= status_list.length:
        return None
    if status_list.carries is Carries.ENDORSEMENTS:
        endorsement = reader.endorsements.find_by_slot(status_list.id, index)
        if endorsement is None or endorsement.id != credential.get("id"):
            return None
        return endorsement if endorsement.state is VersionState.ISSUED else None
    version = reader.credentials.find_by_slot(status_list.id, index)
    if version is None or version.credential_id != credential.get("id"):
        return None
    return version if version.state is VersionState.ISSUED else None


def _leaf_of(reader: Unit, sha256: str) -> LeafRecord | None:
    """Return the leaf with which the log took in the credential or endorsement of these bytes."""
    version = reader.credentials.find_by_sha256(sha256)
    if version is not None:
        leaves = reader.leaves.of_version(version.credential_id, version.number)
        return next((leaf for leaf in leaves if leaf.kind == "issue"), None)
    endorsement = reader.endorsements.find_by_sha256(sha256)
    leaves = () if endorsement is None else reader.leaves.of_endorsement(endorsement.id)
    return next((leaf for leaf in leaves if leaf.kind == "endorse"), None)


def _newer(reader: Unit, version: VersionRecord | EndorsementRecord) -> tuple[VersionRecord, ...]:
    """Return the later versions of the same credential; an endorsement has none."""
    if isinstance(version, EndorsementRecord):
        return ()
    others = reader.credentials.versions(version.credential_id)
    return tuple(other for other in others if other.number > version.number)


def _proved_at(reader: Unit, leaf: LeafRecord, number: int) -> datetime | None:
    heads = list(reader.heads.all(LEAVES))
    newest = heads[-1] if heads else None
    if newest is None or number >= newest.size or not _is_included(reader, leaf, number, newest):
        return None
    return next(head.at for head in heads if head.size > number)


def _is_included(reader: Unit, leaf: LeafRecord, number: int, head: HeadRecord) -> bool:
    hashes = reader.leaves.hashes()[: head.size]
    if len(hashes) < head.size:
        return False
    try:
        tree.verify_inclusion(
            leaf=tree.leaf_hash(leaf.entry),
            index=number,
            size=head.size,
            root=head.head,
            proof=tree.inclusion_proof(hashes, number),
        )
    except ProofError:
        return False
    return True


def _in_force(version: VersionRecord, moment: datetime) -> bool:
    return (
        version.state is VersionState.ISSUED
        and version.valid_from <= moment
        and (version.valid_until is None or version.valid_until > moment)
        and (version.ended_at is None or version.ended_at > moment)
    )


def _word(bit: BitRecord, moment: datetime) -> str:
    """Say what a set bit meant at a moment: a suspension may have become final later."""
    was_suspended = bit.final_at is not None and moment < bit.final_at
    if was_suspended or bit.category is Category.SUSPENDED_PENDING_REVIEW:
        return "on hold"
    return "withdrawn"
