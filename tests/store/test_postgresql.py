"""What PostgreSQL does by itself, and that no caller sees a difference to SQLite."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from issuer import store
from issuer.errors import ConfigurationError, ConflictError, InputError, StoreUnavailableError
from issuer.store import Database, engines, migrate
from issuer.store.engines import make_engine, parse_url
from tests.store import records
from tests.store.kinds import FAST_POSTGRESQL, ONLY_POSTGRESQL
from tests.store.records import NOW, urn

pytestmark = pytest.mark.slow


@FAST_POSTGRESQL
def test_the_road_of_one_credential(issued: Database) -> None:
    with issued.unit() as unit:
        unit.events.number_pending(10, at=NOW)
    with issued.reader() as reader:
        counts = reader.fsck.counts()
        assert list(reader.fsck.discrepancies(stale_before=NOW)) == []
    assert (counts.issued, counts.issue_leaves, counts.pending_leaves) == (1, 1, 0)
    assert issued.problems() == ()


@FAST_POSTGRESQL
def test_a_law_holds(issued: Database) -> None:
    with pytest.raises(ConflictError, match="law credentials_are_kept"), issued.unit() as unit:
        unit._statements.run(text("DELETE FROM credentials"))


@ONLY_POSTGRESQL
def test_commits_are_durable_although_the_server_was_told_otherwise(url: str) -> None:
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        name = parse_url(url).database
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    engine.dispose()
    database = store.open_database(url)
    with database._writer.connect() as connection:
        asked = [connection.exec_driver_sql(f"SHOW {what}").scalar_one() for what in SESSION]
    database.close()
    assert asked == list(SESSION.values())


SESSION = {
    "synchronous_commit": "on",
    "lock_timeout": "5s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "1min",
    "transaction_isolation": "read committed",
}


@ONLY_POSTGRESQL
def test_a_row_that_stays_locked_is_unavailable(
    url: str, furnished: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_SESSION", ("SET lock_timeout = '50ms'",))
    other = store.open_database(url)
    with furnished.unit() as unit:
        unit.status_lists.lock(urn(8))
        with pytest.raises(StoreUnavailableError, match="LockNotAvailable"), other.unit() as second:
            second.status_lists.lock(urn(8))
    with other.unit() as second:
        assert second.status_lists.lock(urn(8)).id == urn(8)
    other.close()


def _at_once(*tasks: Callable[[Barrier], None]) -> list[BaseException]:
    """Run tasks side by side and return what they raised."""
    barrier, raised = Barrier(len(tasks)), list[BaseException]()

    def run(task: Callable[[Barrier], None]) -> None:
        try:
            task(barrier)
        except (ConflictError, StoreUnavailableError) as exc:
            raised.append(exc)

    threads = [Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return raised


@ONLY_POSTGRESQL
def test_units_that_wait_for_each_other_end_as_unavailable(furnished: Database) -> None:
    with furnished.unit() as unit:
        unit.status_lists.add(records.status_list(id=urn(81), number=2, slug="scsc-2"))

    def lock(first: str, second: str) -> Callable[[Barrier], None]:
        def task(barrier: Barrier) -> None:
            with furnished.unit() as unit:
                unit.status_lists.lock(first)
                barrier.wait(timeout=10)
                unit.status_lists.lock(second)

        return task

    raised = _at_once(lock(urn(8), urn(81)), lock(urn(81), urn(8)))
    assert [str(exc) for exc in raised] == ["The database did not answer: DeadlockDetected."]


@ONLY_POSTGRESQL
def test_a_lease_is_taken_by_one_although_nobody_had_it_before(empty: Database) -> None:
    taken: list[bool] = []

    def take(barrier: Barrier) -> None:
        with empty.unit() as unit:
            barrier.wait(timeout=10)
            taken.append(unit.leases.take("sequencer", holder=str(id(unit)), now=NOW, until=records.LATER))

    assert _at_once(*[take] * 4) == []
    assert sorted(taken) == [False, False, False, True]


@ONLY_POSTGRESQL
def test_a_subject_that_two_units_record_at_once_is_one(empty: Database) -> None:
    with empty.unit() as unit:
        unit.profiles.add(records.profile())
        unit.people.add(records.person())
    found: list[str] = []

    def ensure(number: int) -> Callable[[Barrier], None]:
        def task(barrier: Barrier) -> None:
            with empty.unit() as unit:
                barrier.wait(timeout=10)
                found.append(unit.people.ensure_subject(records.subject(subject_id=urn(number))).subject_id)

        return task

    assert _at_once(ensure(60), ensure(61), ensure(62)) == []
    assert len(set(found)) == 1
    assert len(found) == 3


@ONLY_POSTGRESQL
def test_a_dropped_connection_is_replaced(furnished: Database, url: str) -> None:
    with furnished.reader() as reader:
        assert reader.profiles.find_by_slug("scsc")
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    engine.dispose()
    with furnished.reader() as reader:
        assert reader.profiles.find_by_slug("scsc")


@ONLY_POSTGRESQL
def test_a_connection_that_ends_in_a_unit_is_unavailable(furnished: Database) -> None:
    def lose() -> None:
        with furnished.unit() as unit:
            unit.profiles.change(urn(1), name="Other", data={})
            unit._statements.run(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StoreUnavailableError):
        lose()
    with furnished.reader() as reader:
        assert reader.profiles.get(urn(1)) == records.profile()


@pytest.mark.parametrize("odd", ["nul\0", "half \ud800"])
def test_text_that_one_database_cannot_keep_is_kept_by_none(empty: Database, odd: str) -> None:
    with pytest.raises(InputError, match="cannot be kept"), empty.unit() as unit:
        unit.people.add(records.person(reference=odd))


def test_an_id_too_long_for_one_index_is_kept_by_none(empty: Database) -> None:
    with empty.unit() as unit:
        unit.people.add(records.person(reference="é" * 400))
    with pytest.raises(InputError, match="reference is longer than 800 bytes"), empty.unit() as unit:
        unit.people.add(records.person(id=urn(51), reference="é" * 401))


def test_references_sort_by_code_point(empty: Database) -> None:
    unsorted = ["b", "A", "é", "a", "B", "_", "z", "😀", "\uffff"]
    with empty.unit() as unit:
        for number, reference in enumerate(unsorted):
            unit.people.add(records.person(id=urn(100 + number), reference=reference))
    with empty.reader() as reader:
        assert [person.reference for person in reader.people.all()] == sorted(unsorted)


@ONLY_POSTGRESQL
def test_another_encoding_is_refused(unmade: str) -> None:
    engine = make_engine(parse_url(unmade)).execution_options(isolation_level="AUTOCOMMIT")
    name = f"{parse_url(unmade).database}_latin"
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
        other = parse_url(unmade).set(database=name).render_as_string(hide_password=False)
        with pytest.raises(ConfigurationError, match="LATIN1; UTF8 is needed"):
            migrate.upgrade(other)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_arguments: object, **_options: object) -> None:
        raise ModuleNotFoundError("psycopg")

    monkeypatch.setattr(engines, "create_engine", missing)
    with pytest.raises(ConfigurationError, match="driver is not installed"):
        make_engine(parse_url("postgresql://localhost/mintmark"))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_means_our_driver(scheme: str) -> None:
    assert parse_url(f"{scheme}://user:secret@db.example/mintmark").drivername == "postgresql+psycopg"
