"""The list of known issuers: who is on it, who put it there, when and why.

A list is of one installation or of one request. It is kept by the rooms above; here it is a plain
value, and a file form that a person can write.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from issuer.documents.strict_json import Json, JsonObject, Limits, parse
from issuer.documents.times import parse_time
from issuer.errors import InputError

LIMITS: Final = Limits(max_bytes=1_048_576, max_depth=6, max_keys=20_000, max_string=2_000)


@dataclass(frozen=True)
class TrustEntry:
    """One known issuer.

    Attributes:
        issuer: its identifier, compared letter for letter.
        name: the name under which it is known here; not taken from a credential.
        added_at: when it was put on the list.
        added_by: who did.
        reason: why.
        removed_at: from when on it is not known any more; the entry stays as history.
    """

    issuer: str
    name: str | None = None
    added_at: datetime | None = None
    added_by: str | None = None
    reason: str | None = None
    removed_at: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether the issuer is known at `now`."""
        return self.removed_at is None or now < self.removed_at


@dataclass(frozen=True)
class TrustList:
    """The known issuers of an installation or of one request.

    Attributes:
        entries: every entry, those that were removed included.
        publisher: who signed the list; None for one that nobody signed.
    """

    entries: tuple[TrustEntry, ...] = ()
    publisher: str | None = None

    def find(self, issuer: str) -> TrustEntry | None:
        """Return the newest entry of exactly this identifier, standing or removed."""
        found = [entry for entry in self.entries if entry.issuer == issuer]
        return next(
            (entry for entry in reversed(found) if entry.removed_at is None), found[-1] if found else None
        )


def read_trust_list(data: bytes) -> TrustList:
    """Read the file form: an array of issuer ids, or `{"issuers": [{"id", "name"?, "addedAt"?, ...}]}`.

    A signature is not looked at here; `signed_trust` does that.

    Raises:
        InputError: the bytes do not have that form.
    """
    return trust_list_from(parse(data, limits=LIMITS))


def trust_list_from(value: Json) -> TrustList:
    """Return the trust list of a parsed file.

    Raises:
        InputError: the value does not have that form.
    """
    items = value.get("issuers") if isinstance(value, dict) else value
    if not isinstance(items, list):
        raise InputError("A trust list is an array of issuer ids, or an object with `issuers`.", pointer="")
    return trust_list_of(items)


def trust_list_of(items: list[Json]) -> TrustList:
    """Return the trust list of an array of ids or of objects with `id`.

    Raises:
        InputError: an item has another form.
    """
    return TrustList(tuple(_entry(item, f"/{number}") for number, item in enumerate(items)))


def _entry(item: Json, pointer: str) -> TrustEntry:
    found: JsonObject = {"id": item} if isinstance(item, str) else item if isinstance(item, dict) else {}
    issuer = found.get("id")
    if not isinstance(issuer, str) or not issuer:
        raise InputError("An entry of a trust list is an issuer id or an object with `id`.", pointer=pointer)
    return TrustEntry(
        issuer=issuer,
        name=_text(found, "name", pointer),
        added_at=_moment(found, "addedAt", pointer),
        removed_at=_moment(found, "removedAt", pointer),
        added_by=_text(found, "addedBy", pointer),
        reason=_text(found, "reason", pointer),
    )


def _moment(found: JsonObject, name: str, pointer: str) -> datetime | None:
    value = found.get(name)
    return None if value is None else parse_time(value, f"{pointer}/{name}")


def _text(found: JsonObject, name: str, pointer: str) -> str | None:
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"`{name}` of a trust list entry is a text.", pointer=f"{pointer}/{name}")
    return value
