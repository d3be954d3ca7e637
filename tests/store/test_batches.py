from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import IntegrityError

from issuer import store
from issuer.errors import ConflictError, NotFoundError
from issuer.store import (
    BatchRecord,
    BatchState,
    Database,
    GapRecord,
    ItemRecord,
    ItemState,
    SettledItem,
    Unit,
)
from tests.store import records
from tests.store.kinds import ONLY_POSTGRESQL
from tests.store.records import LATER, NOW, urn
from tests.store.shell import shell

BATCH = urn(300)
SECOND = timedelta(seconds=1)


def batch(**change: object) -> BatchRecord:
    base = BatchRecord(BATCH, urn(1), urn(4), "awards.csv", "csv", "operator", "operator", 1, NOW)
    return replace(base, **change)  # type: ignore[arg-type]


def item(number: int, **change: object) -> ItemRecord:
    base = ItemRecord(BATCH, number, number + 1, f"lms-{number}", f"t{number}|SEL-01|1.0|1", {"a": "x"})
    return replace(base, **change)  # type: ignore[arg-type]


def fill(database: Database, count: int = 5, *, state: BatchState = BatchState.RUNNING) -> None:
    with database.unit() as unit:
        unit.batches.add(batch())
        unit.batches.add_items([item(number) for number in range(1, count + 1)])
        unit.batches.move(BATCH, old=[BatchState.LOADING], new=BatchState.READY, total=count)
        if state is not BatchState.READY:
            unit.batches.move(BATCH, old=[BatchState.READY], new=BatchState.RUNNING, confirmed_at=LATER)


def lease(database: Database, holder: str, *, limit: int = 2, at_s: int = 0) -> list[int]:
    now = NOW + at_s * SECOND
    with database.unit() as unit:
        taken = unit.batches.lease(BATCH, holder=holder, now=now, until=now + 10 * SECOND, limit=limit)
    assert all((one.state, one.holder) == (ItemState.LEASED, holder) for one in taken)
    with database.reader() as reader:
        kept = {one.number: one for one in reader.batches.items(BATCH)}
    assert list(taken) == [kept[one.number] for one in taken]
    return [one.number for one in taken]


def settle(database: Database, holder: str, *items: ItemRecord) -> None:
    with database.unit() as unit:
        settled = [
            SettledItem(one.number, one.state, one.credential_id, one.code, one.words) for one in items
        ]
        unit.batches.settle(items[0].batch_id, settled, holder=holder)


def test_a_batch_goes_from_file_to_work(furnished: Database) -> None:
    fill(furnished)
    with furnished.reader() as reader:
        found = reader.batches.get(BATCH)
        assert found == batch(state=BatchState.RUNNING, total=5, confirmed_at=LATER)
        assert reader.batches.running() == reader.batches.newest(profile_id=urn(1)) == (found,)
        assert reader.batches.newest(profile_id=urn(99)) == ()
        assert reader.batches.count_items(BATCH)[ItemState.WAITING] == 5
        assert [one.number for one in reader.batches.each_item(BATCH)] == [1, 2, 3, 4, 5]
        with pytest.raises(NotFoundError):
            reader.batches.get("none")


def test_a_step_is_taken_from_the_right_place(furnished: Database) -> None:
    fill(furnished, state=BatchState.READY)
    with pytest.raises(ConflictError, match="is not running or paused"), furnished.unit() as unit:
        unit.batches.move(
            BATCH, old=[BatchState.RUNNING, BatchState.PAUSED], new=BatchState.DONE, ended_at=LATER
        )


