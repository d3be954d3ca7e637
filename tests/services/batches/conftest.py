"""Fixtures: the small world on either database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer import store
from tests.postgresql import PostgreSQL
from tests.services.worlds import World, empty_world, furnish
from tests.store.fresh import fresh_file_url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield fresh_file_url(tmp_path)
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    address = server.fresh()
    yield address
    server.drop(address)


@pytest.fixture
def either(url: str, tmp_path: Path) -> Iterator[World]:
    """Give a world that can issue, on both databases in turn."""
    world = empty_world(tmp_path, database=store.open_database(url))
    furnish(world.toolkit)
    yield world
    world.toolkit.database.close()
