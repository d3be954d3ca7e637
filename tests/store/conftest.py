"""Fixtures: an empty database of either kind, and one with a first credential issued."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer import store
from issuer.store import Database
from tests.postgresql import PostgreSQL
from tests.store.fresh import fresh_file_url
from tests.store.records import furnish, issue


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def kind(request: pytest.FixtureRequest) -> str:
    """Every test of this room runs on both databases; `kinds.ONLY_SQLITE` and its sister choose one."""
    return str(request.param)


@pytest.fixture
def url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if kind == "sqlite":
        yield fresh_file_url(tmp_path)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    address = server.fresh()
    yield address
    server.drop(address)


@pytest.fixture
def unmade(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a database without tables."""
    if kind == "sqlite":
        yield store.sqlite_url(tmp_path / "home" / "mintmark.sqlite3")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    address = server.fresh(is_migrated=False)
    yield address
    server.drop(address)


@pytest.fixture
def empty(url: str) -> Iterator[Database]:
    database = store.open_database(url)
    yield database
    database.close()


@pytest.fixture
def furnished(empty: Database) -> Database:
    with empty.unit() as unit:
        furnish(unit)
    return empty


@pytest.fixture
def issued(furnished: Database) -> Database:
    with furnished.unit() as unit:
        issue(unit)
    return furnished
