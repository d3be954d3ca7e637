"""Which commits of SQLite wait for the disk, and that an error leaves none in doubt."""

import sqlite3

import pytest
from sqlalchemy import Connection

from issuer.errors import StoreUnavailableError
from issuer.store import Database, disk
from tests.store import records
from tests.store.kinds import FAST_POSTGRESQL, ONLY_SQLITE

FULL, NORMAL = 2, 1


def told(connection: Connection) -> int:
    """Return how a connection commits; asked without SQLAlchemy, which would begin a transaction."""
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return int(driver.execute("PRAGMA synchronous").fetchone()[0])


def asked(database: Database) -> int:
    """Return how the connection commits that wrote last; the next unit takes the same."""
    with database._to_write.connected() as connection:
        return told(connection)


@ONLY_SQLITE
def test_a_unit_waits_for_the_disk_where_it_does_not_say_otherwise(empty: Database) -> None:
    seen = []
    for waits in (True, False, False, True):
        with empty.unit(waits_for_disk=waits):
            pass
        seen.append(asked(empty))
    with empty.unit():
        pass
    assert [*seen, asked(empty)] == [FULL, NORMAL, NORMAL, FULL, FULL]


@ONLY_SQLITE
def test_a_unit_after_one_that_failed_waits(empty: Database) -> None:
    def fail() -> None:
        with empty.unit(waits_for_disk=False):
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with empty.unit() as unit:
        unit.profiles.add(records.profile())
    assert asked(empty) == FULL


@ONLY_SQLITE
def test_what_sqlite_did_not_take_is_told_again(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise sqlite3.OperationalError

    with empty._to_write.connected() as connection:
        driver = connection.connection.dbapi_connection
        disk.choose(connection, waits=False)
        monkeypatch.setattr(
            connection.connection, "dbapi_connection", type("Broken", (), {"execute": broken})
        )
        with pytest.raises(StoreUnavailableError):
            disk.choose(connection, waits=True)
        monkeypatch.setattr(connection.connection, "dbapi_connection", driver)
        for waits, kept in ((False, NORMAL), (True, FULL)):
            disk.choose(connection, waits=waits)
            assert told(connection) == kept


@FAST_POSTGRESQL
def test_postgresql_always_waits(empty: Database) -> None:
    with empty.unit(waits_for_disk=False) as unit:
        unit.profiles.add(records.profile())
    with empty._to_write.connected() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
