from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from issuer.ledger.chain import GENESIS, Head, Link, Tampering, check, next_hash

Links = list[Link]


def chain(count: int, start: int = 1, previous: bytes = GENESIS, word: str = "event") -> Links:
    links = []
    for number in range(start, start + count):
        body = f"{word} {number}".encode()
        links.append(Link(number, previous, next_hash(previous, body), body))
        previous = links[-1].hash
    return links


def heads(links: Links) -> list[Head]:
    return [Head(link.number, link.hash) for link in links if link.number in {3, 8}]


def named(links: Links, noted: list[Head]) -> list[tuple[int, Tampering]]:
    return [(finding.number, finding.what) for finding in check(links, heads=noted)]


def rehash(link: Link) -> Link:
    return replace(link, hash=next_hash(link.previous_hash, link.body))


def renumber(links: Links) -> Links:
    return [replace(link, number=number) for number, link in enumerate(links, start=1)]


def rebuild(links: Links) -> Links:
    built: Links = []
    for number, link in enumerate(links, start=1):
        previous = built[-1].hash if built else GENESIS
        built.append(Link(number, previous, next_hash(previous, link.body), link.body))
    return built


def edit(links: Links) -> Links:
    return [replace(link, body=b"other") if link.number == 5 else link for link in links]


def edit_with_hash(links: Links) -> Links:
    return [rehash(replace(link, body=b"other")) if link.number == 5 else link for link in links]


def edit_last_with_hash(links: Links) -> Links:
    return [rehash(replace(link, body=b"other")) if link.number == 8 else link for link in links]


def edit_hash_alone(links: Links) -> Links:
    return [replace(link, hash=bytes(32)) if link.number == 5 else link for link in links]


def remove(links: Links) -> Links:
    return [link for link in links if link.number != 5]


def remove_first(links: Links) -> Links:
    return links[1:]


def remove_three(links: Links) -> Links:
    return [link for link in links if link.number not in {4, 5, 6}]


def remove_and_close_ranks(links: Links) -> Links:
    return renumber(remove(links))


def swap(links: Links) -> Links:
    numbers = {4: 5, 5: 4}
    return [replace(link, number=numbers.get(link.number, link.number)) for link in links]


def swap_bodies(links: Links) -> Links:
    four, five = links[3], links[4]
    return [*links[:3], replace(four, body=five.body), replace(five, body=four.body), *links[5:]]


def insert(links: Links) -> Links:
    false = rehash(Link(0, links[3].hash, b"", b"false"))
    return renumber([*links[:4], false, *links[4:]])


def insert_first(links: Links) -> Links:
    return renumber([rehash(Link(0, GENESIS, b"", b"false")), *links])


def insert_two(links: Links) -> Links:
    first = rehash(Link(0, links[3].hash, b"", b"false"))
    second = rehash(Link(0, first.hash, b"", b"false too"))
    return renumber([*links[:4], first, second, *links[4:]])


def repeat(links: Links) -> Links:
    return [*links[:5], *links[4:]]


def move(links: Links) -> Links:
    numbers = {5: 2, 2: 3, 3: 4, 4: 5}
    return [replace(link, number=numbers.get(link.number, link.number)) for link in links]


def cut_loose(links: Links) -> Links:
    return [replace(link, previous_hash=bytes([7]) * 32) if link.number == 5 else link for link in links]


def truncate(links: Links) -> Links:
    return links[:6]


def empty(links: Links) -> Links:
    return links[:0]


def rebuild_whole(links: Links) -> Links:
    return rebuild(edit(links))


def rebuild_after_removing(links: Links) -> Links:
    return rebuild(remove(links))


def rebuild_after_inserting(links: Links) -> Links:
    return rebuild([*links[:4], Link(0, b"", b"", b"false"), *links[4:]])


