"""Hand the list of known issuers on, signed; take over one that somebody else signed.

A list is taken over only from a publisher that is named by whoever asks, or known here already, and only when
its signature holds. What comes with it keeps the publisher's name; what the publisher took off is taken off
here as well, where it came from that publisher. What was decided here stays as it was decided.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from issuer.errors import InputError, ProofError
from issuer.services import keys, profiles
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.services.trust import changing
from issuer.services.trust.changing import LONGEST_NAME, LONGEST_REASON, Known
from issuer.services.trust.listing import entries_of, history, standing
from issuer.signing.own_lists import secure_list
from issuer.store import KeyPurpose, TrustAction, TrustEventRecord
from issuer.verify import Policy, TrustEntry, TrustList, read_signed_trust_list

MOST_ENTRIES: Final = 3_000


@dataclass(frozen=True)
class Taken:
    """What taking a list over did.

    Attributes:
        publisher: who signed it.
        added: issuers that were put on the list or of which something else is said now.
        removed: issuers that were taken off.
        same: how many stayed as they were: the list says the same, or it was decided here.
    """

    publisher: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    same: int


def export(toolkit: Toolkit, principal: Principal, slug: str) -> bytes:
    """Return the list with its history, signed by a profile of this installation.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        NotFoundError: there is no such profile.
        KeyUnavailableError: the profile has no active key, or it does not open.
    """
    principal.require_all()
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(slug)
    now = toolkit.clock()
    entries: list[Json] = [_written(entry) for entry in entries_of(history(toolkit))]
    document: JsonObject = {
        "publisher": profile.did,
        "issuedAt": format_time(now),
        "issuers": entries,
    }
    key, signer = keys.active_signer(toolkit, profile, KeyPurpose.DATA_INTEGRITY)
    made = secure_list(document, signer=signer, verification_method=key.verification_method, created=now)
    body = strict_json.encode(made)
    _read(toolkit, body)  # as a stranger would, before it is released
    digest = hashlib.sha256(body).hexdigest()
    with toolkit.database.unit("trust.export") as unit:
        record(
            unit,
            toolkit,
            principal,
            Act(action="trust.exported", object=profile.did, profile=profile.did, sha256=digest),
        )
    return body


def take_over(toolkit: Toolkit, principal: Principal, data: bytes, *, publisher: str | None = None) -> Taken:
    """Put on the list whoever a signed list of somebody else names.

    Args:
        toolkit: what to work with.
        principal: who asks.
        data: the signed list.
        publisher: whose list it must be; None accepts a publisher that is known here.

    Raises:
        NotAuthorizedError: the principal may not act for the whole installation.
        InputError: this is no list, nobody signed it, or its publisher is not the expected or a known one.
        ProofError: its signature does not hold.
    """
    principal.require_all()
    given = _read(toolkit, data)
    if given.publisher is None:
        raise InputError(
            "Nobody signed this list.", hint="Take over a signed list, or add issuers one by one."
        )
    _require_known(toolkit, given.publisher, publisher)
    if len(given.entries) > MOST_ENTRIES:
        raise InputError(f"A list names at most {MOST_ENTRIES} issuers.", code="INPUT_TOO_LARGE")
    now, before = toolkit.clock(), {event.issuer: event for event in history(toolkit)}
    newest = {entry.issuer: given.find(entry.issuer) or entry for entry in given.entries}
    wanted = [_known(entry, given.publisher) for entry in newest.values() if entry.stands(now)]
    for (
        known
    ) in wanted:  # All of it, or nothing: the first that is no issuer is said before anything changes.
        changing.require_form(known)
    ours = {issuer for issuer, event in before.items() if event.source != given.publisher}
    added = [
        known.issuer
        for known in wanted
        if known.issuer not in ours and changing.add(toolkit, principal, known) != before.get(known.issuer)
    ]
    removed = [
        entry.issuer
        for entry in newest.values()
        if not entry.stands(now) and _came_from(before.get(entry.issuer), given.publisher)
    ]
    for issuer in removed:
        reason = f"The publisher took it off: {newest[issuer].reason or 'no reason is given'}"
        changing.remove(
            toolkit,
            principal,
            issuer,
            reason=reason[:LONGEST_REASON],
            by=given.publisher[:LONGEST_NAME],
            source=given.publisher,
        )
    return Taken(given.publisher, tuple(added), tuple(removed), len(newest) - len(added) - len(removed))


def _require_known(toolkit: Toolkit, found: str, expected: str | None) -> None:
    known = {entry.issuer for entry in standing(toolkit)} | profiles.own_issuers(toolkit)
    if found == expected or (expected is None and found in known):
        return
    raise InputError(
        f"The list is by {found[:200]}, which is {'not known here' if expected is None else 'another one'}.",
        hint="Name the publisher that you expect, after you have compared its identifier with what it told you.",
    )


def _read(toolkit: Toolkit, data: bytes) -> TrustList:
    policy = Policy(now=toolkit.clock(), own_issuers=profiles.own_issuers(toolkit))
    try:
        return read_signed_trust_list(data, policy=policy, fetch=toolkit.fetch, workers=toolkit.workers)
    except ProofError:
        raise
    except InputError as exc:
        raise InputError(f"This is no list of known issuers: {exc.detail}", pointer=exc.pointer) from exc


def _known(entry: TrustEntry, publisher: str) -> Known:
    return Known(
        issuer=entry.issuer,
        name=(entry.name or entry.issuer)[:LONGEST_NAME],
        reason=(entry.reason or "It is on the publisher's list.")[:LONGEST_REASON],
        added_by=(entry.added_by or publisher)[:LONGEST_NAME],
        source=publisher,
    )


def _came_from(event: TrustEventRecord | None, publisher: str) -> bool:
    return event is not None and event.action is not TrustAction.REMOVED and event.source == publisher


def _written(entry: TrustEntry) -> JsonObject:
    values: dict[str, str | None] = {
        "id": entry.issuer,
        "name": entry.name,
        "addedAt": None if entry.added_at is None else format_time(entry.added_at),
        "addedBy": entry.added_by,
        "reason": entry.reason,
        "removedAt": None if entry.removed_at is None else format_time(entry.removed_at),
    }
    return {name: value for name, value in values.items() if value is not None}
