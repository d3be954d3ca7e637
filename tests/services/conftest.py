"""Fixtures: an installation that holds nothing, and one that can issue."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.worlds import World, empty_world, furnished_world


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    world = empty_world(tmp_path)
    yield world
    world.toolkit.database.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    yield made
    made.toolkit.database.close()
