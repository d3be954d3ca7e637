"""SQLite's log is copied by a job: it stays short, nobody waits for a reader, and nothing is lost without the job."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from issuer import store
from issuer.errors import NotFoundError, StoreUnavailableError
from issuer.store import Database, patience
from issuer.store.engines import LONGEST_LOG_PAGES, parse_url
from tests.store.kinds import ONLY_POSTGRESQL, ONLY_SQLITE
from tests.store.records import urn

FRAME = 4096 + 24
MANY = 60


@pytest.fixture
def log(url: str) -> Path:
    """Return where the log of a database lies; it never becomes shorter, so that its size tells the longest that it was."""
    return Path(f"{parse_url(url).database}-wal")


def rename(database: Database, name: str) -> None:
    with database.unit() as unit:
        unit.profiles.change(urn(1), name=name, data={"name": name * 200})


def pages(log: Path) -> int:
    return log.stat().st_size // FRAME


@ONLY_SQLITE
def test_a_log_that_is_copied_stays_short(furnished: Database, log: Path) -> None:
    furnished.copy_log()
    before = pages(log)
    for number in range(MANY):
        rename(furnished, f"{number}")
        done = furnished.copy_log()
        assert done is not None
        assert done.copied == done.pages > 0
    assert pages(log) == before


@ONLY_SQLITE
def test_a_log_that_nobody_copies_grows(furnished: Database, log: Path) -> None:
    """The other half of the test before: what is written there would not fit."""
    furnished.copy_log()
    before = pages(log)
    for number in range(before):
        rename(furnished, f"{number}")
    assert pages(log) > before


@ONLY_SQLITE
def test_without_a_job_the_log_has_an_end(furnished: Database) -> None:
    with furnished._to_write.connected() as connection:
        driver: Any = connection.connection.dbapi_connection
        assert driver.execute("PRAGMA wal_autocheckpoint").fetchone() == (LONGEST_LOG_PAGES,)


@ONLY_SQLITE
def test_nothing_is_done_where_nothing_was_committed(furnished: Database) -> None:
    furnished.copy_log()
    with pytest.raises(NotFoundError), furnished.unit() as unit:
        unit.profiles.change("none", name="Given up", data={})
    with furnished.reader() as reader:
        reader.people.all()
    assert furnished.copy_log() is None


@ONLY_POSTGRESQL
def test_a_server_copies_its_own_log(furnished: Database) -> None:
    assert furnished.copy_log() is None


@ONLY_SQLITE
def test_a_reader_is_not_waited_for_and_keeps_its_moment(furnished: Database) -> None:
    furnished.copy_log()
    rename(furnished, "Before")
    with furnished.reader() as reader:
        assert reader.profiles.get(urn(1)).name == "Before"
        with ThreadPoolExecutor(1) as pool:
            pool.submit(rename, furnished, "After").result()
        partly = furnished.copy_log()
        assert partly is not None
        assert partly.copied < partly.pages
        assert reader.profiles.get(urn(1)).name == "Before"
    rename(furnished, "At last")
    wholly = furnished.copy_log()
    assert wholly is not None
    assert wholly.copied == wholly.pages


@ONLY_SQLITE
def test_what_is_written_meanwhile_is_copied_in_a_turn(furnished: Database, monkeypatch: Any) -> None:
    """Somebody always writes: the log still ends whole, for the second look is taken while nobody can."""
    ahead = furnished._log
    assert ahead is not None
    ask, looks = ahead._ask, []

    def ask_and_write() -> object:
        done = ask()
        looks.append(ahead._turns._is_taken)
        if len(looks) == 1:
            rename(furnished, "Meanwhile")
            return ask_of_the_past(done)
        return done

    def ask_of_the_past(done: object) -> object:
        assert isinstance(done, store.LogCopy)
        return store.LogCopy(pages=done.pages + 1, copied=done.copied)

    monkeypatch.setattr(ahead, "_ask", ask_and_write)
    rename(furnished, "Before")
    done = furnished.copy_log()
    assert looks == [False, True]
    assert done is not None
    assert done.copied == done.pages
    assert not ahead._turns._is_taken


@ONLY_SQLITE
def test_a_refusal_gives_the_turn_back(furnished: Database, monkeypatch: Any) -> None:
    ahead = furnished._log
    assert ahead is not None
    answers: Iterator[store.LogCopy] = iter([store.LogCopy(pages=2, copied=1)])

    def ask() -> store.LogCopy:
        for one in answers:
            return one
        raise StoreUnavailableError("The database did not answer.")

    monkeypatch.setattr(ahead, "_ask", ask)
    rename(furnished, "Before")
    with pytest.raises(StoreUnavailableError):
        furnished.copy_log()
    with patience.within(1):
        rename(furnished, "After")


@ONLY_SQLITE
def test_another_process_that_copies_is_not_waited_for(furnished: Database, url: str) -> None:
    """Two databases on one file stand for two processes; one of them sees the other's commit, and its copy."""
    rename(furnished, "One")
    with closing(store.open_database(url)) as other:
        assert other.copy_log() is None
        rename(other, "Two")
        done = other.copy_log()
    assert done is not None
    assert done.copied == done.pages
    assert name_of(furnished) == "Two"


def name_of(database: Database) -> str:
    with database.reader() as reader:
        return reader.profiles.get(urn(1)).name


@ONLY_SQLITE
def test_no_transaction_is_begun(furnished: Database) -> None:
    rename(furnished, "One")
    begun: list[object] = []
    event.listen(furnished._writer, "begin", begun.append)
    furnished.copy_log()
    assert begun == []


@ONLY_SQLITE
def test_what_a_reader_kept_from_being_copied_is_copied_after_it(furnished: Database) -> None:
    furnished.copy_log()
    with furnished.reader() as reader:
        reader.people.all()
        rename(furnished, "Beside a reader")
        done = furnished.copy_log()
        assert done is not None
        assert done.copied < done.pages
    done = furnished.copy_log()
    assert done is not None
    assert done.copied == done.pages
    assert furnished.copy_log() is None
