"""An installation with API keys, and a caller that speaks JSON."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from issuer.services import api_keys
from issuer.services.api_keys import Scope
from issuer.services.principal import OPERATOR
from issuer.web import guard
from issuer.web.app import create_app
from issuer.web.rate_limits import RateLimiter
from tests.services.worlds import World, empty_world, furnish


class Caller:
    """Calls the API of one installation with one key, or without."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self._client = app.test_client()
        self._headers = {} if token is None else {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self._client.get(f"/api/v1{path}", headers={**self._headers, **headers})

    def delete(self, path: str) -> TestResponse:
        return self._client.delete(f"/api/v1{path}", headers=self._headers)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self._client.post(f"/api/v1{path}", json=body, headers={**self._headers, **_dashed(headers)})

    def send(self, path: str, data: bytes, media_type: str, **headers: str) -> TestResponse:
        return self._client.post(
            f"/api/v1{path}",
            data=data,
            content_type=media_type,
            headers={**self._headers, **_dashed(headers)},
        )


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = empty_world(tmp_path)
    furnish(made.toolkit)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def app(world: World) -> Flask:
    return create_app(world.toolkit)


def key_for(world: World, slug: str, *scopes: Scope) -> str:
    """Make a key of these scopes, or of all of them; reading as an auditor is a key of its own, with an end."""
    wanted = set(scopes or Scope)
    if wanted != {Scope.AUDIT_READ}:
        wanted.discard(Scope.AUDIT_READ)
    ends = world.clock() + timedelta(days=90) if wanted == {Scope.AUDIT_READ} else None
    return api_keys.new(world.toolkit, OPERATOR, slug, label="Test", scopes=wanted, expires_at=ends).token


@pytest.fixture
def caller(app: Flask, world: World) -> Caller:
    """Give a caller that may do everything for one cooperative."""
    return Caller(app, key_for(world, "scsc"))


@pytest.fixture
def stranger(app: Flask, world: World) -> Caller:
    """Give a caller that may do everything for another cooperative."""
    return Caller(app, key_for(world, "nesc"))


@pytest.fixture
def nobody(app: Flask) -> Caller:
    """Give a caller without a key."""
    return Caller(app, None)


@pytest.fixture
def limited(app: Flask) -> Flask:
    """Give the application with room for three requests a minute."""
    guard.keep(app, RateLimiter(), per_minute=3)
    return app
