"""The hash chain over events: each event's hash covers its exact bytes and the hash before it.

A chain alone finds an edited, removed, inserted or swapped event, because every later hash vouches for
it. It cannot find a tail that was cut off or rebuilt to its end: for that, `check` compares with heads
that were noted earlier, best of all signed ones kept elsewhere. Rows that are not numbered yet are not
covered.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

GENESIS: Final = bytes(32)
"""What stands before the first event."""

_DOMAIN: Final = b"mintmark event chain v1\n"


def next_hash(previous: bytes, body: bytes) -> bytes:
    """Return the hash of an event whose predecessor has the hash `previous`.

    `previous` always has 32 bytes, so no two pairs give the same input.
    """
    return hashlib.sha256(_DOMAIN + previous + body).digest()


@dataclass(frozen=True)
class Link:
    """One numbered event, as it is kept: numbers begin at 1."""

    number: int
    previous_hash: bytes
    hash: bytes
    body: bytes


@dataclass(frozen=True)
class Head:
    """What was noted about the chain earlier: it had `size` events, and the last one had this hash."""

    size: int
    hash: bytes


class Tampering(StrEnum):
    """What was done to a chain, as far as it can be told."""

    EDITED = "edited"
    REMOVED = "removed"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    TRUNCATED = "truncated"
    REBUILT = "rebuilt"


@dataclass(frozen=True)
class Finding:
    """One place where a chain is not what it was: which event, what happened to it, in words."""

    number: int
    what: Tampering
    sentence: str


@dataclass(frozen=True)
class _Place:
    number: int
    previous: bytes
    hash: bytes
    is_whole: bool


def check(links: Iterable[Link], *, heads: Iterable[Head] = ()) -> list[Finding]:
    """Compare a chain with itself and with what was noted about it earlier.

    Args:
        links: every numbered event; any order, each read once, so a stream will do.
        heads: sizes and hashes noted earlier, from the database or, better, from outside of it.

    Returns:
        What was found, in order of the numbers; empty for a chain that nobody touched.
    """
    places = sorted(
        (_Place(link.number, link.previous_hash, link.hash, _is_whole(link)) for link in links),
        key=lambda place: place.number,
    )
    found = [
        Finding(place.number, Tampering.EDITED, f"Event {place.number} is not what was recorded.")
        for place in places
        if not place.is_whole
    ]
    found += _gaps(places) + _breaks(places) + _against_heads(places, list(heads))
    return sorted(set(found), key=lambda finding: (finding.number, finding.what))


def _is_whole(link: Link) -> bool:
    return next_hash(link.previous_hash, link.body) == link.hash


def _gaps(places: list[_Place]) -> list[Finding]:
    found, expected = [], 1
    for place in places:
        if place.number > expected:
            last = place.number - 1
            what = f"Event {expected} was" if last == expected else f"Events {expected} to {last} were"
            found.append(Finding(expected, Tampering.REMOVED, f"{what} removed."))
        expected = max(expected, place.number + 1)
    return found


def _breaks(places: list[_Place]) -> list[Finding]:
    """Look at each event whose predecessor is not the one that its own hash names."""
    by_hash = {place.hash: place for place in places}
    named = {place.previous for place in places}
    found = []
    before: _Place | None = None
    for place in places:
        expected = before.hash if before else GENESIS
        follows = before.number if before else 0
        if place.previous != expected and place.number == follows + 1:
            found.append(_explain(place, before, by_hash, named))
        before = place
    return found


def _explain(
    place: _Place, before: _Place | None, by_hash: dict[bytes, _Place], named: set[bytes]
) -> Finding:
    claimed = by_hash.get(place.previous)
    claimed_number = 0 if place.previous == GENESIS else claimed.number if claimed else None
    if before is not None and claimed_number == before.number - 1 and before.hash not in named:
        return Finding(
            before.number,
            Tampering.INSERTED,
            f"Event {before.number} was inserted: the next event does not know it.",
        )
    if claimed_number is not None:
        return Finding(
            place.number,
            Tampering.SWAPPED,
            f"Event {place.number} stands in the wrong place: it was recorded after event {claimed_number}.",
        )
    if before is not None and before.hash not in named:
        return Finding(
            before.number,
            Tampering.EDITED,
            f"Event {before.number} was rewritten, or one between it and event {place.number} was removed.",
        )
    return Finding(
        place.number, Tampering.REMOVED, f"What was recorded before event {place.number} was removed."
    )


def _against_heads(places: list[_Place], heads: list[Head]) -> list[Finding]:
    hashes = {place.number: place.hash for place in places}
    size = places[-1].number if places else 0
    found = []
    longest = max((head.size for head in heads), default=0)
    if longest > size:
        found.append(
            Finding(
                size + 1,
                Tampering.TRUNCATED,
                f"The chain ends at event {size}; {longest} events were noted earlier.",
            )
        )
    wrong = [head.size for head in heads if head.size in hashes and hashes[head.size] != head.hash]
    if wrong:
        first = min(wrong)
        found.append(
            Finding(
                first,
                Tampering.REBUILT,
                f"Event {first} has another hash than was noted: something up to it was rebuilt.",
            )
        )
    return found
