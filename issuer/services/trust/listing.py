"""The list of known issuers as it follows from its events."""

from collections.abc import Iterable

from issuer.services.toolkit import Toolkit
from issuer.store import TrustAction, TrustEventRecord
from issuer.verify import IssuerFacts, TrustEntry, TrustList
from issuer.verify.facts import host_of, readable
from issuer.verify.lookalikes import Near, nearest


def listed(toolkit: Toolkit) -> TrustList | None:
    """Return the list for the verifier, removed entries included; None while nobody was ever put on it.

    An installation without a list does not ask *Known issuer?*: that it knows nobody says nothing.
    """
    entries = entries_of(history(toolkit))
    return TrustList(entries) if entries else None


def standing(toolkit: Toolkit) -> tuple[TrustEntry, ...]:
    """Return whoever is on the list now, by name."""
    now = toolkit.clock()
    found = [entry for entry in entries_of(history(toolkit)) if entry.stands(now)]
    return tuple(sorted(found, key=lambda entry: ((entry.name or entry.issuer).casefold(), entry.issuer)))


def history(toolkit: Toolkit) -> tuple[TrustEventRecord, ...]:
    """Return everything that happened to the list, oldest first."""
    with toolkit.database.reader() as reader:
        return reader.trust.all()


def alike(toolkit: Toolkit, *, issuer: str, name: str) -> Near | None:
    """Return the known issuer that another one looks like; None for a known one, or one like nobody.

    Args:
        toolkit: what to work with.
        issuer: its identifier.
        name: its public name.
    """
    known = standing(toolkit)
    if any(entry.issuer == issuer for entry in known):
        return None
    host = host_of(issuer)
    domain = None if host is None else readable(host)
    return nearest(IssuerFacts(id=issuer, name=name, domain=domain, ascii_domain=host), TrustList(known))


def entries_of(events: Iterable[TrustEventRecord]) -> tuple[TrustEntry, ...]:
    """Return the entries that events amount to; an issuer that came back has one for each time.

    Args:
        events: those of one issuer in their order; several issuers may be mixed.
    """
    entries: list[TrustEntry] = []
    place: dict[str, int] = {}
    for event in events:
        if event.action is TrustAction.ADDED:
            place[event.issuer] = len(entries)
            entries.append(_entry(event))
            continue
        number = place[event.issuer]
        old = entries[number]
        is_end = event.action is TrustAction.REMOVED
        entries[number] = TrustEntry(
            issuer=old.issuer,
            name=old.name if is_end else event.name,
            added_at=old.added_at,
            added_by=old.added_by if is_end else event.added_by,
            reason=event.reason,
            removed_at=event.at if is_end else None,
        )
    return tuple(entries)


def _entry(event: TrustEventRecord) -> TrustEntry:
    return TrustEntry(
        issuer=event.issuer,
        name=event.name,
        added_at=event.at,
        added_by=event.added_by,
        reason=event.reason,
    )
