"""Roles are the least scopes that do: what each may and may not do, asked over the API (SEED-23, ORG-04)."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from issuer.services.api_keys.scopes import SCOPES, Role, Scope, role_of
from issuer.web.app import create_app
from tests.badges import samples
from tests.cli.catalog_files import SLUG
from tests.cli.conftest import furnished, furnished_home, home, mintmark
from tests.cli.shell import Mintmark
from tests.services.worlds import World, furnished_world
from tests.web.api.conftest import Caller, key_for

__all__ = ["furnished", "furnished_home", "home", "mintmark"]

CREDENTIAL = "/credentials/{id}"
ATTEMPTS: list[tuple[str, str, Any, set[Role]]] = [
    ("GET", CREDENTIAL, None, {Role.COORDINATOR}),
    ("POST", "/attestations", samples.attested(externalId="role-1"), {Role.COORDINATOR}),
    (
        "POST",
        "/credentials",
        {"externalId": "r-2", "attestation": samples.attested(externalId="role-2")},
        {Role.COORDINATOR},
    ),
    ("POST", f"{CREDENTIAL}/revoke", {"category": "fraud"}, set()),
    ("POST", f"{CREDENTIAL}/suspend", {}, set()),
    ("POST", "/achievements/SEL-01/versions", samples.record(version="9.0"), set()),
    ("POST", "/programs", {"achievement": "SEL-01"}, set()),
    ("POST", "/known-issuers", {"issuer": "did:web:x.example", "name": "X", "reason": "Y"}, set()),
    ("GET", "/audit/credentials", None, {Role.AUDITOR}),
    ("GET", "/credits/pre-approvals?person=t01", None, {Role.DISTRICT_HR}),
]
"""Method, path, body, and the roles that are let in."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = furnished_world(tmp_path_factory.mktemp("roles"))
    yield made
    made.toolkit.database.close()


@pytest.fixture(scope="module")
def app(world: World) -> Flask:
    return create_app(world.toolkit)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "path", "body", "allowed"), ATTEMPTS)
def test_seed_23_a_role_is_let_in_where_its_work_is_and_nowhere_else(  # noqa: PLR0917  (a row of the table)
    app: Flask, world: World, role: Role, method: str, path: str, body: Any, allowed: set[Role]
) -> None:
    target = path.format(id=world.issue().credential.id)
    caller = Caller(app, key_for(world, "scsc", *SCOPES[role]))
    answer = caller.get(target) if method == "GET" else caller.post(target, body)
    assert answer.status_code < 400 if role in allowed else answer.status_code == 403, answer.text


def test_a_role_is_known_by_its_scopes() -> None:
    assert [role_of(SCOPES[role]) for role in Role] == list(Role)
    assert role_of(Scope) is None
    assert not any(
        Scope.TRUST_WRITE in scopes or Scope.CREDENTIALS_STATUS in scopes for scopes in SCOPES.values()
    )


def test_seed_23_events_say_as_what_somebody_acted(app: Flask, world: World) -> None:
    caller = Caller(app, key_for(world, "scsc", *SCOPES[Role.COORDINATOR]))
    record = samples.attested(externalId="role-3")
    made: Any = caller.post("/credentials", {"externalId": "r-3", "attestation": record}).json
    with world.toolkit.database.reader() as reader:
        roles = [event.role for event in reader.events.of_object(made["id"])]
    assert roles == ["coordinator"]


def test_a_key_is_made_by_role_or_by_scopes(furnished: Mintmark) -> None:
    made = furnished("api-keys", "new", SLUG, "--label", "Desk", "--role", "coordinator", "--json").json
    assert set(made["scopes"]) == {scope.value for scope in SCOPES[Role.COORDINATOR]}
    both = ("--role", "coordinator", "--scope", "credentials:read")
    for choice in ((), both):
        assert "Say --role" in furnished("api-keys", "new", SLUG, "--label", "x", *choice, code=2).err
    ended = furnished("api-keys", "new", SLUG, "--label", "Audit", "--role", "auditor", code=2)
    assert "ends within 366 days" in ended.err
