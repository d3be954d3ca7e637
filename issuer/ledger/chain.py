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
    """A link as far as it can be followed: `hash` and `previous` are the ones that the others vouch for."""

    number: int
    previous: bytes
    hash: bytes
    is_whole: bool


def check(links: Iterable[Link], *, heads: Iterable[Head] = ()) -> list[Finding]:
    """Compare a chain with itself and with what was noted about it earlier.

    Args:
        links: every numbered event, in any order; each is read once, so a stream will do.
        heads: sizes and hashes noted earlier, from the database or, better, from outside of it.

    Returns:
        What was found, in order of the numbers; empty for a chain that nobody touched.
    """
    places = _places(links)
    noted = list(heads)
    found = [
        Finding(place.number, Tampering.EDITED, f"Event {place.number} is not what was recorded.")
        for place in places
        if not place.is_whole
    ]
    fragments = _follow(places)
    found += _gaps(places)
    found += _forks(places, fragments)
    found += _disorder(fragments)
    found += _tears(places, fragments, lost=_shift(places, noted) < 0)
    found += _against_heads(places, noted)
    return sorted(set(found), key=lambda finding: (finding.number, finding.what))


def _places(links: Iterable[Link]) -> list[_Place]:
    """Return the links by number; one that does not hold together is taken to stand where it says."""
    known = [
        (link.number, link.previous_hash, link.hash, next_hash(link.previous_hash, link.body))
        for link in links
    ]
    named = {previous for _, previous, _, _ in known}
    places: list[_Place] = []
    for number, previous, stored, computed in sorted(known):
        if stored == computed:
            places.append(_Place(number, previous, stored, is_whole=True))
            continue
        before = places[-1] if places else _Place(0, b"", GENESIS, is_whole=True)
        vouched = before.hash if before.number == number - 1 else previous
        places.append(_Place(number, vouched, computed if computed in named else stored, is_whole=False))
    return places


def _follow(places: list[_Place]) -> list[list[_Place]]:
    """Follow the hashes from each event that no known event goes before, along the longest way."""
    children: dict[bytes, list[_Place]] = {}
    for place in places:
        children.setdefault(place.previous, []).append(place)
    depth: dict[bytes, int] = {}
    for place in reversed(places):
        depth[place.previous] = max(depth.get(place.previous, 0), 1 + depth.get(place.hash, 0))
    hashes = {place.hash for place in places}
    starts = [GENESIS, *dict.fromkeys(p.previous for p in places if p.previous not in hashes | {GENESIS})]
    fragments = []
    visited: set[_Place] = set()
    for start in starts:
        fragment: list[_Place] = []
        end = start
        while ways := [place for place in children.get(end, []) if place not in visited]:
            step = max(ways, key=lambda place: (depth.get(place.hash, 0), -place.number))
            visited.add(step)
            fragment.append(step)
            end = step.hash
        fragments.append(fragment)
    return sorted((f for f in fragments if f), key=lambda fragment: fragment[0].number)


def _gaps(places: list[_Place]) -> list[Finding]:
    found, expected = [], 1
    for place in places:
        if place.number > expected:
            last = place.number - 1
            what = f"Event {expected} was" if last == expected else f"Events {expected} to {last} were"
            found.append(Finding(expected, Tampering.REMOVED, f"{what} removed."))
        if place.number < expected:
            sentence = f"There are two events with the number {place.number}."
            found.append(Finding(place.number, Tampering.INSERTED, sentence))
        expected = max(expected, place.number + 1)
    return found


def _forks(places: list[_Place], fragments: list[list[_Place]]) -> list[Finding]:
    """Name the events that stand beside the chain: nothing that was recorded later knows them."""
    followed = {place for fragment in fragments for place in fragment}
    return [
        Finding(
            place.number,
            Tampering.INSERTED,
            f"Event {place.number} was inserted: what was recorded later does not know it.",
        )
        for place in places
        if place not in followed
    ]


def _disorder(fragments: list[list[_Place]]) -> list[Finding]:
    found = []
    for fragment in fragments:
        in_order = sorted(place.number for place in fragment)
        found += [
            Finding(
                place.number,
                Tampering.SWAPPED,
                f"Event {place.number} stands in the wrong place: it was recorded as event {number}.",
            )
            for place, number in zip(fragment, in_order, strict=True)
            if place.number != number
        ]
    return found


def _tears(places: list[_Place], fragments: list[list[_Place]], *, lost: bool) -> list[Finding]:
    """Name what is between two fragments that should be one chain; a gap in the numbers says it already."""
    numbers = {place.number for place in places}
    found = []
    for first in (fragment[0] for fragment in fragments):
        before = first.number - 1
        if first.previous == GENESIS or (before and before not in numbers) or not first.is_whole:
            continue
        if lost or not before:
            sentence = f"What was recorded right before event {first.number} was removed."
            found.append(Finding(first.number, Tampering.REMOVED, sentence))
        else:
            sentence = (
                f"Event {before} was rewritten, or one between it and event {first.number} was removed."
            )
            found.append(Finding(before, Tampering.EDITED, sentence))
    return found


def _shift(places: list[_Place], heads: list[Head]) -> int:
    """Say by how much a noted event moved: below zero when events before it are gone."""
    numbers = {place.hash: place.number for place in places}
    return min((numbers[head.hash] - head.size for head in heads if head.hash in numbers), default=0)


def _against_heads(places: list[_Place], heads: list[Head]) -> list[Finding]:
    """Look for the noted events; one that only moved was explained by what is before it."""
    hashes = {place.hash for place in places}
    numbers = {place.number for place in places}
    size = max(numbers, default=0)
    lost = [head.size for head in heads if head.hash not in hashes]
    found = []
    if lost and max(lost) > size:
        sentence = f"The chain ends at event {size}; {max(lost)} events were noted earlier."
        found.append(Finding(size + 1, Tampering.TRUNCATED, sentence))
    if rebuilt := [number for number in lost if number in numbers]:
        sentence = f"Event {min(rebuilt)} has another hash than was noted: something up to it was rebuilt."
        found.append(Finding(min(rebuilt), Tampering.REBUILT, sentence))
    return found
