"""A key in a browser opens what the key opens, for some hours and no longer."""

import pytest

from issuer.services import api_keys
from issuer.services.api_keys import NewApiKey, Scope, sign_in
from issuer.services.api_keys.sign_in import LASTS
from issuer.services.principal import OPERATOR
from tests.services.worlds import World


@pytest.fixture
def key(world: World) -> NewApiKey:
    scopes = (Scope.CREDENTIALS_READ,)
    return api_keys.new(world.toolkit, OPERATOR, "scsc", label="Coordinator", scopes=scopes)


@pytest.fixture
def token(world: World, key: NewApiKey) -> str:
    return sign_in.open_with(world.toolkit, key.token) or ""


def test_a_browser_speaks_for_the_key(world: World, key: NewApiKey, token: str) -> None:
    found = sign_in.of(world.toolkit, token)
    assert found is not None
    assert found.caller == api_keys.caller(world.toolkit, key.token)
    assert found.expires_at == world.clock.now + LASTS
    assert found.form_token not in {"", token}
    assert found.form_token not in repr(found)


def test_two_browsers_have_forms_of_their_own(world: World, key: NewApiKey, token: str) -> None:
    other = sign_in.open_with(world.toolkit, key.token) or ""
    one, two = sign_in.of(world.toolkit, token), sign_in.of(world.toolkit, other)
    assert one is not None
    assert two is not None
    assert one.form_token != two.form_token
    sign_in.close(world.toolkit, other)
    assert sign_in.of(world.toolkit, other) is None
    assert sign_in.of(world.toolkit, token) == one


@pytest.mark.sqlite
def test_neither_key_nor_token_is_kept(world: World, key: NewApiKey, token: str) -> None:
    kept = b"".join(path.read_bytes() for path in world.home.rglob("*.sqlite3*"))
    assert token.encode() not in kept
    assert key.token.encode() not in kept


def test_it_ends_by_itself_and_is_forgotten(world: World, token: str) -> None:
    world.clock.now += LASTS
    assert sign_in.of(world.toolkit, token) is None
    assert sign_in.forget_ended(world.toolkit) == 1
    assert sign_in.forget_ended(world.toolkit) == 0


def test_it_ends_with_its_key(world: World, key: NewApiKey, token: str) -> None:
    api_keys.revoke(world.toolkit, OPERATOR, key.record.id)
    assert sign_in.of(world.toolkit, token) is None
    assert sign_in.open_with(world.toolkit, key.token) is None


@pytest.mark.parametrize("wrong", ["", "x", "\ud800", "A" * 43, "ä" * 43])
def test_anything_else_opens_nothing(world: World, token: str, wrong: str) -> None:
    assert token
    assert sign_in.of(world.toolkit, wrong) is None
    sign_in.close(world.toolkit, wrong)
    assert sign_in.of(world.toolkit, token) is not None
