"""The objects of Open Badges 2.0 as values, read by the term table and by nothing else."""

from dataclasses import dataclass
from datetime import datetime

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import parse_time
from issuer.errors import ConformanceError
from issuer.terms import ob2
from issuer.verify.case import objects, text_of
from issuer.verify.open_badges_2.table import require
from issuer.verify.presented import types_of


@dataclass(frozen=True)
class Assertion:
    """An award.

    Attributes:
        document: the object itself.
        id: its address; for a signed one any identifier.
        badge: the badge class: its address, or the object.
        recipient: the identity object.
        is_signed: whether it says that it is signed, and not hosted.
        creator: the key that it names, "" for none.
        issued_on: when it was awarded.
        expires: when it ends, None where it does not.
    """

    document: JsonObject
    id: str
    badge: Json
    recipient: JsonObject
    is_signed: bool
    creator: str
    issued_on: datetime
    expires: datetime | None


def read_assertion(document: JsonObject) -> Assertion:
    """Read an assertion.

    Raises:
        ConformanceError: it is not one by the table, or says of itself neither that it is hosted nor signed.
    """
    require(document, ob2.ASSERTION)
    # The 2.0 vocabulary keeps `verify` of 1.1 as another name; two names could say two things.
    if ("verification" in document) == ("verify" in document):
        raise ConformanceError("an assertion has one 'verification'", pointer="/verification")
    name = "verify" if "verify" in document else "verification"
    recipient, verification = _object(document, "recipient"), _object(document, name)
    require(recipient, "Identity", at="/recipient", inside=True)
    require(verification, "Verification", at=f"/{name}", inside=True)
    ways = set(types_of(verification))
    is_hosted, is_signed = bool(ways & ob2.HOSTED), bool(ways & ob2.SIGNED)
    if is_hosted == is_signed:
        raise ConformanceError("an assertion is either hosted or signed", pointer=f"/{name}/type")
    expires = document.get("expires")
    return Assertion(
        document=document,
        id=text_of(document, "id"),
        badge=document["badge"],
        recipient=recipient,
        is_signed=is_signed,
        creator=text_of(verification.get("creator"), "id"),
        issued_on=parse_time(document["issuedOn"], "/issuedOn"),
        expires=None if expires is None else parse_time(expires, "/expires"),
    )


@dataclass(frozen=True)
class Profile:
    """An issuer.

    Attributes:
        document: the object as its address gave it.
        id: its address.
        starts_with: beginnings of the addresses at which its assertions lie.
        allowed_origins: hosts at which they lie.
        keys: its keys: addresses, or objects with the key inside.
        revocation_list: where it publishes what it withdrew, "" for nowhere.
    """

    document: JsonObject
    id: str
    starts_with: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    keys: tuple[Json, ...]
    revocation_list: str


def read_profile(document: JsonObject) -> Profile:
    """Read a profile.

    Raises:
        ConformanceError: it is not one by the table.
    """
    require(document, "Profile")
    policy = next(iter(objects(document.get("verification"))), {})
    for name in ("startsWith", "allowedOrigins"):
        if not all(isinstance(item, str) for item in _items(policy.get(name))):
            raise ConformanceError(f"'{name}' has another form", pointer=f"/verification/{name}")
    return Profile(
        document=document,
        id=text_of(document, "id"),
        starts_with=tuple(str(item) for item in _items(policy.get("startsWith"))),
        allowed_origins=tuple(str(item) for item in _items(policy.get("allowedOrigins"))),
        keys=tuple(_items(document.get("publicKey"))),
        revocation_list=text_of(document, "revocationList"),
    )


def _object(document: JsonObject, name: str) -> JsonObject:
    return next(iter(objects(document[name])), {})


def _items(value: Json) -> list[Json]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
