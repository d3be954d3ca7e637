"""The signed bytes of status lists, which the world reads (design.md section 6).

A list is signed when somebody reads it and
it is new, has new bits, ends soon, or was signed with a key that signs no more; a job may do it before
(`resign_due`). It is good for 24 hours. Bits only ever go from 0 to 1; why stands beside them, in public
categories.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from issuer.documents import strict_json
from issuer.documents.lint import lint
from issuer.documents.strict_json import STATUS_LIST_LIMITS
from issuer.errors import ConflictError, NotFoundError, StoreUnavailableError
from issuer.services import keys
from issuer.services.status_lists import packed
from issuer.services.status_lists.slots import address
from issuer.services.toolkit import Toolkit
from issuer.services.unchanged import unchanged_list
from issuer.signing import data_integrity
from issuer.status import Bitstring, bitstring_list
from issuer.store import BitRecord, KeyPurpose, ProfileRecord, StatusListRecord

SCHEMA: Final = "emit/status-list"
CRYPTOSUITE: Final = "eddsa-rdfc-2022"
VALID_FOR: Final = timedelta(hours=24)
RENEW_BEFORE: Final = timedelta(hours=6)
"""A list that ends within this time is signed again when it is read."""
RENEW_JOB_BEFORE: Final = timedelta(hours=12)
"""The job renews earlier, so that a reader seldom waits."""
MOST_READ: Final = 16
"""Signed lists of which is remembered who signed them; a list of a million entries can have half a megabyte."""
_TRIES: Final = 5


@dataclass(frozen=True)
class _Read:
    """A list as it is recorded, its signed bytes, and whether the key that signs now has signed them."""

    record: StatusListRecord
    body: bytes
    is_by_active_key: bool

    def __len__(self) -> int:
        return len(self.body)


def signed_list(toolkit: Toolkit, slug: str) -> bytes:
    """Return the exact bytes of a signed list, good for some hours yet.

    Raises:
        NotFoundError: there is no such list.
        KeyUnavailableError: it must be signed and no key of the profile can sign.
    """
    for _ in range(_TRIES):
        found = unchanged_list(toolkit.database, _Read, slug, lambda: _read(toolkit, slug))
        if found.is_by_active_key and _is_good(toolkit, found.record, RENEW_BEFORE):
            return found.body
        body = _sign(toolkit, found.record.id)
        if body is not None:
            return body
    raise StoreUnavailableError(f"The status list {slug} is being signed by others; ask again.")


def resign_due(toolkit: Toolkit) -> int:
    """Sign every list that is new, has new bits or ends within half a day; return how many were signed.

    Raises:
        KeyUnavailableError: a profile has no key that can sign.
    """
    with toolkit.database.reader() as reader:
        due = reader.status_lists.needing_signature(until=toolkit.clock() + RENEW_JOB_BEFORE)
    return sum(_sign(toolkit, status_list.id) is not None for status_list in due)


def find_reason(toolkit: Toolkit, slug: str, index: int) -> BitRecord | None:
    """Return the public reason of a set bit: its category and since when; None for a bit that is not set.

    Raises:
        NotFoundError: there is no such list.
    """
    with toolkit.database.reader() as reader:
        found = reader.status_lists.find_by_slug(slug)
        if found is None:
            raise NotFoundError(f"There is no status list {slug[:60]!r}.")
        return reader.status_lists.find_bit(found.id, index)


def _read(toolkit: Toolkit, slug: str) -> _Read:
    """Read a list; without an active key no other could sign it anew, so that its bytes stand.

    Raises:
        NotFoundError: there is no such list.
    """
    with toolkit.database.reader() as reader:
        found = reader.status_lists.find_by_slug(slug)
        if found is None:
            raise NotFoundError(f"There is no status list {slug[:60]!r}.")
        active = reader.keys.find_active(found.profile_id, KeyPurpose.DATA_INTEGRITY)
    if found.signed_body is None:
        return _Read(found, b"", is_by_active_key=False)
    is_by_active = active is None or _names_key(found.signed_body, active.verification_method)
    return _Read(found, found.signed_body, is_by_active_key=is_by_active)


def _is_good(toolkit: Toolkit, status_list: StatusListRecord, margin: timedelta) -> bool:
    now = toolkit.clock()
    start, end = status_list.signed_from, status_list.signed_until
    return (
        not status_list.is_dirty
        and start is not None
        and end is not None
        # A list from the future means that the clock was set back; readers would refuse it.
        and start <= now < end - margin
    )


@lru_cache(maxsize=MOST_READ)
def _names_key(body: bytes, verification_method: str) -> bool:
    """Say whether a list was signed with this key; after a rotation or compromise the next one signs it."""
    proofs = strict_json.parse_object(body, limits=STATUS_LIST_LIMITS).get("proof")
    return isinstance(proofs, list) and any(
        isinstance(proof, dict) and proof.get("verificationMethod") == verification_method for proof in proofs
    )


def _sign(toolkit: Toolkit, list_id: str) -> bytes | None:
    """Sign a list as it is now and keep the bytes; None when another process was faster."""
    with toolkit.database.reader() as reader:
        read = reader.status_lists.get(list_id)
        text = packed.text_of(toolkit.database, reader, read)
        profile = reader.profiles.get(read.profile_id)
    now = toolkit.clock()
    body = _sign_text(toolkit, read, profile, text, valid_from=now)
    try:
        with toolkit.database.unit("status_lists.sign") as unit:
            unit.status_lists.keep_signed(read, body=body, signed_from=now, signed_until=now + VALID_FOR)
    except ConflictError:
        return None
    return body


def sign_bits(
    toolkit: Toolkit,
    status_list: StatusListRecord,
    profile: ProfileRecord,
    indexes: tuple[int, ...],
    *,
    valid_from: datetime,
) -> bytes:
    """Return a signed list credential with these bits set; nothing is kept.

    Raises:
        KeyUnavailableError: no key of the profile can sign.
    """
    bits = Bitstring(status_list.length)
    for index in indexes:
        bits.set(index)
    return _sign_text(toolkit, status_list, profile, bits.encode(), valid_from=valid_from)


def _sign_text(
    toolkit: Toolkit,
    status_list: StatusListRecord,
    profile: ProfileRecord,
    text: str,
    *,
    valid_from: datetime,
) -> bytes:
    document = bitstring_list.build(
        list_url=address(toolkit, status_list),
        issuer=profile.did,
        purpose=status_list.purpose,
        bits=text,
        valid_from=valid_from,
        valid_until=valid_from + VALID_FOR,
    )
    key, signer = keys.active_signer(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    secured = data_integrity.secure(
        lint(document, schema=SCHEMA),
        cryptosuite=CRYPTOSUITE,
        signer=signer,
        verification_method=key.verification_method,
        created=valid_from,
    )
    return strict_json.encode(secured)
