"""An installation that the tests of a module share: it can issue, and reaches only what the module says."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from issuer.fetch import Fetch
from issuer.services.issuing.issuance import IssuedCredential
from issuer.web.app import create_app
from tests.services.worlds import World, empty_world, furnish


@pytest.fixture(scope="module")
def elsewhere() -> Fetch | None:
    """Give the network; a module that needs one has a fixture of this name."""
    return None


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, elsewhere: Fetch | None) -> Iterator[World]:
    made = empty_world(tmp_path_factory.mktemp("pages"), elsewhere=elsewhere)
    furnish(made.toolkit)
    yield made
    made.toolkit.database.close()


@pytest.fixture(scope="module")
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


@pytest.fixture
def issued(world: World) -> IssuedCredential:
    return world.issue()
