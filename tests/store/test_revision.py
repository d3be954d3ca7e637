"""A revision stays the same exactly while nobody commits, and another process counts as somebody."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from issuer import store
from issuer.errors import NotFoundError, StoreUnavailableError
from issuer.store import Database
from tests.store import records
from tests.store.kinds import ONLY_SQLITE


@pytest.fixture
def other(url: str) -> Iterator[Database]:
    """Open the same database a second time, as another process would."""
    database = store.open_database(url)
    yield database
    database.close()


def add(database: Database, number: int = 50) -> None:
    with database.unit() as unit:
        unit.people.add(records.person(id=records.urn(number), reference=f"t{number}"))


def _add_elsewhere(url: str) -> None:
    database = store.open_database(url)
    add(database)
    database.close()


def test_reading_changes_nothing(empty: Database, other: Database) -> None:
    before = empty.revision()
    for database in (empty, other):
        with database.reader() as reader:
            assert reader.people.all() == ()
        assert empty.revision() == before


def test_an_own_commit_is_seen(empty: Database) -> None:
    before = empty.revision()
    add(empty)
    after = empty.revision()
    assert before != after == empty.revision()


def test_a_commit_of_another_connection_is_seen_each_time(empty: Database, other: Database) -> None:
    words = [empty.revision()]
    for number in range(50, 55):
        add(other, number)
        words.append(empty.revision())
    assert len(set(words)) == len(words)


def test_a_commit_of_another_process_is_seen(empty: Database, url: str) -> None:
    before = empty.revision()
    process = multiprocessing.get_context("spawn").Process(target=_add_elsewhere, args=(url,))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == 0
    assert empty.revision() != before


def test_what_is_under_way_is_not_there_yet(empty: Database, other: Database) -> None:
    before = empty.revision()
    with other.unit() as unit:
        unit.people.add(records.person())
        under_way = empty.revision()
        with empty.reader() as reader:
            assert reader.people.all() == ()
    assert empty.revision() not in {before, under_way}


def test_what_was_rolled_back_leaves_no_trace_that_could_be_missed(empty: Database, other: Database) -> None:
    def fail() -> None:
        with other.unit() as unit:
            unit.people.add(records.person())
            raise NotFoundError("the second half")

    with pytest.raises(NotFoundError):
        fail()
    before = empty.revision()
    add(other)
    assert empty.revision() != before


def test_threads_may_ask_at_once(empty: Database) -> None:
    words: list[str] = []
    threads = [Thread(target=lambda: words.append(empty.revision())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert words == [empty.revision()] * 8


def test_it_can_be_asked_again_after_closing(empty: Database) -> None:
    empty.revision()
    empty.close()
    assert empty.revision()


@ONLY_SQLITE
def test_a_database_that_is_gone_is_unavailable(empty: Database, url: str) -> None:
    empty.close()
    path = url.removeprefix("sqlite:///")
    with Path(path).open("r+b") as file:
        file.write(b"no database, no database")
    with pytest.raises(StoreUnavailableError):
        empty.revision()