def test_what_stands_twice_in_a_file_is_told_and_not_kept(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.batches.add(batch())
        assert unit.batches.add_items([item(1), item(2)]) == frozenset()
        same_id = item(3, external_id="lms-1")
        same_award = item(4, award=item(2).award)
        assert unit.batches.add_items([same_id, same_award, item(5)]) == {3, 4}
        assert unit.batches.add_items([]) == frozenset()
        twin, other = unit.batches.find_twin(same_id), unit.batches.find_twin(same_award)
        assert twin is not None
        assert other is not None
        assert (twin.number, other.number) == (1, 2)
        assert unit.batches.find_twin(item(9)) is None
        assert unit.batches.count_items(BATCH)[ItemState.WAITING] == 3


def test_what_was_found_in_a_file_is_kept_in_order(furnished: Database) -> None:
    gaps = [GapRecord(BATCH, n, n + 1, "person", "nobody", n % 2) for n in (1, 2, 3)]
    with furnished.unit() as unit:
        unit.batches.add(batch())
        unit.batches.add_gaps(gaps)
        unit.batches.add_items([item(1)])
        unit.batches.forget_items(BATCH)
    with furnished.reader() as reader:
        assert reader.batches.gaps(BATCH) == tuple(gaps)
        assert reader.batches.gaps(BATCH, after=1, limit=1) == (gaps[1],)
        assert reader.batches.count_gaps(BATCH) == (2, 1)
        assert reader.batches.items(BATCH) == ()


def test_workers_get_different_items(furnished: Database) -> None:
    fill(furnished)
    assert lease(furnished, "a") == [1, 2]
    assert lease(furnished, "b") == [3, 4]
    assert lease(furnished, "a") == [5]
    assert lease(furnished, "b") == []


def test_a_lease_that_ended_goes_to_another(furnished: Database) -> None:
    fill(furnished)
    assert lease(furnished, "a") == [1, 2]
    assert lease(furnished, "b", limit=9, at_s=9) == [3, 4, 5]
    assert lease(furnished, "b", limit=9, at_s=10) == [1, 2]
    with furnished.reader() as reader:
        assert [one.tries for one in reader.batches.items(BATCH)] == [2, 2, 1, 1, 1]


def test_a_heartbeat_holds_on(furnished: Database) -> None:
    fill(furnished)
    lease(furnished, "a")
    with furnished.unit() as unit:
        assert unit.batches.renew(BATCH, holder="a", until=NOW + 20 * SECOND) == 2
        assert unit.batches.renew(BATCH, holder="b", until=NOW + 20 * SECOND) == 0
    assert lease(furnished, "b", limit=9, at_s=19) == [3, 4, 5]


def test_a_worker_gives_back_what_it_has(furnished: Database) -> None:
    fill(furnished)
    lease(furnished, "a")
    with furnished.unit() as unit:
        assert unit.batches.give_back(BATCH, holder="b") == 0
        assert unit.batches.give_back(BATCH, holder="a") == 2
    assert lease(furnished, "b") == [1, 2]


def test_an_item_is_settled_by_its_holder_once(issued: Database) -> None:
    fill(issued)
    lease(issued, "a")
    done = item(1, state=ItemState.ISSUED, credential_id=urn(9))
    refused = item(2, state=ItemState.FAILED, code="CONFLICT", words="It is retired.")
    with pytest.raises(ConflictError, match="taken this work over"):
        settle(issued, "b", done)
    with pytest.raises(ConflictError, match="taken this work over"):
        settle(issued, "a", done, item(3, state=ItemState.FAILED, words="Not mine."))
    settle(issued, "a", done, refused)
    with issued.reader() as reader:
        first, second, third, *_ = reader.batches.items(BATCH)
    assert (first.state, first.credential_id, first.holder) == (ItemState.ISSUED, urn(9), None)
    assert (second.state, second.code, second.words) == (ItemState.FAILED, "CONFLICT", "It is retired.")
    assert third.state is ItemState.WAITING
    with pytest.raises(ConflictError):
        settle(issued, "a", done)
    assert lease(issued, "b", limit=9, at_s=99) == [3, 4, 5]


def test_cancelling_leaves_what_is_at_work(furnished: Database) -> None:
    fill(furnished)
    lease(furnished, "a")
    with furnished.unit() as unit:
        assert unit.batches.cancel_waiting(BATCH) == 3
    with furnished.reader() as reader:
        counts = reader.batches.count_items(BATCH)
    assert (counts[ItemState.LEASED], counts[ItemState.CANCELLED]) == (2, 3)


def test_only_what_was_never_confirmed_is_forgotten(furnished: Database) -> None:
    fill(furnished, state=BatchState.READY)
    with furnished.unit() as unit:
        unit.batches.forget(BATCH)
        assert unit.batches.newest() == ()
        assert unit.batches.items(BATCH) == ()
    fill(furnished)
    with pytest.raises(ConflictError, match="was confirmed"), furnished.unit() as unit:
        unit.batches.forget(BATCH)


REFUSED = [
    ("DELETE FROM batches", "confirmed_batches_are_kept"),
    ("UPDATE batches SET name = 'other'", "batches_only_move_on"),
    ("UPDATE batches SET total = 9", "batches_only_move_on"),
    ("UPDATE batches SET confirmed_at = NULL, state = 'ready'", "batches_only_move_on"),
    ("UPDATE batch_items SET request = '{}'", "batch_items_settle_once"),
    ("UPDATE batch_items SET state = 'leased'", "ck_batch_items_leased_has_a_holder"),
    ("UPDATE batch_items SET state = 'issued'", "ck_batch_items_issued_names_it"),
    ("UPDATE batch_items SET state = 'failed'", "ck_batch_items_failed_says_why"),
]


@pytest.mark.parametrize(("statement", "law"), REFUSED)
def test_the_database_refuses(furnished: Database, url: str, statement: str, law: str) -> None:
    fill(furnished)
    engine = shell(url)
    with engine.connect() as connection, pytest.raises(IntegrityError, match=law):
        connection.exec_driver_sql(statement)
    engine.dispose()


def test_what_ended_stays_ended(furnished: Database, url: str) -> None:
    fill(furnished)
    with furnished.unit() as unit:
        unit.batches.cancel_waiting(BATCH)
        unit.batches.move(BATCH, old=[BatchState.RUNNING], new=BatchState.CANCELLED, ended_at=LATER)
    engine = shell(url)
    for statement in (
        "UPDATE batches SET state = 'running', ended_at = NULL",
        "UPDATE batch_items SET state = 'waiting'",
    ):
        with engine.connect() as connection, pytest.raises(IntegrityError, match="law"):
            connection.exec_driver_sql(statement)
    engine.dispose()


@ONLY_POSTGRESQL
def test_workers_that_ask_at_once_do_not_wait(furnished: Database, url: str) -> None:
    """Each holds its transaction open until all have their items: waiting would never end."""
    fill(furnished, 12)
    barrier, taken = Barrier(4), list[int]()

    def ask(unit: Unit, holder: str) -> None:
        found = unit.batches.lease(BATCH, holder=holder, now=NOW, until=LATER, limit=3)
        taken.extend(one.number for one in found)
        barrier.wait(timeout=10)

    def work(holder: str) -> None:
        database = store.open_database(url)
        with database.unit() as unit:
            ask(unit, holder)
        database.close()

    threads = [Thread(target=work, args=(f"w{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(taken) == list(range(1, 13))


def test_a_batch_names_a_profile_that_is_here(furnished: Database) -> None:
    with pytest.raises(ConflictError, match="cannot be added"), furnished.unit() as unit:
        unit.batches.add(batch(profile_id=records.urn(99)))
