"""Bitstring Status List 1.0: reading entries and lists, and building our own unsigned list.

Follows sections 2.1 (entry), 2.2 (list credential), 3.1 (generate) and 3.2 (validate). The list's
issuer, proof and dates are checked by the verifier; `ttl` only guides caches and is not read.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.memory import Memory
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.errors import StatusError
from issuer.status import members
from issuer.status.bitstring import Bitstring
from issuer.status.mechanism import StatusAnswer, StatusQuestion
from issuer.terms import status as terms

_MAX_DECODED: Final = 3_500_000
"""Bytes of bits that are kept decoded with their texts: twenty lists of a million entries, or one of the longest."""
_DECODED: Final[Memory[Bitstring]] = Memory(_MAX_DECODED)
MAX_SIZE: Final = 8
"""Most bits per entry that are read: 256 values with a message each."""

_VALUE: Final = re.compile(r"0x([0-9a-fA-F]{1,2})", re.ASCII)


def _read_size(entry: JsonObject, pointer: str) -> int:
    size = entry.get("statusSize", 1)
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        raise members.wrong("`statusSize` must be a whole number above 0.", f"{pointer}/statusSize")
    if size > MAX_SIZE:
        raise StatusError(f"Entries of {size} bits are not supported.", code="STATUS_TYPE_UNKNOWN")
    return size


def _read_messages(entry: JsonObject, size: int, pointer: str) -> dict[int, str]:
    at = f"{pointer}/statusMessage"
    given = entry.get("statusMessage", [])
    if not isinstance(given, list) or (not given and size > 1):
        raise members.wrong("`statusMessage` must be an array with an object for each value.", at)
    messages: dict[int, str] = {}
    for number, item in enumerate(given):
        value, message = (item.get("status"), item.get("message")) if isinstance(item, dict) else (None, None)
        match = _VALUE.fullmatch(value) if isinstance(value, str) else None
        if match is None or not isinstance(message, str):
            raise members.wrong('A status message needs `status` as "0x…" and `message`.', f"{at}/{number}")
        key = int(match[1], 16)
        if key in messages or key >= 1 << size:
            raise members.wrong("A status message names a value twice or out of range.", f"{at}/{number}")
        messages[key] = message
    return messages


def _read_references(entry: JsonObject, pointer: str) -> tuple[str, ...]:
    if "statusReference" not in entry:
        return ()
    references = members.strings(entry["statusReference"])
    if not references:
        raise members.wrong(
            "`statusReference` must be one address or an array of them.", f"{pointer}/statusReference"
        )
    return references


@dataclass(frozen=True)
class ListForm:
    """How a list credential of one generation names its parts.

    Attributes:
        credential_type: type that the list credential must carry.
        list_type: type that its subject must carry.
        legacy: read the text forms of Status List 2021.
    """

    credential_type: str
    list_type: str
    legacy: bool


def answer_from_list(question: StatusQuestion, list_document: JsonObject, form: ListForm) -> StatusAnswer:
    """Read one entry out of a list credential (section 3.2 steps 6 to 13).

    Raises:
        StatusError: as `StatusMechanism.answer`.
    """
    members.require_address(list_document, question.url)
    if form.credential_type not in members.types(list_document):
        raise StatusError(f"The document at {question.url[:120]} is not a {form.credential_type}.")
    subject = members.only_subject(list_document)
    if form.list_type not in members.types(subject):
        raise StatusError(f"The subject of the status list is not a {form.list_type}.")
    if question.purpose not in members.strings(subject.get("statusPurpose")):
        raise StatusError(f"The status list does not answer for the purpose {question.purpose[:40]!r}.")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise StatusError("The status list has no `encodedList`.")
    bits = _decoded(encoded, form)
    if len(bits) // question.size < terms.MIN_ENTRIES:
        raise StatusError(
            f"The status list has {len(bits) // question.size} entries; at least {terms.MIN_ENTRIES} are needed.",
            code="STATUS_LIST_LENGTH_ERROR",
        )
    value = bits.value(question.index or 0, question.size)
    return StatusAnswer(
        set=value != 0, purpose=question.purpose, value=value, message=question.messages.get(value)
    )


def _decoded(encoded: str, form: ListForm) -> Bitstring:
    """Return the bits that a text spells; nobody writes to them."""
    key = (form.list_type, encoded)
    bits = _DECODED.find(key)
    if bits is None:
        bits = Bitstring.decode(encoded, legacy=form.legacy)
        _DECODED.keep(key, bits, len(bits) // 8)
    return bits


class BitstringStatusList:
    """The mechanism of `BitstringStatusListEntry`."""

    type: Final = terms.STATUS_LIST_ENTRY
    form: Final = ListForm(terms.STATUS_LIST_CREDENTIAL, terms.STATUS_LIST, legacy=False)

    def read(
        self, entry: JsonObject, *, credential_id: str | None = None, pointer: str = ""
    ) -> StatusQuestion:
        """Read one entry; raises as `StatusMechanism.read`."""
        members.optional_text(entry, "id", pointer)
        size = _read_size(entry, pointer)
        return StatusQuestion(
            type=self.type,
            url=members.text(entry, "statusListCredential", pointer),
            purpose=members.text(entry, "statusPurpose", pointer),
            index=members.index(entry, "statusListIndex", pointer),
            size=size,
            messages=_read_messages(entry, size, pointer),
            references=_read_references(entry, pointer),
            credential_id=credential_id,
        )

    def answer(self, question: StatusQuestion, list_document: JsonObject) -> StatusAnswer:
        """Read the answer; raises as `StatusMechanism.answer`."""
        return answer_from_list(question, list_document, self.form)


def build(
    *,
    list_url: str,
    issuer: str,
    purpose: str,
    bits: Bitstring | str,
    valid_from: datetime,
    valid_until: datetime,
) -> JsonObject:
    """Return an unsigned list credential.

    Equal arguments give an equal document, so that issuing, which changes no bit, is not seen in it.

    Args:
        list_url: address and id of the list.
        issuer: id of the profile that issued the credentials of the list.
        purpose: `revocation` or `suspension`.
        bits: one bit per slot, or the text that spells them.
        valid_from: when this version was made.
        valid_until: when a verifier must stop relying on it.

    Raises:
        StatusError: STATUS_LIST_LENGTH_ERROR for fewer than 131,072 bits.
    """
    if isinstance(bits, Bitstring) and len(bits) < terms.MIN_ENTRIES:
        raise StatusError(
            f"A status list has at least {terms.MIN_ENTRIES} entries, not {len(bits)}.",
            code="STATUS_LIST_LENGTH_ERROR",
        )
    types: list[Json] = ["VerifiableCredential", terms.STATUS_LIST_CREDENTIAL]
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": list_url,
        "type": types,
        "issuer": issuer,
        "validFrom": format_time(valid_from),
        "validUntil": format_time(valid_until),
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": terms.STATUS_LIST,
            "statusPurpose": purpose,
            "encodedList": bits.encode() if isinstance(bits, Bitstring) else bits,
        },
    }
