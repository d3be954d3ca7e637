"""The specification tried by a machine: whatever it allows and whatever it forbids, no 500, no surprise.

The tool makes its tests while they are collected, so the installation is made when this module is read.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from issuer.web import guard
from issuer.web.app import create_app
from tests.services.worlds import empty_world, furnish
from tests.web.api.conftest import key_for

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer(
    "application/pdf",
    "application/vc",
    "application/vp",
    "text/csv",
    "application/vc+jwt",
    "application/zip",
    "application/x-ndjson",
)
def as_it_is(_context: Any, value: Any) -> bytes:
    """Send a made-up badge of a type that the tool does not know."""
    return value if isinstance(value, bytes) else json.dumps(value, default=str).encode(errors="replace")


HOME = tempfile.TemporaryDirectory()
WORLD = empty_world(Path(HOME.name))
furnish(WORLD.toolkit)
WORLD.issue()
APP = create_app(WORLD.toolkit)
guard.keep(APP, None, per_minute=0)
TOKEN = key_for(WORLD, "scsc")
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", APP)


@pytest.mark.slow
@SCHEMA.parametrize()
@settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_surprises(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {TOKEN}"}, checks=CHECKS)
