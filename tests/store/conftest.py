"""Fixtures: an empty database, and one with a first credential issued."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer import store
from issuer.store import Database
from tests.store.fresh import fresh_url
from tests.store.records import furnish, issue


@pytest.fixture
def url(tmp_path: Path) -> str:
    return fresh_url(tmp_path)


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
