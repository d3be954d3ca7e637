"""One request waits a limited time for the database, over all its statements; nobody else does."""

from collections.abc import Iterator
from contextlib import closing, suppress
from threading import Lock, Timer

import pytest
from sqlalchemy import Connection, event

from issuer import store
from issuer.errors import BusyError, StoreUnavailableError
from issuer.store import Database, patience
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import urn


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(patience, "monotonic_seconds", made)
    return made


@pytest.fixture
def slow(furnished: Database, time: Time) -> Iterator[Database]:
    """Give a database each of whose statements takes two seconds."""

    def late(*_arguments: object) -> None:
        time.now += 2

    for engine in (furnished._writer, furnished._reading):
        event.listen(engine, "after_cursor_execute", late)
    yield furnished
    for engine in (furnished._writer, furnished._reading):
        event.remove(engine, "after_cursor_execute", late)


def ask(database: Database, times: int) -> int:
    """Ask a database several times, each time in a reader of its own; return how often it answered."""
    answers = 0
    with suppress(StoreUnavailableError):
        for _ in range(times):
            with database.reader() as reader:
                reader.people.all()
            answers += 1
    return answers


@ONLY_SQLITE
def test_all_statements_of_a_request_together_have_a_limit(slow: Database) -> None:
    with patience.within(4.5):
        assert ask(slow, 10) == 3
    with patience.within(4.5):
        patience.extend(4)
        assert ask(slow, 10) == 5


@ONLY_SQLITE
def test_who_has_no_limit_waits(slow: Database) -> None:
    assert ask(slow, 10) == 10
    patience.extend(5)
    assert ask(slow, 10) == 10


@ONLY_SQLITE
def test_work_between_statements_is_not_counted(slow: Database, time: Time) -> None:
    with patience.within(4.5):
        assert ask(slow, 1) == 1
        time.now += 60
        assert ask(slow, 1) == 1
        assert patience.left_s() == pytest.approx(0.5)


@ONLY_SQLITE
def test_a_unit_that_runs_out_keeps_nothing(slow: Database) -> None:
    def change() -> None:
        with slow.unit() as unit:
            for name in ("One", "Two", "Three", "Four"):
                unit.profiles.change(urn(1), name=name, data={})

    before = name_of(slow)
    with pytest.raises(StoreUnavailableError, match="took too long"), patience.within(4.5):
        change()
    assert name_of(slow) == before
    change()
    assert name_of(slow) == "Four"


def name_of(database: Database) -> str:
    with database.reader() as reader:
        return reader.profiles.get(urn(1)).name


@ONLY_SQLITE
def test_ones_turn_to_write_is_waited_for_no_longer_than_allowed(furnished: Database, url: str) -> None:
    with closing(store.open_database(url)) as other, furnished.unit() as unit:
        unit.profiles.change(urn(1), name="One", data={})
        with patience.within(0.05), pytest.raises(StoreUnavailableError), other.unit():
            pytest.fail("two units wrote at once")
        assert turn_of(other) == 5000


def turn_of(database: Database) -> int:
    """Return the milliseconds that a writer waits for its turn."""
    with database._writer.connect() as connection:
        return ask_pragma(connection)


def ask_pragma(connection: Connection) -> int:
    driver = connection.connection.cursor()
    return int(driver.execute("PRAGMA busy_timeout").fetchone()[0])


def test_ones_turn_is_waited_for_as_long_as_is_left_and_counts() -> None:
    turn = Lock()
    with patience.within(0.05):
        patience.acquire(turn)
        with pytest.raises(BusyError):
            patience.acquire(turn)
        assert (patience.left_s() or 0) <= 0
        with pytest.raises(BusyError):
            patience.acquire(turn)
        turn.release()
        # What is free is not waited for.
        patience.acquire(turn)


def test_who_has_no_limit_waits_for_its_turn() -> None:
    turn = Lock()
    turn.acquire()
    Timer(0.05, turn.release).start()
    patience.acquire(turn)
    assert turn.locked()
