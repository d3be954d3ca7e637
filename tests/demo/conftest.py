"""One small demonstration, minted once a module; tests that change it make their own."""

from collections.abc import Iterator

import pytest

from issuer.demo.run import Outcome
from tests.demo.small import run_small, small_world
from tests.services.worlds import World


@pytest.fixture(scope="module")
def minted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Outcome]]:
    """Return an installation with the small demonstration, and what the first run found."""
    world = small_world(tmp_path_factory.mktemp("demo"))
    yield world, run_small(world)
    world.toolkit.database.close()
