"""What waits is planned in a reader and numbered in a unit; a plan that came too late numbers nothing."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import event

from issuer.errors import ConflictError
from issuer.ledger import tree
from issuer.ledger.chain import GENESIS, next_hash
from issuer.store import Database, Numbered, Numbering
from tests.store import records
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import LATER, NOW, urn


def add(database: Database, *numbers: int) -> None:
    """Add an event and a leaf for each number, each a second after the one before."""
    with database.unit() as unit:
        for number in numbers:
            at = NOW + timedelta(seconds=number)
            unit.events.add(records.draft(id=urn(100 + number), at=at))
            unit.leaves.add(leaf_id=urn(200 + number), kind="key", entry=b"%d" % number, at=at)


def planned(database: Database, limit: int = 100) -> Numbering:
    with database.reader() as reader:
        return reader.numbering.plan(limit)


def carry_out(database: Database, numbering: Numbering) -> Numbered:
    with database.unit() as unit:
        return unit.numbering.carry_out(numbering, at=LATER)


def test_a_plan_numbers_what_waited_and_not_what_came_later(empty: Database) -> None:
    add(empty, 3, 1, 2)
    numbering = planned(empty)
    add(empty, 0)
    assert numbering.counts == carry_out(empty, numbering) == Numbered(3, 3)
    assert carry_out(empty, planned(empty, 1)) == Numbered(1, 1)
    with empty.reader() as reader:
        events, leaves = reader.events.page(), reader.leaves.page()
        heads = [reader.heads.find_newest(chain) for chain in ("events", "leaves")]
    # What came later has a later number, though it happened before.
    assert [(one.number, one.id) for one in events] == [
        (n + 1, urn(100 + e)) for n, e in enumerate([1, 2, 3, 0])
    ]
    assert [(one.number, one.id) for one in leaves] == [(n, urn(200 + e)) for n, e in enumerate([1, 2, 3, 0])]
    before = GENESIS
    for one in events:
        assert one.previous_hash == before
        assert one.hash == next_hash(before, one.body)
        before = one.hash
    root = tree.root([one.leaf_hash for one in leaves])
    assert [(head.size, head.head) for head in heads if head] == [(4, before), (4, root)]


def test_a_plan_that_came_too_late_numbers_nothing(empty: Database) -> None:
    add(empty, 1)
    late = planned(empty)
    carry_out(empty, planned(empty))
    add(empty, 2)
    with pytest.raises(ConflictError, match="numbering the events"):
        carry_out(empty, late)
    with empty.reader() as reader:
        assert len(reader.events.page()) == len(reader.leaves.page()) == 1


def test_a_row_that_got_its_number_meanwhile_refuses_the_whole_plan(empty: Database) -> None:
    """Heads that were noted are not all there is: the rows themselves must still wait."""
    add(empty, 1, 2)
    late = planned(empty)
    with empty.unit() as unit:
        run = unit._statements._connection.exec_driver_sql
        run("UPDATE leaves SET number = 7 WHERE at = (SELECT min(at) FROM leaves)")
    with pytest.raises(ConflictError, match="numbering the leaves"):
        carry_out(empty, late)
    with empty.reader() as reader:
        assert reader.events.page() == ()


def test_a_swallowed_refusal_keeps_nothing(empty: Database) -> None:
    add(empty, 1)
    late = planned(empty)
    with empty.unit() as unit:
        unit._statements._connection.exec_driver_sql("UPDATE leaves SET number = 0")

    def swallow() -> None:
        with empty.unit() as unit, suppress(ConflictError):
            unit.numbering.carry_out(late, at=LATER)

    with pytest.raises(ConflictError, match="none of it is kept"):
        swallow()
    with empty.reader() as reader:
        assert reader.events.pending() == 1


def test_what_is_owed(empty: Database) -> None:
    assert not planned(empty).is_owed
    add(empty, 1)
    assert planned(empty).is_owed
    carry_out(empty, planned(empty))
    # Everything has its number, and both heads wait for a signature.
    assert planned(empty).counts == Numbered(0, 0)
    assert planned(empty).is_owed
    with empty.unit() as unit:
        unit.heads.keep_signed("events", 1, signed=b"note")
        assert unit.numbering.plan(1).is_owed
        unit.heads.keep_signed("leaves", 1, signed=b"note")
    assert not planned(empty).is_owed


@ONLY_SQLITE
def test_many_rows_are_one_statement_that_finds_each_by_its_id(empty: Database) -> None:
    add(empty, *range(20))
    numbering = planned(empty)
    told: list[tuple[str, object]] = []
    event.listen(empty._writer, "before_cursor_execute", lambda *said: told.append((said[2], said[3])))
    carry_out(empty, numbering)
    changes = [(text, given) for text, given in told if text.startswith("UPDATE")]
    assert len(changes) == 2
    with empty._reading.connect() as connection:
        for text, given in changes:
            plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given)]  # type: ignore[arg-type]
            assert plan[0].startswith("SCAN given")
            assert plan[1].startswith("SEARCH")
            assert plan[1].endswith("(id=?)")
