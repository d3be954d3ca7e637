"""Threads of one process write in the order in which they came; a turn is free again however it ended."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from issuer import store
from issuer.errors import StoreUnavailableError
from issuer.store import Database, patience
from issuer.store.turns import Turns
from tests.store.children import require_in_child
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import urn

MANY = 12


@pytest.fixture
def turns() -> Turns:
    return Turns(wait_s=30)


def stand_in_line(turns: Turns, length: int) -> None:
    """Return when so many wait."""
    end = time.monotonic() + 30
    while len(turns._waiting) != length:
        assert time.monotonic() < end
        time.sleep(0.001)


def is_free(turns: Turns) -> bool:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(try_once, turns).result()


def try_once(turns: Turns) -> bool:
    try:
        with patience.within(0.01), turns.taken():
            return True
    except StoreUnavailableError:
        return False


def try_for_long(turns: Turns) -> bool:
    with turns.taken():
        return True


def test_who_came_first_is_first(turns: Turns) -> None:
    served: list[int] = []

    def write(number: int) -> None:
        with turns.taken():
            served.append(number)

    with ThreadPoolExecutor(MANY) as pool:
        with turns.taken():
            for number in range(MANY):
                pool.submit(write, number)
                stand_in_line(turns, number + 1)
        # Who comes back at once stands behind those who wait.
        write(MANY)
    assert served == [*range(MANY), MANY]
    assert is_free(turns)


def most_at_once(turns: Turns) -> int:
    """Let many threads write often; return how many of them did so at the same time at most."""
    inside = 0
    most = 0

    def write(_number: int) -> None:
        nonlocal inside, most
        for _ in range(50):
            with turns.taken():
                inside += 1
                most = max(most, inside)
                time.sleep(0)
                inside -= 1

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(write, range(MANY)))
    return most


def test_one_at_a_time(turns: Turns) -> None:
    assert most_at_once(turns) == 1
    assert is_free(turns)


def test_a_turn_ends_with_a_mistake(turns: Turns) -> None:
    with pytest.raises(LookupError), turns.taken():
        raise LookupError
    assert is_free(turns)


def test_who_leaves_the_line_keeps_nobody_waiting(turns: Turns) -> None:
    with ThreadPoolExecutor(2) as pool:
        with turns.taken():
            impatient = pool.submit(try_once, turns)
            stand_in_line(turns, 1)
            patient = turns.taken()
            entered = pool.submit(patient.__enter__)
            assert impatient.result() is False
            stand_in_line(turns, 1)
        entered.result()
        assert not is_free(turns)
        patient.__exit__(None, None, None)
    assert is_free(turns)


def test_who_has_nothing_left_does_not_stand_in_line(turns: Turns) -> None:
    with turns.taken(), patience.within(0), pytest.raises(StoreUnavailableError, match="took too long"):
        turns._take()
    assert is_free(turns)


def test_without_a_limit_one_waits_as_for_a_lock() -> None:
    turns = Turns(wait_s=0.05)
    with turns.taken(), ThreadPoolExecutor(1) as pool, pytest.raises(StoreUnavailableError, match="in time"):
        pool.submit(turns._take).result()


def test_a_turn_that_comes_too_late_goes_to_the_next(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one before ends while an impatient thread is leaving, so that nobody would have the turn."""

    def called_too_late(call: threading.Lock) -> bool:
        turns._pass_on()
        # The turn came, and whoever waited for it had given up.
        assert call.acquire(blocking=False)
        return False

    turns._take()
    monkeypatch.setattr(turns, "_is_called", called_too_late)
    with pytest.raises(StoreUnavailableError):
        turns._take()
    monkeypatch.undo()
    assert is_free(turns)


def test_a_child_begins_anew_before_anybody_asks(turns: Turns) -> None:
    """A thread of the parent writes and another waits; the child's own threads find a free turn, one after the other."""

    def work() -> None:
        assert (turns._is_taken, len(turns._waiting)) == (False, 0)
        assert most_at_once(turns) == 1
        assert is_free(turns)

    with ThreadPoolExecutor(1) as pool:
        with turns.taken():
            waiting = pool.submit(try_for_long, turns)
            stand_in_line(turns, 1)
            require_in_child(work)
            # Nothing became of the parent's.
            assert len(turns._waiting) == 1
        assert waiting.result()
    assert is_free(turns)


@ONLY_SQLITE
def test_units_of_two_threads_follow_each_other_without_a_look_at_the_lock(furnished: Database) -> None:
    """A second thread's unit begins when the first has ended, and the first one's commit is there."""
    began = threading.Event()

    def rename(name: str) -> str:
        began.set()
        with furnished.unit() as unit:
            before = unit.profiles.get(urn(1)).name
            unit.profiles.change(urn(1), name=name, data={})
        return before

    with ThreadPoolExecutor(1) as pool:
        with furnished.unit() as unit:
            unit.profiles.change(urn(1), name="One", data={})
            second = pool.submit(rename, "Two")
            began.wait(30)
            assert furnished._turns is not None
            stand_in_line(furnished._turns, 1)
        assert second.result() == "One"


@ONLY_SQLITE
def test_a_unit_that_failed_gives_its_turn_away(furnished: Database, url: str) -> None:
    with pytest.raises(LookupError), furnished.unit():
        raise LookupError
    # A unit that does not even begin, because another process writes, does so too.
    with (
        closing(store.open_database(url)) as other,
        other.unit(),
        patience.within(0.05),
        pytest.raises(StoreUnavailableError),
        furnished.unit(),
    ):
        pytest.fail("two units wrote at once")
    with furnished.unit() as unit:
        unit.profiles.change(urn(1), name="Three", data={})
