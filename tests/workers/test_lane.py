"""The lane: one at a time, in order, and nobody waits for somebody who waits."""

import threading
import time
from collections.abc import Callable

import pytest

from issuer.workers import InProcess
from issuer.workers.lane import AsideWorkers, Lane

PATIENCE_S = 10


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_one_at_a_time_in_the_order_in_which_they_came() -> None:
    lane, order = Lane(), list[int]()

    def pass_through(number: int) -> Callable[[], None]:
        def work() -> None:
            with lane.taken():
                order.append(number)

        return work

    threads = []
    with lane.taken():
        for number in range(5):
            threads.append(started(pass_through(number)))
            until(lambda: len(lane._waiting) == len(threads))
        assert order == []
    for thread in threads:
        thread.join(PATIENCE_S)
    assert order == [0, 1, 2, 3, 4]


def test_many_never_meet_inside() -> None:
    lane, inside, most = Lane(), list[int](), list[int]()

    def work() -> None:
        for _ in range(50):
            with lane.taken():
                inside.append(1)
                most.append(len(inside))
                with lane.taken():
                    inside.pop()

    threads = [started(work) for _ in range(8)]
    for thread in threads:
        thread.join(PATIENCE_S)
    assert len(most) == 400
    assert set(most) == {1}


def test_whoever_waits_for_others_lets_them_pass() -> None:
    lane, passed = Lane(), threading.Event()

    def work() -> None:
        with lane.taken():
            passed.set()

    class Slow(InProcess):
        def run(self, target: str, *args: object) -> object:
            thread = started(work)
            assert passed.wait(PATIENCE_S)
            thread.join(PATIENCE_S)
            return (target, *args)

    workers = AsideWorkers(Slow(), lane)
    with lane.taken():
        assert workers.run("a:b", 1) == ("a:b", 1)
        assert lane._is_mine
    assert not lane._is_mine
    passed.clear()
    assert workers.run("a:b") == ("a:b",)
    workers.close()


def test_an_error_leaves_the_lane_free() -> None:
    lane = Lane()
    for enter in (lane.taken, lane.aside):
        with pytest.raises(ZeroDivisionError), lane.taken(), enter():
            raise ZeroDivisionError
    done = threading.Event()

    def work() -> None:
        with lane.taken():
            done.set()

    started(work)
    assert done.wait(PATIENCE_S)


class TooLateError(Exception):
    """Of a test."""


def test_who_waited_too_long_leaves_the_row_and_nobody_waits_for_it() -> None:
    given_up = threading.Event()

    def hardly(turn: threading.Lock) -> None:
        if not turn.acquire(timeout=0.05):
            given_up.set()
            raise TooLateError

    lane, passed = Lane(hardly), threading.Event()

    def come_in_vain() -> None:
        with pytest.raises(TooLateError), lane.taken():
            passed.set()

    with lane.taken():
        started(come_in_vain).join(PATIENCE_S)
        assert given_up.is_set()
        assert not lane._waiting
    assert not passed.is_set()
    with lane.taken():
        passed.set()
    assert not lane._is_taken


def test_a_turn_that_comes_with_the_end_of_patience_is_handed_on() -> None:
    patient = threading.Event()

    def too_late(turn: threading.Lock) -> None:
        turn.acquire()
        if not patient.is_set():
            raise TooLateError

    lane, passed = Lane(too_late), threading.Event()

    def come_in_vain() -> None:
        with pytest.raises(TooLateError), lane.taken():
            raise AssertionError

    def come() -> None:
        with lane.taken():
            passed.set()

    patient.set()
    with lane.taken():
        first = started(come_in_vain)
        until(lambda: len(lane._waiting) == 1)
        patient.clear()
    first.join(PATIENCE_S)
    patient.set()
    started(come).join(PATIENCE_S)
    assert passed.is_set()
    assert not lane._is_taken


def test_who_stepped_aside_and_came_back_too_late_does_not_hold_the_lane() -> None:
    held, back = threading.Event(), threading.Event()

    def hardly(turn: threading.Lock) -> None:
        if not turn.acquire(timeout=0.05):
            raise TooLateError

    lane = Lane(hardly)

    def hold() -> None:
        with lane.taken():
            held.set()
            assert back.wait(PATIENCE_S)

    def step_aside() -> None:
        with lane.taken(), lane.aside():
            others.append(started(hold))
            assert held.wait(PATIENCE_S)

    others = list[threading.Thread]()
    with pytest.raises(TooLateError):
        step_aside()
    # The other still holds it: what came back too late let nobody through.
    assert lane._is_taken
    back.set()
    others[0].join(PATIENCE_S)
    assert not lane._is_taken
