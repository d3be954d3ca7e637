"""What rows of signed documents have in common: from when till when, how it stands, who signed and withdrew it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from issuer.documents.times import format_time
from issuer.services.auditing.audit_rows import Row
from issuer.store import Category, EventRecord, Unit, status_of


class Signed(Protocol):
    """A row of a document that a profile signed and may have withdrawn."""

    @property
    def id(self) -> str:
        """The credential id."""

    @property
    def valid_from(self) -> datetime:
        """From when on it is valid."""

    @property
    def valid_until(self) -> datetime | None:
        """Until when; None for no end."""

    @property
    def issued_at(self) -> datetime | None:
        """When its bytes were recorded."""

    @property
    def ended_at(self) -> datetime | None:
        """When its status bit was set."""

    @property
    def ended_category(self) -> Category | None:
        """Why, in the public words."""

    @property
    def key_id(self) -> str | None:
        """Row id of the key that signed it."""

    @property
    def sha256(self) -> str | None:
        """Hex digest of its bytes."""


def of_signed(reader: Unit, item: Signed, *, noun: str, now: datetime) -> Row:
    """Return the cells that every row of a signed document has.

    Args:
        reader: where its events and its key are.
        item: the document.
        noun: what events call one, such as "transcript".
        now: the moment at which it stands so.
    """
    events = reader.events.of_object(item.id)
    until = item.valid_until
    changed = item.ended_at or (until if until is not None and until <= now else None)
    return {
        "valid_from": format_time(item.valid_from),
        "valid_until": None if until is None else format_time(until),
        "status": status_of(item.ended_category, until, now=now).value,
        "status_changed_at": None if changed is None else format_time(changed),
        "status_reason_category": None if item.ended_category is None else item.ended_category.value,
        "issued_at": None if item.issued_at is None else format_time(item.issued_at),
        "issued_by": actor_of(events, f"{noun}.issued"),
        "withdrawn_by": actor_of(events, f"{noun}.withdrawn"),
        "key_id": None if item.key_id is None else reader.keys.get(item.key_id).verification_method,
        "sha256": item.sha256,
    }


def actor_of(events: Sequence[EventRecord], action: str) -> str | None:
    """Return the pseudonymous id of who did something, None where nobody did."""
    return next((event.actor for event in events if event.action == action), None)
