"""Events: written with what they record, chained by the sequencer, never changed."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select

from issuer.documents.jcs import TextObject
from issuer.documents.times import format_time
from issuer.errors import InputError
from issuer.ledger.chain import Link
from issuer.store.repositories.numbering import Numbered, NumberingRepository
from issuer.store.rows.events import (
    EVENT_DETAILS,
    EVENTS,
    AlikeEvents,
    EventDraft,
    EventRecord,
)
from issuer.store.statements import Statements

_EVENT = EVENTS.c
_BODY: Final = TextObject(
    *("id", "at", "actor", "role", "profile", "action", "object"),
    *("before", "after", "category", "request", "details"),
)


class EventRepository:
    """What happened. Added in the unit that does it, so that neither is there without the other."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def add(self, draft: EventDraft) -> EventRecord:
        """Keep a new event, not chained yet; its body is made here, in one form.

        Raises:
            ConflictError: the id is taken.
            InputError: details without a salt of 16 bytes.
        """
        return self.add_all([draft])[0]

    def add_all(self, drafts: Sequence[EventDraft]) -> tuple[EventRecord, ...]:
        """Keep several new events; as `add` for each.

        Raises:
            ConflictError: an id is taken.
            InputError: details without a salt of 16 bytes.
        """
        told = [draft for draft in drafts if draft.details is not None]
        if any(len(draft.salt or b"") < 16 for draft in told):  # noqa: PLR2004  (see security.md)
            raise InputError("details of an event need a salt of at least 16 bytes")
        events = tuple(event_of(draft) for draft in drafts)
        self._statements.add_all(EVENTS, events, conflict="This event cannot be added")
        if told:
            rows = [{"event_id": draft.id, "text": draft.details, "salt": draft.salt} for draft in told]
            self._statements.run(insert(EVENT_DETAILS), rows)
        return events

    def add_alike(self, drafts: AlikeEvents) -> list[bytes]:
        """Keep new events that are alike, and return their bodies; as `add_all`, many times as fast.

        Raises:
            ConflictError: an id is taken.
        """
        count = len(drafts.ids)
        bodies = _BODY.canonicalize_each(
            count,
            drafts.ids,
            format_time(drafts.at),
            *(drafts.actor, drafts.role, drafts.profile, drafts.action),
            drafts.objects,
            None,
            drafts.after_digests,
            *(None, None, None),
        )
        columns = {
            "id": drafts.ids,
            "body": bodies,
            **{
                name: [getattr(drafts, name)] * count for name in ("at", "actor", "role", "profile", "action")
            },
            "object": drafts.objects,
            "after_digest": drafts.after_digests,
        }
        self._statements.add_columns(EVENTS, columns, conflict="This event cannot be added")
        return bodies

    def get(self, event_id: str) -> EventRecord:
        """Return an event by its id.

        Raises:
            NotFoundError: there is none.
        """
        query = select(EVENTS).where(_EVENT.id == event_id)
        return self._statements.get(EventRecord, query, missing=f"There is no event {event_id}.")

    def of_object(self, object_id: str) -> tuple[EventRecord, ...]:
        """Return what happened to one thing, oldest first."""
        query = select(EVENTS).where(_EVENT.object == object_id).order_by(_EVENT.at, _EVENT.id)
        return self._statements.all(EventRecord, query)

    def page(self, *, after: int = 0, limit: int = 1000) -> tuple[EventRecord, ...]:
        """Return numbered events by number, from after `after` on."""
        query = select(EVENTS).where(_EVENT.number > after).order_by(_EVENT.number).limit(limit)
        return self._statements.all(EventRecord, query)

    def links(self) -> Iterator[Link]:
        """Yield every numbered event as `ledger.chain.check` reads it, by number."""
        query = (
            select(_EVENT.number, _EVENT.previous_hash, _EVENT.hash, _EVENT.body)
            .where(_EVENT.number.is_not(None))
            .order_by(_EVENT.number)
        )
        for row in self._statements.each(query):
            yield Link(row.number, _bytes(row.previous_hash), _bytes(row.hash), _bytes(row.body))

    def pending(self) -> int:
        """Return how many events are not chained yet."""
        query = select(func.count()).select_from(EVENTS).where(_EVENT.number.is_(None))
        return int(self._statements.run(query).scalar_one())

    def find_details(self, event_id: str) -> str | None:
        """Return the free text of an event; None when there was none, or it was erased."""
        query = select(EVENT_DETAILS.c.text).where(EVENT_DETAILS.c.event_id == event_id)
        found: str | None = self._statements.run(query).scalar_one_or_none()
        return found

    def erase_details(self, event_id: str) -> None:
        """Erase the free text of an event and its salt; the event stays, and its digest tells nothing."""
        self._statements.run(delete(EVENT_DETAILS).where(EVENT_DETAILS.c.event_id == event_id))

    def number_pending(self, limit: int, *, at: datetime) -> Numbered:
        """Chain up to `limit` new events and number up to `limit` new leaves, and note both heads, in one unit.

        In order of time, then id. The sequencer does both halves by themselves; see `NumberingRepository`.

        Raises:
            ConflictError: another process numbered meanwhile.
        """
        numbering = NumberingRepository(self._statements)
        return numbering.carry_out(numbering.plan(limit), at=at)


def event_of(draft: EventDraft) -> EventRecord:
    """Return the event that a draft becomes: its columns, and the exact body that the chain covers."""
    digest = None
    if draft.details is not None:
        digest = details_digest(draft.details, draft.salt or b"")
    return EventRecord(
        id=draft.id,
        body=_body(draft, digest),
        at=draft.at,
        actor=draft.actor,
        role=draft.role,
        profile=draft.profile,
        action=draft.action,
        object=draft.object,
        before_digest=draft.before_digest,
        after_digest=draft.after_digest,
        category=draft.category,
        request_id=draft.request_id,
        details_digest=digest,
    )


def body_of(event: EventRecord) -> bytes:
    """Return the exact body that the columns of an event stand for."""
    return _body(event, event.details_digest)


def _body(event: EventDraft | EventRecord, digest: str | None) -> bytes:
    return _BODY.canonicalize(
        event.id,
        format_time(event.at),
        event.actor,
        event.role,
        event.profile,
        event.action,
        event.object,
        event.before_digest,
        event.after_digest,
        event.category,
        event.request_id,
        digest,
    )


def details_digest(details: str, salt: bytes) -> str:
    """Return the digest by which an event's body commits to its free text."""
    return "sha256:" + hashlib.sha256(salt + details.encode("utf-8")).hexdigest()


def _bytes(value: bytes | str) -> bytes:
    """Return what stands in a column of bytes: on SQLite an edit by hand may have left text there."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
