"""A whole installation in a temporary folder, without a network, behind Flask's test client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from issuer.services.toolkit import Toolkit
from issuer.web.app import create_app
from tests.services.worlds import World, empty_world, furnish


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    """Give an installation that holds nothing."""
    made = empty_world(tmp_path)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def world(empty: World) -> World:
    """Give an installation that can issue."""
    furnish(empty.toolkit)
    return empty


@pytest.fixture
def toolkit(empty: World) -> Toolkit:
    return empty.toolkit


@pytest.fixture
def app(toolkit: Toolkit) -> Flask:
    return create_app(toolkit)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
