"""One installation for a module of tests: a teacher with credentials, and somebody else's."""

from collections.abc import Iterator

import pytest

from tests.services.worlds import World, furnished_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("bundles"))
    yield made
    made.toolkit.database.close()
