import pytest

from issuer.errors import ConflictError
from issuer.services import answers
from tests.services.worlds import World


def begin(world: World, key: str = "k", digest: str = "sha256:1", scope: str = "api-key:1") -> bytes | None:
    return answers.begin(world.toolkit, scope=scope, key=key, body_digest=digest)


def test_a_repeated_request_gets_the_first_answer(world: World) -> None:
    assert begin(world) is None
    answers.finish(world.toolkit, scope="api-key:1", key="k", response=b"first")
    answers.finish(world.toolkit, scope="api-key:1", key="k", response=b"second")
    assert begin(world) == b"first"


def test_another_request_under_the_key_is_refused(world: World) -> None:
    begin(world)
    answers.finish(world.toolkit, scope="api-key:1", key="k", response=b"first")
    with pytest.raises(ConflictError, match="another request"):
        begin(world, digest="sha256:2")
    assert begin(world, scope="api-key:2", digest="sha256:2") is None


def test_a_request_under_way_is_not_begun_twice_until_its_worker_is_taken_for_dead(world: World) -> None:
    begin(world)
    with pytest.raises(ConflictError, match="still under way"):
        begin(world)
    world.clock.forward(seconds=31)
    assert begin(world) is None


def test_a_key_is_free_again_after_a_day(world: World) -> None:
    begin(world)
    answers.finish(world.toolkit, scope="api-key:1", key="k", response=b"first")
    world.clock.forward(hours=24)
    assert begin(world, digest="sha256:2") is None
    world.clock.forward(hours=25)
    assert answers.forget_old(world.toolkit) == 1
