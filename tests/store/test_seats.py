"""More threads than seats: they wait in turn, and never for each other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest

from issuer.errors import StoreUnavailableError
from issuer.store import Database, patience
from issuer.store.engines import SEATS
from issuer.store.seats import Seats
from tests.store.children import require_in_child


def test_many_threads_that_read_inside_a_reader_and_write_inside_are_all_served(furnished: Database) -> None:
    callers = 2 * SEATS
    together = threading.Barrier(SEATS)

    def ask(number: int) -> int:
        with furnished.reader() as outer:
            people = len(outer.people.all())
            if number < SEATS:
                # Every seat is taken now, and each of those who sit wants a second connection.
                together.wait(timeout=30)
            with furnished.reader() as inner:
                return people + len(inner.people.all())

    with ThreadPoolExecutor(callers) as pool:
        found = list(pool.map(ask, range(callers)))
    assert len(found) == callers
    assert len(set(found)) == 1


def test_who_finds_no_seat_waits_as_long_as_its_request_may() -> None:
    seats = Seats(1, wait_s=30)
    with seats.taken():

        def ask() -> None:
            with patience.within(0.05), seats.taken():
                pass

        with ThreadPoolExecutor(1) as pool, pytest.raises(StoreUnavailableError, match="in use"):
            pool.submit(ask).result()


def test_without_a_limit_one_waits_as_for_a_lock() -> None:
    seats = Seats(1, wait_s=0.05)
    with seats.taken(), ThreadPoolExecutor(1) as pool, pytest.raises(StoreUnavailableError):
        pool.submit(seats.taken().__enter__).result()


def test_a_seat_is_free_again_after_a_mistake(furnished: Database) -> None:
    furnished._seats = Seats(1, wait_s=0.05)

    def ask() -> int:
        with furnished.reader() as reader:
            return len(reader.people.all())

    with ThreadPoolExecutor(1) as pool:
        for _ in range(3):
            with pytest.raises(LookupError):
                pool.submit(_fail, furnished).result()
        assert pool.submit(ask).result() > 0


def _fail(database: Database) -> None:
    with database.reader():
        raise LookupError


def test_what_one_thread_throws_away_another_may_end() -> None:
    seats = Seats(1, wait_s=0.05)
    left = seats.taken()

    def sit() -> None:
        with seats.taken():
            pass

    with ThreadPoolExecutor(1) as pool:
        pool.submit(left.__enter__).result()
        left.__exit__(None, None, None)
        # Neither thread is held to be seated, and the seat is free for both.
        pool.submit(sit).result()
        sit()
        assert seats._free.acquire(blocking=False)


def test_in_a_child_every_seat_is_free() -> None:
    """Every seat of the parent is taken, one by the thread that forks; its child has as many, and they are counted."""
    seats = Seats(2, wait_s=0.05)
    sitting = list[AbstractContextManager[None]]()

    def sit() -> None:
        sitting.append(seats.taken())
        sitting[-1].__enter__()

    def work() -> None:
        for _ in range(2):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(sit).result()
        with pytest.raises(StoreUnavailableError):
            sit()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(sit).result()
        with seats.taken():
            require_in_child(work)
        # Nothing became of the parent's: one sits and one place is free.
        sit()
        with ThreadPoolExecutor(1) as other, pytest.raises(StoreUnavailableError):
            other.submit(sit).result()
