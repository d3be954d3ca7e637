"""Fixtures: the small world of use cases with two districts, a university and one badge."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.credits import asking
from tests.services.worlds import World, furnished_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    asking.furnish(made)
    yield made
    made.toolkit.database.close()
