"""A connection of SQLite stands open for the next transaction, unless anything went wrong in it."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, insert, text

from issuer.store import Database
from issuer.store.rows.people import PERSONS
from issuer.store.standing import Standing
from tests.store.children import require_in_child
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import NOW, urn


@pytest.fixture
def standing(empty: Database) -> Standing:
    return Standing(empty._writer)


def used(standing: Standing) -> Connection:
    with standing.connected() as connection:
        connection.begin()
        connection.execute(text("SELECT 1"))
    return connection


@ONLY_SQLITE
def test_the_next_transaction_has_the_same_connection(standing: Standing) -> None:
    first = used(standing)
    assert used(standing) is first
    assert not first.in_transaction()
    with standing.connected() as outer, standing.connected() as inner:
        assert inner is not outer
    standing.close()
    assert first.closed
    assert used(standing) is not first


def test_what_was_not_committed_is_rolled_back(empty: Database) -> None:
    standing = Standing(empty._writer)
    for _ in range(2):
        with standing.connected() as connection:
            connection.begin()
            connection.execute(insert(PERSONS).values(id=urn(1), reference="x", created_at=NOW))
    with empty.reader() as reader:
        assert reader.people.all() == ()
    standing.close()


def test_a_connection_in_which_something_went_wrong_is_not_used_again(standing: Standing) -> None:
    seen = []
    with contextlib.suppress(ZeroDivisionError), standing.connected() as connection:
        seen.append(connection)
        connection.begin()
        raise ZeroDivisionError
    [connection] = seen
    assert connection.closed
    assert used(standing) is not connection


def drivers(standing: Standing, count: int) -> list[object]:
    """Return the connections of the driver that so many transactions use at the same time."""
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(standing.connected()) for _ in range(count)]
        return [connection.connection.dbapi_connection for connection in connections]


def test_a_child_uses_no_connection_of_its_parent(empty: Database, standing: Standing) -> None:
    """Neither one that stood open nor one of the pool, which it would find there again after it threw it away."""
    with empty._writer.connect():
        known = drivers(standing, 2)

    def work() -> None:
        assert not {id(one) for one in known} & {id(one) for one in drivers(standing, 3)}
        with standing.connected() as connection, connection.begin():
            connection.execute(insert(PERSONS).values(id=urn(1), reference="x", created_at=NOW))

    require_in_child(work)
    # The parent goes on with its own, and sees what the child wrote.
    assert {id(one) for one in known} == {id(one) for one in drivers(standing, 2)}
    with empty.reader() as reader:
        assert [person.id for person in reader.people.all()] == [urn(1)]
    standing.close()


def test_threads_that_work_at_the_same_time_have_connections_of_their_own(empty: Database) -> None:
    standing, together = Standing(empty._reading), threading.Barrier(4)

    def work(_number: int) -> int:
        with standing.connected() as connection:
            connection.begin()
            connection.execute(text("SELECT 1"))
            together.wait(timeout=30)
            return id(connection)

    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            assert len(set(pool.map(work, range(4)))) == 4
    standing.close()
