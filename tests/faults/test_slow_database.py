"""A PostgreSQL whose answers come late, or not at all: requests are refused in words, and all goes on afterwards.

The long form, with a real server and many callers, is `python -m bench.fault_serving`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench.fault_proxy import Wire, wired
from issuer import store
from issuer.errors import StoreUnavailableError
from issuer.store import Database, patience
from issuer.web import patience as web_patience
from issuer.web.app import create_app
from tests.postgresql import PostgreSQL
from tests.services.worlds import empty_world, furnish
from tests.store.records import NOW, SALT

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

LATE_S = 0.4
PATIENCE_S = 0.6


@contextmanager
def slowed(server: PostgreSQL) -> Iterator[tuple[Wire, Database]]:
    """Give a wire to a fresh database, and the database over it."""
    url = server.fresh()
    try:
        with wired(url) as (wire, through):
            database = store.open_database(through)
            yield wire, database
            database.close()
    finally:
        server.drop(url)


def ask(database: Database) -> None:
    with database.reader() as reader:
        reader.installation.find()
        reader.people.all()


def used(database: Database) -> int:
    """Return how many connections are out of the pool."""
    return int(database._reading.pool.checkedout())  # type: ignore[attr-defined]


def test_a_wait_is_cut_and_its_connection_is_never_used_again(postgresql: PostgreSQL) -> None:
    with slowed(postgresql) as (wire, database):
        ask(database)
        with database._reading.connect() as connection:
            first = connection.connection.dbapi_connection
        wire.delay_s = 30
        began = time.monotonic()
        with pytest.raises(StoreUnavailableError), patience.within(PATIENCE_S):
            ask(database)
        assert time.monotonic() - began < 5
        wire.delay_s = 0
        assert used(database) == 0
        assert first is not None
        assert first.closed
        with patience.within(5):
            ask(database)


def test_many_late_answers_together_are_too_late(postgresql: PostgreSQL) -> None:
    with slowed(postgresql) as (wire, database):
        ask(database)
        wire.delay_s = LATE_S
        # A ping, the beginning and two questions: each of them is in time, all together are not.
        with pytest.raises(StoreUnavailableError), patience.within(2.2 * LATE_S):
            ask(database)
        assert used(database) == 0
        wire.delay_s = 0
        ask(database)
        wire.delay_s = LATE_S / 4
        with patience.within(30):
            ask(database)
        ask(database)


@pytest.mark.parametrize("was_sent", [False, True])
def test_a_unit_that_is_cut_is_kept_only_if_its_commit_was_sent(
    postgresql: PostgreSQL, *, was_sent: bool
) -> None:
    with slowed(postgresql) as (wire, database):

        def begin() -> None:
            with database.unit() as unit:
                unit.installation.fix(base_url="https://slow.example", created_at=NOW, salt=SALT)
                wire.delay_s = 30
                if not was_sent:
                    unit.installation.find()

        with database.unit() as unit:
            unit.installation.find()
        # Whether it was kept is not said, and a caller asks again: the same as for a wire that broke.
        with pytest.raises(StoreUnavailableError), patience.within(2):
            begin()
        wire.delay_s = 0
        with database.reader() as reader:
            assert (reader.installation.find() is not None) == was_sent


@pytest.fixture
def client_and_wire(tmp_path: Path, postgresql: PostgreSQL) -> Iterator[tuple[FlaskClient, Wire]]:
    with slowed(postgresql) as (wire, database):
        world = empty_world(tmp_path, database=database)
        furnish(world.toolkit)
        yield create_app(world.toolkit).test_client(), wire


@pytest.mark.parametrize("address", ["/p/scsc", "/api/v1/achievements"])
def test_a_request_is_told_in_time(
    client_and_wire: tuple[FlaskClient, Wire], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, wire = client_and_wire
    assert client.get(address).status_code == 200
    wire.delay_s = 30
    monkeypatch.setattr(web_patience, "PATIENCE_S", PATIENCE_S)
    answer = client.get(address)
    monkeypatch.undo()
    wire.delay_s = 0
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert b"STORE_UNAVAILABLE" in answer.data
    assert client.get(address).status_code == 200
