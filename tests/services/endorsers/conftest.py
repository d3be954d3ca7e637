"""Fixtures: the world of `tests.services`, for endorsements."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.worlds import World, furnished_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    yield made
    made.toolkit.database.close()
