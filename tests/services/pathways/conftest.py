"""A furnished installation with pathways."""

import pytest

from tests.services.pathways.worlds import furnish_pathways
from tests.services.worlds import World


@pytest.fixture
def school(world: World) -> World:
    """Return an installation whose catalog has micro-endorsements."""
    return furnish_pathways(world)
