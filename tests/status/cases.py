"""One case for each status mechanism: an entry, and lists that say yes and no to it."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from issuer.documents.strict_json import Json, JsonObject
from issuer.status import Bitstring
from issuer.status.bitstring_list import build

URL = "https://issuer.example/s/1"
CREDENTIAL = "urn:uuid:33333333-3333-4333-8333-333333333333"
INDEX = 94_567


def changed(document: JsonObject, **change: Json) -> JsonObject:
    """Return a copy with members set, or removed where the value is None."""
    made = copy.deepcopy(document)
    for name, value in change.items():
        if value is None:
            made.pop(name, None)
        else:
            made[name] = value
    return made


def with_subject(document: JsonObject, **change: Json) -> JsonObject:
    subject = document["credentialSubject"]
    assert isinstance(subject, dict)
    return changed(document, credentialSubject=changed(subject, **change))


def bits(*positions: int, length: int = 131_072) -> Bitstring:
    made = Bitstring(length)
    for position in positions:
        made.set(position)
    return made


def bitstring_entry() -> JsonObject:
    return {
        "id": f"{URL}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
    }


def bitstring_list(*, revoked: bool, purpose: str = "revocation") -> JsonObject:
    return build(
        list_url=URL,
        issuer="did:web:issuer.example",
        purpose=purpose,
        bits=bits(INDEX) if revoked else bits(INDEX - 1, INDEX + 1),
        valid_from=datetime(2026, 3, 1, tzinfo=UTC),
        valid_until=datetime(2026, 3, 2, tzinfo=UTC),
    )


def list_2021(*, revoked: bool) -> JsonObject:
    new = bitstring_list(revoked=revoked)
    subject = new["credentialSubject"]
    assert isinstance(subject, dict)
    text = subject["encodedList"]
    assert isinstance(text, str)
    old = changed(new, type=["VerifiableCredential", "StatusList2021Credential"])
    return with_subject(old, type="StatusList2021", encodedList=text.removeprefix("u"))


def revocation_list(*, revoked: bool) -> JsonObject:
    other: Json = {"id": "urn:uuid:00000000-0000-4000-8000-000000000000"}
    this: Json = {"id": CREDENTIAL, "revoked": True, "revocationReason": "issued in error"}
    return {
        "id": URL,
        "issuer": "did:web:issuer.example",
        "revokedCredential": [other, this] if revoked else [other],
    }


@dataclass(frozen=True)
class Case:
    """What the contract needs to know of one mechanism."""

    entry: JsonObject
    make_list: Callable[..., JsonObject]


CASES = {
    "BitstringStatusListEntry": Case(bitstring_entry(), bitstring_list),
    "StatusList2021Entry": Case(changed(bitstring_entry(), type="StatusList2021Entry"), list_2021),
    "1EdTechRevocationList": Case({"id": URL, "type": "1EdTechRevocationList"}, revocation_list),
}
