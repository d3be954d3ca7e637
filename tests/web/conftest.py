"""A whole installation in a temporary folder, without a network, behind Flask's test client."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from issuer import bootstrap
from issuer.clock import fixed
from issuer.fetch import OfflineFetch
from issuer.services.toolkit import Toolkit
from issuer.settings import from_environment
from issuer.web.app import create_app
from issuer.workers import InProcess
from tests.store.fresh import fresh_url

NOW = datetime(2026, 3, 14, 14, 41, 7, tzinfo=UTC)


@pytest.fixture
def toolkit(tmp_path: Path) -> Iterator[Toolkit]:
    settings = from_environment(
        {
            "MINTMARK_HOME": str(tmp_path),
            "MINTMARK_DATABASE_URL": fresh_url(tmp_path),
            "MINTMARK_KEY_PASSPHRASE": "a passphrase of the tests",
        }
    )
    made = bootstrap.build(settings, clock=fixed(NOW), elsewhere=OfflineFetch(), workers=InProcess())
    yield made
    made.database.close()


@pytest.fixture
def app(toolkit: Toolkit) -> Flask:
    return create_app(toolkit)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