CASES: list[tuple[Callable[[Links], Links], list[tuple[int, Tampering]]]] = [
    (edit, [(5, Tampering.EDITED)]),
    (edit_with_hash, [(5, Tampering.EDITED)]),
    (edit_last_with_hash, [(8, Tampering.REBUILT)]),
    (edit_hash_alone, [(5, Tampering.EDITED)]),
    (remove, [(5, Tampering.REMOVED)]),
    (remove_first, [(1, Tampering.REMOVED)]),
    (remove_three, [(4, Tampering.REMOVED)]),
    (remove_and_close_ranks, [(5, Tampering.REMOVED)]),
    (swap, [(4, Tampering.SWAPPED), (5, Tampering.SWAPPED)]),
    (swap_bodies, [(4, Tampering.EDITED), (5, Tampering.EDITED)]),
    (insert, [(5, Tampering.INSERTED)]),
    (insert_first, [(1, Tampering.INSERTED)]),
    (insert_two, [(5, Tampering.INSERTED), (6, Tampering.INSERTED)]),
    (repeat, [(5, Tampering.INSERTED)]),
    (move, [(2, Tampering.SWAPPED), (3, Tampering.SWAPPED), (4, Tampering.SWAPPED), (5, Tampering.SWAPPED)]),
    (cut_loose, [(5, Tampering.EDITED)]),
    (truncate, [(7, Tampering.TRUNCATED)]),
    (empty, [(1, Tampering.TRUNCATED)]),
    (rebuild_whole, [(8, Tampering.REBUILT)]),
    (rebuild_after_removing, [(8, Tampering.TRUNCATED)]),
    (rebuild_after_inserting, [(8, Tampering.REBUILT)]),
]


@pytest.mark.parametrize(("tamper", "expected"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_what_was_done_is_named(
    tamper: Callable[[Links], Links], expected: list[tuple[int, Tampering]]
) -> None:
    links = chain(8)
    assert named(links, heads(links)) == []
    assert named(tamper(links), heads(links)) == expected


WITHOUT_HEADS = {edit_last_with_hash, truncate, empty, rebuild_whole, rebuild_after_removing}


@pytest.mark.parametrize(("tamper", "_expected"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_what_a_chain_alone_can_tell(tamper: Callable[[Links], Links], _expected: object) -> None:
    found = check(tamper(chain(8)))
    assert bool(found) == (tamper not in WITHOUT_HEADS | {rebuild_after_inserting})


def test_events_after_the_last_head_are_no_finding() -> None:
    links = chain(12)
    assert check(links, heads=heads(links)) == []
    assert check(reversed(links), heads=heads(links)) == []


def test_an_empty_chain_is_whole() -> None:
    assert check([]) == []


def test_findings_are_sentences() -> None:
    sentences = [finding.sentence for finding in check(remove(swap(chain(8))))]
    assert sentences
    assert all(sentence.endswith(".") for sentence in sentences)


@given(st.integers(1, 12), st.data())
def test_no_single_change_goes_unnoticed(count: int, data: st.DataObject) -> None:
    links = chain(count)
    at = data.draw(st.integers(0, count - 1))
    field = data.draw(st.sampled_from(["body", "hash", "previous_hash", "number", "gone", "twice"]))
    if field == "gone":
        touched = [*links[:at], *links[at + 1 :]]
    elif field == "twice":
        touched = renumber([*links[:at], links[at], *links[at:]])
    elif field == "number":
        touched = [*links[:at], replace(links[at], number=count + 5), *links[at + 1 :]]
    else:
        other = data.draw(st.binary(min_size=32, max_size=32))
        changed = {
            "body": replace(links[at], body=other),
            "hash": replace(links[at], hash=other),
            "previous_hash": replace(links[at], previous_hash=other),
        }
        touched = [*links[:at], changed[field], *links[at + 1 :]]
    assume(touched != links)
    assert check(touched, heads=[Head(count, links[-1].hash)])


def test_the_hash_is_pinned() -> None:
    expected = "beabab079eefb079b77ef200571ae52fedd5c0061147573421fe2280a08bd700"
    assert next_hash(GENESIS, b"{}").hex() == expected
    assert next_hash(GENESIS, b"a") != next_hash(GENESIS, b"b") != next_hash(bytes([1]) * 32, b"b")
