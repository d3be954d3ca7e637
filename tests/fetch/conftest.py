"""One certificate authority for all tests of the network door."""

import pytest

from tests.fetch.tls_server import Authority, make_authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))
