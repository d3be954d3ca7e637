"""A word stays the same exactly while what it stands for does, and another process counts as somebody."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from issuer import store
from issuer.errors import NotFoundError, StoreUnavailableError
from issuer.store import Category, Database
from tests.store import records
from tests.store.children import require_in_child
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import LATER, NOW, urn

LIST = "scsc-1"


@pytest.fixture
def other(url: str) -> Iterator[Database]:
    """Open the same database a second time, as another process would."""
    database = store.open_database(url)
    yield database
    database.close()


def words(database: Database) -> tuple[str, str]:
    return database.mark(), database.list_word(LIST)


def set_bit(database: Database) -> None:
    with database.unit() as unit:
        unit.status_lists.set_bit(urn(8), 77, category=Category.FRAUD, at=NOW)


def _set_elsewhere(url: str) -> None:
    database = store.open_database(url)
    set_bit(database)
    database.close()


def test_reading_and_issuing_change_nothing(issued: Database, other: Database) -> None:
    before = words(issued)
    with other.unit() as unit:
        unit.credentials.prepare(records.prepared(number=2, status_index=78))
        records.finish(unit, number=2)
    for database in (issued, other):
        with database.reader() as reader:
            assert len(reader.credentials.versions(urn(9))) == 2
        assert words(database) == before


def test_a_bit_of_another_process_changes_the_word_of_its_list(issued: Database, url: str) -> None:
    mark, word = words(issued)
    process = multiprocessing.get_context("spawn").Process(target=_set_elsewhere, args=(url,))
    process.start()
    process.join(timeout=60)
    assert process.exitcode == 0
    assert issued.mark() == mark
    assert issued.list_word(LIST) != word


def test_a_signature_changes_the_word_of_its_list(issued: Database, other: Database) -> None:
    found = [issued.list_word(LIST)]
    for moment in (NOW, LATER):
        with other.unit() as unit:
            read = unit.status_lists.get(urn(8))
            unit.status_lists.keep_signed(read, body=b"{}", signed_from=moment, signed_until=LATER)
        found.append(issued.list_word(LIST))
    assert len(set(found)) == 3


def test_a_key_changes_every_word(issued: Database, other: Database) -> None:
    before = words(issued)
    with other.unit() as unit:
        unit.keys.retire(urn(2), at=LATER)
    after = words(issued)
    assert not set(before) & set(after)


def test_a_list_that_is_not_there_has_a_word_until_it_is(furnished: Database, other: Database) -> None:
    before = furnished.list_word("scsc-2")
    with other.unit() as unit:
        unit.status_lists.close(urn(8), at=LATER)
        unit.status_lists.add(records.status_list(id=urn(80), number=2, slug="scsc-2"))
    assert furnished.list_word("scsc-2") != before


def test_what_is_under_way_is_not_there_yet(issued: Database, other: Database) -> None:
    before = words(issued)
    with other.unit() as unit:
        unit.keys.retire(urn(2), at=LATER)
        assert words(issued) == before
    assert words(issued) != before


def test_what_was_rolled_back_leaves_no_trace(issued: Database, other: Database) -> None:
    def fail() -> None:
        with other.unit() as unit:
            unit.keys.retire(urn(2), at=LATER)
            raise NotFoundError("the second half")

    before = words(issued)
    with pytest.raises(NotFoundError):
        fail()
    assert words(issued) == before


def test_threads_may_ask_at_once(issued: Database) -> None:
    found: list[tuple[str, str]] = []
    threads = [Thread(target=lambda: found.append(words(issued))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert found == [words(issued)] * 8


def test_it_can_be_asked_again_after_closing(issued: Database) -> None:
    before = words(issued)
    issued.close()
    assert words(issued) == before


@ONLY_SQLITE
def test_a_child_asks_with_a_connection_of_its_own(issued: Database) -> None:
    """It is made while another thread asks."""
    before = words(issued)
    of_parent = issued._words._apart

    def work() -> None:
        assert issued._words._apart is None
        assert words(issued) == before

    with issued._words._lock:
        require_in_child(work)
    assert words(issued) == before
    assert issued._words._apart is of_parent


@ONLY_SQLITE
@pytest.mark.parametrize("ask", [Database.mark, lambda database: database.list_word(LIST)])
def test_a_database_that_is_gone_is_unavailable(empty: Database, url: str, ask: object) -> None:
    empty.close()
    path = url.removeprefix("sqlite:///")
    with Path(path).open("r+b") as file:
        file.write(b"no database, no database")
    with pytest.raises(StoreUnavailableError):
        ask(empty)  # type: ignore[operator]
