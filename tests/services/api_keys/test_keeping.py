from datetime import timedelta

import pytest

from issuer.errors import InputError, NotAuthorizedError, NotFoundError
from issuer.services import api_keys
from issuer.services.api_keys import NewApiKey, Scope
from issuer.services.principal import OPERATOR, Principal
from tests.services.worlds import START, World

STRANGER = Principal(id="staff:1", profiles=frozenset({"nesc"}))


def make(world: World, *scopes: Scope, **options: object) -> NewApiKey:
    wanted = scopes or (Scope.CREDENTIALS_READ,)
    return api_keys.new(world.toolkit, OPERATOR, "scsc", label="Portal", scopes=wanted, **options)  # type: ignore[arg-type]


def test_a_key_speaks_for_its_profile_with_its_scopes(world: World) -> None:
    made = make(world, Scope.CREDENTIALS_ISSUE, Scope.CREDENTIALS_READ)
    found = api_keys.caller(world.toolkit, made.token)
    assert found is not None
    assert (found.slug, found.key_id) == ("scsc", made.record.id)
    assert found.scopes == {Scope.CREDENTIALS_ISSUE, Scope.CREDENTIALS_READ}
    found.principal.require("scsc")
    with pytest.raises(NotAuthorizedError):
        found.principal.require("nesc")
    found.require(Scope.CREDENTIALS_READ)
    with pytest.raises(NotAuthorizedError, match="credentials:status"):
        found.require(Scope.CREDENTIALS_STATUS)


@pytest.mark.sqlite
def test_the_secret_is_kept_nowhere(world: World) -> None:
    made = make(world)
    secret = made.token[len("mm_000000000000_") :]
    assert secret not in repr(made)
    assert secret.encode() not in b"".join(path.read_bytes() for path in world.home.rglob("*.sqlite3*"))


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "A", lambda t: t.upper(), lambda _: ""])
def test_anything_but_the_whole_key_opens_nothing(world: World, change: object) -> None:
    assert api_keys.caller(world.toolkit, change(make(world).token)) is None  # type: ignore[operator]


def test_the_secret_of_another_key_opens_nothing(world: World) -> None:
    one, other = make(world), make(world)
    mixed = one.token[: len("mm_") + 13] + other.token[len("mm_") + 13 :]
    assert api_keys.caller(world.toolkit, mixed) is None


def test_a_revoked_key_opens_nothing_and_says_when(world: World) -> None:
    made = make(world)
    revoked = api_keys.revoke(world.toolkit, OPERATOR, made.token)
    assert revoked.revoked_at == START
    assert api_keys.caller(world.toolkit, made.token) is None
    world.clock.forward(hours=1)
    assert api_keys.revoke(world.toolkit, OPERATOR, made.record.id) == revoked
    assert sorted(world.events(f"api-key:{made.record.id}")) == ["api-key.created", "api-key.revoked"]


def test_a_key_ends_by_itself(world: World) -> None:
    made = make(world, expires_at=START + timedelta(days=1))
    world.clock.forward(hours=23)
    assert api_keys.caller(world.toolkit, made.token) is not None
    world.clock.forward(hours=1)
    assert api_keys.caller(world.toolkit, made.token) is None


def test_what_cannot_be_a_key_is_refused(world: World) -> None:
    def new(label: str = "Portal", **options: object) -> None:
        wanted = {"scopes": [Scope.CREDENTIALS_READ], **options}
        api_keys.new(world.toolkit, OPERATOR, "scsc", label=label, **wanted)  # type: ignore[arg-type]

    with pytest.raises(InputError, match="scope"):
        new(scopes=[])
    for label in ("", "x" * 81, "a\nb", "jane@district.example"):
        with pytest.raises(InputError, match="label"):
            new(label)
    with pytest.raises(InputError, match="ended"):
        new(expires_at=START)
    assert api_keys.of_profile(world.toolkit, "scsc") == ()


def test_a_stranger_makes_and_revokes_nothing(world: World) -> None:
    made = make(world)
    with pytest.raises(NotAuthorizedError):
        api_keys.new(world.toolkit, STRANGER, "scsc", label="x", scopes=[Scope.CREDENTIALS_READ])
    with pytest.raises(NotAuthorizedError):
        api_keys.revoke(world.toolkit, STRANGER, made.record.id)
    with pytest.raises(NotFoundError):
        api_keys.revoke(world.toolkit, OPERATOR, "unknown")
    assert [key.id for key in api_keys.of_profile(world.toolkit, "scsc")] == [made.record.id]
