"""What is kept of the record is used while nothing that it was made of was changed, and never after."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from issuer.services import keys, profiles, publication, revocation, verification
from issuer.services.principal import OPERATOR
from issuer.services.profiles import CreateProfile
from issuer.services.unchanged import LONGEST, MOST, one_moment, unmarked
from issuer.store import Category, Database, KeyPurpose, KeyState
from issuer.verify import Verdict
from tests.services.worlds import World, reopened_world

DID = "/p/scsc/did.json"


@pytest.fixture
def elsewhere(world: World) -> Iterator[World]:
    """Open the same installation a second time, as another process would."""
    other = reopened_world(world.home)
    yield other
    other.toolkit.database.close()


def verdict(world: World, body: bytes | None) -> Verdict:
    return verification.check(world.toolkit, body or b"").verdict


def _revoke(home: Path, credential_id: str) -> None:
    world = reopened_world(home)
    revocation.revoke(world.toolkit, OPERATOR, credential_id, Category.ISSUED_IN_ERROR)
    world.toolkit.database.close()


def test_a_value_of_what_seldom_changes_is_kept_while_credentials_are_issued(
    world: World, elsewhere: World
) -> None:
    read: list[int] = []

    def count() -> bytes:
        read.append(1)
        return b"x"

    def ask() -> bytes:
        return unmarked(world.toolkit.database, bytes, ("test", "count"), count)

    ask()
    elsewhere.issue()
    ask()
    assert len(read) == 1
    profiles.create(elsewhere.toolkit, OPERATOR, CreateProfile(slug="swsc", name="Southwest (demonstration)"))
    ask()
    assert len(read) == 2


def test_a_commit_while_it_is_read_is_not_missed(world: World, elsewhere: World) -> None:
    def issuers_and_then_one_more() -> bytes:
        found = " ".join(sorted(profile.slug for profile in profiles.all_profiles(world.toolkit)))
        new = CreateProfile(slug="swsc", name="Southwest (demonstration)")
        profiles.create(elsewhere.toolkit, OPERATOR, new)
        return found.encode()

    name = ("test", "slugs")
    assert b"swsc" not in unmarked(world.toolkit.database, bytes, name, issuers_and_then_one_more)
    assert b"swsc" in unmarked(world.toolkit.database, bytes, name, issuers_and_then_one_more)


def test_one_moment_asks_once_and_the_next_sees_what_was_committed_since(
    world: World, elsewhere: World
) -> None:
    def slugs() -> bytes:
        def read() -> bytes:
            return " ".join(sorted(profile.slug for profile in profiles.all_profiles(world.toolkit))).encode()

        return unmarked(world.toolkit.database, bytes, ("test", "slugs"), read)

    with one_moment():
        before = slugs()
        new = CreateProfile(slug="swsc", name="Southwest (demonstration)")
        profiles.create(elsewhere.toolkit, OPERATOR, new)
        with one_moment():
            assert slugs() == before
        assert slugs() == before
    with one_moment():
        assert b"swsc" in slugs()
    assert b"swsc" in slugs()


def test_what_is_read_late_in_a_moment_is_not_kept_for_a_later_one(world: World, elsewhere: World) -> None:
    first, second = ("test", "first"), ("test", "second")

    def count() -> bytes:
        return str(len(profiles.all_profiles(world.toolkit))).encode()

    with one_moment():
        unmarked(world.toolkit.database, bytes, first, count)
        profiles.create(
            elsewhere.toolkit, OPERATOR, CreateProfile(slug="swsc", name="Southwest (demonstration)")
        )
        late = unmarked(world.toolkit.database, bytes, second, count)
    profiles.create(elsewhere.toolkit, OPERATOR, CreateProfile(slug="third", name="Third (demonstration)"))
    assert unmarked(world.toolkit.database, bytes, second, count) == str(int(late) + 1).encode()


def test_one_verification_asks_for_the_mark_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    body = world.issue().version.body
    asked: list[str] = []
    plain = type(world.toolkit.database).mark

    def noted(database: Database) -> str:
        asked.append("mark")
        return plain(database)

    monkeypatch.setattr(type(world.toolkit.database), "mark", noted)
    for _ in range(2):
        assert verdict(world, body) is Verdict.VALID
    assert len(asked) == 2


def test_nothing_is_not_kept(world: World) -> None:
    database, name = world.toolkit.database, ("test", "nothing")
    assert unmarked(database, bytes, name, lambda: b"") == b""
    assert unmarked(database, bytes, name, lambda: b"something") == b"something"


def test_what_is_kept_does_not_grow_without_end(world: World) -> None:
    database = world.toolkit.database
    for number in range(MOST):
        unmarked(database, bytes, ("test", str(number)), lambda: b"old")
    assert unmarked(database, bytes, ("test", "0"), lambda: b"new") == b"old"
    unmarked(database, bytes, ("test", "one more"), lambda: b"old")
    assert unmarked(database, bytes, ("test", "0"), lambda: b"new") == b"new"
    unmarked(database, bytes, ("test", "long"), lambda: bytes(LONGEST))
    assert unmarked(database, bytes, ("test", "0"), lambda: b"newer") == b"newer"


def test_what_cannot_be_read_is_not_kept(world: World) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        unmarked(world.toolkit.database, bytes, ("test", "fail"), fail)
    assert unmarked(world.toolkit.database, bytes, ("test", "fail"), lambda: b"well") == b"well"


def test_a_revocation_by_another_process_is_seen_by_the_very_next_check(world: World) -> None:
    issued = world.issue()
    assert [verdict(world, issued.version.body) for _ in range(2)] == [Verdict.VALID] * 2
    process = multiprocessing.get_context("spawn").Process(
        target=_revoke, args=(world.home, issued.credential.id)
    )
    process.start()
    process.join(timeout=60)
    assert process.exitcode == 0
    assert verdict(world, issued.version.body) is Verdict.REVOKED


def test_each_of_many_revocations_elsewhere_is_seen_at_once(world: World, elsewhere: World) -> None:
    issued = [world.issue() for _ in range(5)]
    for number, item in enumerate(issued):
        revocation.revoke(elsewhere.toolkit, OPERATOR, item.credential.id, Category.FRAUD)
        found = [verdict(world, other.version.body) for other in issued]
        assert found == [Verdict.REVOKED] * (number + 1) + [Verdict.VALID] * (4 - number)


def test_a_key_that_is_withdrawn_elsewhere_counts_no_more(world: World, elsewhere: World) -> None:
    issued = world.issue()
    assert verdict(world, issued.version.body) is Verdict.VALID
    active = next(
        key
        for key in keys.of_profile(world.toolkit, "scsc")
        if key.state is KeyState.ACTIVE and key.purpose is KeyPurpose.DATA_INTEGRITY
    )
    keys.rotate(elsewhere.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    keys.revoke(elsewhere.toolkit, OPERATOR, active.verification_method)
    assert b'"revoked"' in publication.document_at(world.toolkit, DID).body
    assert verdict(world, issued.version.body) is Verdict.INVALID


def test_an_issuer_that_is_new_elsewhere_is_known_at_once(world: World, elsewhere: World) -> None:
    before = profiles.own_issuers(world.toolkit)
    new = CreateProfile(slug="swsc", name="Southwest (demonstration)")
    record = profiles.create(elsewhere.toolkit, OPERATOR, new)
    assert profiles.own_issuers(world.toolkit) == before | {record.did}
