import multiprocessing
import sqlite3
from pathlib import Path
from threading import Thread

import pytest

from issuer import store
from issuer.errors import ConfigurationError, ConflictError, NotFoundError, StoreUnavailableError
from issuer.store import Database
from issuer.store import engines as module
from tests.store import records
from tests.store.kinds import ONLY_SQLITE


def test_what_a_unit_wrote_is_there_for_the_next(empty: Database) -> None:
    with empty.unit() as unit:
        unit.profiles.add(records.profile())
    with empty.reader() as reader:
        assert reader.profiles.get_by_slug("scsc") == records.profile()


def test_a_unit_that_ends_in_an_error_leaves_nothing(empty: Database) -> None:
    def fail_half_way() -> None:
        with empty.unit() as unit:
            unit.profiles.add(records.profile())
            raise NotFoundError("the second half")

    with pytest.raises(NotFoundError):
        fail_half_way()
    with empty.reader() as reader:
        assert reader.profiles.all() == ()


def test_a_swallowed_failure_spoils_the_unit(empty: Database) -> None:
    def swallow() -> None:
        with empty.unit() as unit:
            unit.profiles.add(records.profile())
            with pytest.raises(ConflictError, match=r"profiles[._]slug|pk_profiles"):
                unit.profiles.add(records.profile())

    with pytest.raises(ConflictError, match="none of it is kept"):
        swallow()
    with empty.reader() as reader:
        assert reader.profiles.all() == ()


def test_a_conflict_never_shows_values(empty: Database) -> None:
    with empty.unit() as unit:
        unit.people.add(records.person(reference="hidden-reference"))
    with pytest.raises(ConflictError) as caught, empty.unit() as unit:
        unit.people.add(records.person(id=records.urn(99), reference="hidden-reference"))
    assert "hidden-reference" not in str(caught.value)


def test_a_reader_cannot_write(empty: Database) -> None:
    with pytest.raises(StoreUnavailableError), empty.reader() as reader:
        reader.profiles.add(records.profile())
    with empty.reader() as reader:
        assert reader.profiles.all() == ()


def test_a_reader_sees_one_moment_and_blocks_nobody(empty: Database) -> None:
    with empty.reader() as reader:
        assert reader.profiles.all() == ()
        with empty.unit() as unit:
            unit.profiles.add(records.profile())
        assert reader.profiles.all() == ()
    with empty.reader() as reader:
        assert len(reader.profiles.all()) == 1


def test_units_of_many_threads_wait_for_each_other(furnished: Database) -> None:
    def prepare(first: int) -> None:
        for number in range(first, first + 10):
            with furnished.unit() as unit:
                unit.credentials.lock(records.urn(9))
                unit.credentials.prepare(
                    records.prepared(number=unit.credentials.next_number(records.urn(9)), status_index=number)
                )

    with furnished.unit() as unit:
        unit.credentials.add(records.credential())
    threads = [Thread(target=prepare, args=(first,)) for first in (0, 100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with furnished.reader() as reader:
        assert [v.number for v in reader.credentials.versions(records.urn(9))] == list(range(1, 41))
        assert reader.status_lists.get(records.urn(8)).used == 40


@ONLY_SQLITE
def test_a_database_that_stays_locked_is_unavailable(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PRAGMAS", (*module._PRAGMAS, "PRAGMA busy_timeout = 50"))
    database = store.open_database(url)
    other = sqlite3.connect(tmp_path / "mintmark.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailableError), database.unit():
        pytest.fail("the unit must not begin")
    other.execute("ROLLBACK")
    other.close()
    with database.unit() as unit:
        unit.profiles.add(records.profile())
    database.close()


@ONLY_SQLITE
def test_commits_are_durable_and_references_are_checked(empty: Database) -> None:
    with empty._writer.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
    }


@pytest.mark.parametrize(
    "bad",
    ["", "nonsense", "mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "postgresql+psycopg2://x/y"],
)
def test_an_address_that_keeps_nothing_is_refused(bad: str) -> None:
    with pytest.raises(ConfigurationError):
        store.open_database(bad)


def test_a_whole_database_has_no_problems(issued: Database) -> None:
    assert issued.problems() == ()


@ONLY_SQLITE
def test_a_row_that_names_nothing_is_a_problem(issued: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "mintmark.sqlite3")
    other.execute("INSERT INTO event_details VALUES ('urn:x', 'text', zeroblob(16))")
    other.commit()
    other.close()
    assert issued.problems() == ("a row of event_details names one of events that is not there",)


def _write_one(url: str, number: int) -> None:
    database = store.open_database(url)
    with database.unit() as unit:
        unit.people.add(records.person(id=records.urn(number), reference=f"person:{number}"))
    database.close()


@pytest.mark.slow
def test_processes_wait_for_each_other(url: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write_one, args=(url, number)) for number in range(50, 54)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    database = store.open_database(url)
    with database.reader() as reader:
        assert len(reader.people.all()) == 4
    database.close()
