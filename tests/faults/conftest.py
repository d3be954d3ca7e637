"""A world whose database fails where a test says."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.worlds import World, furnished_world
from tests.store.faults import FaultyDatabase


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path, open_=FaultyDatabase)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def faulty(world: World) -> FaultyDatabase:
    database = world.toolkit.database
    assert isinstance(database, FaultyDatabase)
    return database
