import hashlib
from datetime import timedelta

import pytest

from issuer.documents import strict_json
from issuer.errors import ConflictError, InputError, NotFoundError
from issuer.ledger import tree
from issuer.ledger.chain import GENESIS, Head, check, next_hash
from issuer.store import Database, Numbered
from tests.store import records
from tests.store.records import LATER, NOW, SALT, urn


def add(database: Database, *numbers: int) -> None:
    """Add an event and a leaf for each number, each a second after the one before."""
    with database.unit() as unit:
        for number in numbers:
            at = NOW + timedelta(seconds=number)
            unit.events.add(records.draft(id=urn(100 + number), at=at))
            unit.leaves.add(leaf_id=urn(200 + number), kind="key", entry=b"%d" % number, at=at)


def run(database: Database, limit: int = 100) -> Numbered:
    with database.unit() as unit:
        return unit.events.number_pending(limit, at=LATER)


def test_an_event_keeps_what_its_body_says(empty: Database) -> None:
    draft = records.draft(
        before_digest="sha256:00", category="fraud", request_id="r-1", details="Ada wrote.", salt=SALT
    )
    with empty.unit() as unit:
        event = unit.events.add(draft)
    digest = "sha256:" + hashlib.sha256(SALT + b"Ada wrote.").hexdigest()
    assert strict_json.parse(event.body) == {
        "action": "credential.issued",
        "actor": "operator",
        "after": records.DIGEST,
        "at": "2026-03-01T12:00:00Z",
        "before": "sha256:00",
        "category": "fraud",
        "details": digest,
        "id": urn(20),
        "object": urn(9),
        "profile": records.DID,
        "request": "r-1",
        "role": "admin",
    }
    with empty.reader() as reader:
        assert reader.events.get(urn(20)) == event
        assert reader.events.of_object(urn(9)) == (event,)
        assert reader.events.find_details(urn(20)) == "Ada wrote."
        assert reader.events.pending() == 1
        assert reader.events.page() == ()
        with pytest.raises(NotFoundError):
            reader.events.get("none")
    assert "Ada" not in repr(draft)
    assert b"Ada" not in event.body


def test_what_is_absent_is_not_in_the_body(empty: Database) -> None:
    with empty.unit() as unit:
        event = unit.events.add(records.draft(profile=None, after_digest=None))
    assert b"null" not in event.body
    assert b"profile" not in event.body


@pytest.mark.parametrize("salt", [None, b"", bytes(15)])
def test_free_text_needs_salt(empty: Database, salt: bytes | None) -> None:
    with empty.unit() as unit, pytest.raises(InputError, match="salt"):
        unit.events.add(records.draft(details="Ada wrote.", salt=salt))


def test_an_event_comes_once(issued: Database) -> None:
    with pytest.raises(ConflictError, match="cannot be added"), issued.unit() as unit:
        unit.events.add(records.draft())


def test_a_version_has_one_leaf_of_its_issue(issued: Database) -> None:
    def add_leaf(number: int, kind: str) -> None:
        with issued.unit() as unit:
            unit.leaves.add(
                leaf_id=urn(number), kind=kind, entry=b"x", at=NOW, credential_id=urn(9), version_number=1
            )

    add_leaf(90, "status")
    add_leaf(91, "status")
    with pytest.raises(ConflictError, match="cannot be added"):
        add_leaf(92, "issue")
    with issued.reader() as reader:
        assert {leaf.id for leaf in reader.leaves.of_version(urn(9), 1)} == {urn(30), urn(90), urn(91)}


def test_a_leaf_names_a_version_that_is_here(issued: Database) -> None:
    with pytest.raises(ConflictError, match=r"(?i)foreign key|fk_leaves"), issued.unit() as unit:
        unit.leaves.add(
            leaf_id=urn(90), kind="issue", entry=b"x", at=NOW, credential_id=urn(9), version_number=2
        )
    with pytest.raises(ConflictError, match="names_a_version"), issued.unit() as unit:
        unit.leaves.add(leaf_id=urn(90), kind="issue", entry=b"x", at=NOW, credential_id=urn(9))


def test_the_sequencer_numbers_in_order_of_time(empty: Database) -> None:
    add(empty, 3, 1, 2)
    assert run(empty) == Numbered(events=3, leaves=3)
    with empty.reader() as reader:
        events, leaves = reader.events.page(), reader.leaves.page()
        assert [(event.number, event.id) for event in events] == [(n, urn(100 + n)) for n in (1, 2, 3)]
        assert [(leaf.number, leaf.id) for leaf in leaves] == [(n - 1, urn(200 + n)) for n in (1, 2, 3)]
        assert [event.number for event in reader.events.page(after=1, limit=1)] == [2]
        assert [leaf.number for leaf in reader.leaves.page(after=0, limit=1)] == [1]
        assert (reader.events.pending(), reader.leaves.pending()) == (0, 0)
    first = next_hash(GENESIS, events[0].body)
    assert (events[0].previous_hash, events[0].hash, events[1].previous_hash) == (GENESIS, first, first)


def test_runs_go_on_where_the_last_one_ended(empty: Database) -> None:
    add(empty, *range(1, 8))
    assert [run(empty, 3) for _ in range(4)] == [
        Numbered(3, 3),
        Numbered(3, 3),
        Numbered(1, 1),
        Numbered(0, 0),
    ]
    add(empty, 9, 8)
    run(empty)
    with empty.reader() as reader:
        hashes = reader.leaves.hashes()
        assert hashes == [tree.leaf_hash(b"%d" % number) for number in range(1, 10)]
        noted = [(head.size, head.head) for head in reader.heads.all("leaves")]
        assert noted == [(size, tree.root(hashes[:size])) for size in (3, 6, 7, 9)]
        heads = [Head(head.size, head.head) for head in reader.heads.all("events")]
        assert [head.size for head in heads] == [3, 6, 7, 9]
        assert check(reader.events.links(), heads=heads) == []
        newest = reader.heads.find_newest("events")
        assert newest is not None
        assert (newest.size, newest.at) == (9, LATER)


def test_an_event_that_comes_late_is_chained_after_what_is_chained(empty: Database) -> None:
    add(empty, 5)
    run(empty)
    add(empty, 1)
    run(empty)
    with empty.reader() as reader:
        assert [event.id for event in reader.events.page()] == [urn(105), urn(101)]


def test_a_head_is_signed_once(empty: Database) -> None:
    def sign(size: int) -> None:
        with empty.unit() as unit:
            unit.heads.keep_signed("events", size, signed=b"signed")

    add(empty, 1)
    run(empty)
    sign(1)
    with empty.reader() as reader:
        newest = reader.heads.find_newest("events")
        assert newest is not None
        assert newest.signed == b"signed"
        assert reader.heads.find_newest("other") is None
    for size in (1, 2):
        with pytest.raises(ConflictError, match="signed already, or not noted"):
            sign(size)
