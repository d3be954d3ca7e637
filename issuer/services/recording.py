"""Every act writes an event and a log leaf, in the unit that does it (design.md section 4, step 9).

An event says who did what to which thing, by ids, categories and digests; free text goes into the side
row that can be erased, under a salt. The leaf commits to the event's exact body, and for what was signed
also to the sha256 of the exact bytes, so that the log says nothing and proves everything.
Events are numbered and chained later, by the sequencer: in order of time, and within one second in the
order in which this process wrote them, because their ids follow each other.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from issuer.documents import strict_json
from issuer.documents.jcs import TextObject
from issuer.documents.times import format_time
from issuer.errors import InputError
from issuer.ledger.tree import leaf_hash
from issuer.services.principal import Principal
from issuer.services.toolkit import Toolkit
from issuer.store import AlikeEvents, AlikeLeaves, EventDraft, EventRecord, LeafRecord, Unit

SALT_BYTES: Final = 16
ENTRY_FORMAT: Final = "mintmark-leaf-1"
_ENTRY: Final = TextObject("format", "kind", "at", "profile", "event", "document")


@dataclass(frozen=True, kw_only=True)
class Act:
    """What happened.

    Attributes:
        action: a noun and a verb in the past, such as "credential.issued".
        object: id of what it was done to.
        profile: DID of the profile concerned.
        kind: the leaf's kind: "issue", "endorse", "jwt", "status", "key", or "event" for all else.
        version: (credential id, number) of the version that the leaf is about.
        endorsement: id of the endorsement that the leaf is about.
        sha256: hex digest of the bytes that were signed.
        before: digest of the state before.
        after: digest of the state after.
        category: a public word, where there is one.
        details: free text, for the erasable side row.
    """

    action: str
    object: str
    profile: str | None = None
    kind: str = "event"
    version: tuple[str, int] | None = None
    endorsement: str | None = None
    sha256: str | None = None
    before: str | None = None
    after: str | None = None
    category: str | None = None
    details: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class AlikeActs:
    """The same act, done to many things; as `Act`.

    Attributes:
        objects: ids of what it was done to.
        afters: of each, the digest of the state after.
        versions: of each, the number of the version of it that the leaf is about; None for leaves about none.
        sha256s: of each, the hex digest of the bytes that were signed; None where nothing was.
    """

    action: str
    profile: str | None
    kind: str = "event"
    objects: Sequence[str]
    afters: Sequence[str]
    versions: Sequence[int] | None = None
    sha256s: Sequence[str] | None = None


def record(unit: Unit, toolkit: Toolkit, principal: Principal, act: Act) -> EventRecord:
    """Keep an event and its leaf in this unit.

    Raises:
        ConflictError: the version or endorsement has its issue leaf already.
    """
    return record_all(unit, toolkit, principal, [act])[0]


def record_all(
    unit: Unit, toolkit: Toolkit, principal: Principal, acts: Sequence[Act]
) -> tuple[EventRecord, ...]:
    """Keep the events and leaves of several acts in this unit, in the order in which they are given.

    Raises:
        ConflictError: a version has its issue leaf already.
    """
    now = toolkit.clock()
    events = unit.events.add_all([_draft(toolkit, principal, act, now) for act in acts])
    leaves = []
    for event, act in zip(events, acts, strict=True):
        credential_id, number = act.version or (None, None)
        entry = entry_of(event, act)
        leaves.append(
            LeafRecord(
                id=toolkit.randomness.ordered_urn(),
                kind=act.kind,
                credential_id=credential_id,
                version_number=number,
                entry=entry,
                leaf_hash=leaf_hash(entry),
                at=now,
                endorsement_id=act.endorsement,
            )
        )
    unit.leaves.add_all(leaves)
    return events


def record_alike(unit: Unit, toolkit: Toolkit, principal: Principal, acts: AlikeActs) -> None:
    """Keep the events and leaves of acts that are alike in this unit; as `record_all` of each.

    Raises:
        ConflictError: a version has its issue leaf already.
    """
    now, count = toolkit.clock(), len(acts.objects)
    if not count:
        return
    bodies = unit.events.add_alike(
        AlikeEvents(
            at=now,
            actor=principal.id,
            role=principal.role,
            action=acts.action,
            profile=acts.profile,
            ids=toolkit.randomness.ordered_urns(count),
            objects=acts.objects,
            after_digests=acts.afters,
        )
    )
    entries = _ENTRY.canonicalize_each(
        count,
        *(ENTRY_FORMAT, acts.kind, format_time(now), acts.profile),
        ["sha256:" + hashlib.sha256(body).hexdigest() for body in bodies],
        None if acts.sha256s is None else ["sha256:" + sha256 for sha256 in acts.sha256s],
    )
    unit.leaves.add_alike(
        AlikeLeaves(
            kind=acts.kind,
            at=now,
            ids=toolkit.randomness.ordered_urns(count),
            entries=entries,
            hashes=[leaf_hash(entry) for entry in entries],
            credential_ids=None if acts.versions is None else acts.objects,
            version_numbers=acts.versions,
        )
    )


def _draft(toolkit: Toolkit, principal: Principal, act: Act, now: datetime) -> EventDraft:
    return EventDraft(
        id=toolkit.randomness.ordered_urn(),
        at=now,
        actor=principal.id,
        role=principal.role,
        action=act.action,
        object=act.object,
        profile=act.profile,
        before_digest=act.before,
        after_digest=act.after,
        category=act.category,
        details=act.details,
        salt=None if act.details is None else toolkit.randomness.token(SALT_BYTES),
    )


def entry_of(event: EventRecord, act: Act) -> bytes:
    """Return the bytes that the leaf commits to; no id of a person or credential is in them.

    The event's body holds an id with 62 random bits, so that its digest cannot be guessed from what it says.
    """
    return _ENTRY.canonicalize(
        ENTRY_FORMAT,
        act.kind,
        format_time(event.at),
        act.profile,
        "sha256:" + hashlib.sha256(event.body).hexdigest(),
        None if act.sha256 is None else "sha256:" + act.sha256,
    )


def document_of(entry: bytes) -> str | None:
    """Return the `sha256:<hex>` of the document that a leaf's entry commits to, None when it has none."""
    try:
        value = strict_json.parse_object(entry).get("document")
    except InputError:
        return None
    return value if isinstance(value, str) else None
