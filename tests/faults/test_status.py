"""Revoking, re-issuing and resuming die at every step; the credential is never without a sound version."""

import contextlib
from collections.abc import Callable

import pytest

from issuer.errors import ConflictError, StoreUnavailableError
from issuer.services import revocation, sequencer, sweep, verification
from issuer.services.issuing import versions
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.store import Category, VersionRecord
from issuer.verify import Verdict
from tests.faults.steps import ROAD, Signed, arm
from tests.services.worlds import World
from tests.store.faults import FaultyDatabase, Mode, ProcessDied

REVOKE_WRITES = [
    "insert status_bits",
    "update status_lists",
    "insert events",
    "insert leaves",
    "commit status.end",
]
REISSUE_WRITES = [
    "insert credential_versions",
    "update status_lists",
    "commit reissue.prepare",
    "update credential_versions",
    "insert events",
    "insert leaves",
    "insert status_bits",
    "commit reissue.finish",
]
Act = Callable[[World, IssuedCredential], IssuedCredential]


def verdict(world: World, version: VersionRecord) -> Verdict:
    return verification.check(world.toolkit, version.body or b"").verdict


def revoke(world: World, issued: IssuedCredential) -> VersionRecord:
    return revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)


def reissue(world: World, issued: IssuedCredential) -> IssuedCredential:
    return revocation.reissue(world.toolkit, OPERATOR, issued.credential.id, replaces=1)


def resume(world: World, issued: IssuedCredential) -> IssuedCredential:
    return revocation.resume(world.toolkit, OPERATOR, issued.credential.id, replaces=1)


def begin(world: World, act: Act) -> IssuedCredential:
    """Issue what is going to be replaced."""
    issued = world.issue()
    world.clock.forward(minutes=1)
    if act is resume:
        revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    return issued


def require_whole(world: World) -> None:
    sequencer.run(world.toolkit)
    world.require_whole()


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("point", REVOKE_WRITES)
def test_a_revocation_that_fails_is_made_good(
    world: World, faulty: FaultyDatabase, point: str, mode: Mode
) -> None:
    issued = world.issue()
    faulty.arm(point, mode)
    with pytest.raises(StoreUnavailableError):
        revoke(world, issued)
    assert not faulty.is_armed
    # All of it is recorded, or nothing: the list, the event and the leaf agree.
    is_done = (point, mode) == ("commit status.end", Mode.PERSISTED)
    assert verdict(world, issued.version) is (Verdict.REVOKED if is_done else Verdict.VALID)
    require_whole(world)
    assert revoke(world, issued).ended_category is Category.FRAUD
    assert verdict(world, issued.version) is Verdict.REVOKED
    assert sorted(world.events(issued.credential.id)) == ["credential.ended", "credential.issued"]
    require_whole(world)


def test_the_writes_of_a_revocation_are_all_broken(world: World, faulty: FaultyDatabase) -> None:
    issued = world.issue()
    faulty.seen.clear()
    revoke(world, issued)
    assert set(faulty.seen) == set(REVOKE_WRITES)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("step", ROAD)
@pytest.mark.parametrize("act", [reissue, resume])
def test_a_new_version_that_dies_is_made_good(
    world: World, faulty: FaultyDatabase, act: Act, step: str, mode: Mode
) -> None:
    issued, signed = begin(world, act), Signed()
    standing = verdict(world, issued.version)
    with pytest.MonkeyPatch.context() as patch:
        signed.watch(patch.setattr)
        with pytest.MonkeyPatch.context() as fault:
            arm(fault, faulty, "reissue", step, mode)
            with contextlib.nullcontext() if step == "respond" else pytest.raises(ProcessDied):
                act(world, issued)
        assert not faulty.is_armed
        signed.require_rows(faulty)
        # Until the second commit the old version stands as it stood; from then on the new one does.
        is_done = step == "respond" or (step == "commit 2" and mode is Mode.PERSISTED)
        assert verdict(world, issued.version) is (Verdict.REVOKED if is_done else standing)
        again = act(world, issued)
        assert again.is_new is not is_done
        assert again.credential == issued.credential
        signed.require_rows(faulty)
    assert verdict(world, again.version) is Verdict.VALID
    assert verdict(world, issued.version) is Verdict.REVOKED
    assert act(world, issued).version == again.version
    require_whole(world)
    with world.toolkit.database.reader() as reader:
        found = reader.credentials.versions(issued.credential.id)
        assert reader.fsck.counts().prepared == 0
    assert len({(version.status_list_id, version.status_index) for version in found}) == len(found)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("point", REISSUE_WRITES)
def test_a_database_that_fails_is_asked_again(
    world: World, faulty: FaultyDatabase, point: str, mode: Mode
) -> None:
    issued = begin(world, reissue)
    faulty.arm(point, mode)
    with pytest.raises(StoreUnavailableError):
        reissue(world, issued)
    assert not faulty.is_armed
    again = reissue(world, issued)
    assert verdict(world, again.version) is Verdict.VALID
    assert verdict(world, issued.version) is Verdict.REVOKED
    require_whole(world)


def test_the_writes_of_a_re_issue_are_all_broken(world: World, faulty: FaultyDatabase) -> None:
    issued = begin(world, reissue)
    faulty.seen.clear()
    reissue(world, issued)
    assert set(faulty.seen) == set(REISSUE_WRITES)


def test_what_is_revoked_meanwhile_is_not_replaced(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A revocation that comes between the two commits of a re-issue wins."""
    issued = begin(world, reissue)
    honest = versions.require_verified

    def revoking(*args: object) -> None:
        honest(*args)  # type: ignore[arg-type]
        monkeypatch.setattr(versions, "require_verified", honest)
        revoke(world, issued)

    monkeypatch.setattr(versions, "require_verified", revoking)
    with pytest.raises(ConflictError, match="ended for good: fraud"):
        reissue(world, issued)
    with world.toolkit.database.reader() as reader:
        newest = reader.credentials.find_newest(issued.credential.id)
        assert reader.fsck.counts().prepared == 0
    assert newest is not None
    assert newest.number == 1
    require_whole(world)


def test_what_a_dead_re_issue_left_is_swept(world: World, faulty: FaultyDatabase) -> None:
    issued = begin(world, reissue)
    with pytest.MonkeyPatch.context() as fault:
        arm(fault, faulty, "reissue", "sign", Mode.FAILED)
        with pytest.raises(ProcessDied):
            reissue(world, issued)
    world.clock.forward(seconds=61)
    assert sweep.sweep(world.toolkit).abandoned == ((issued.credential.id, 2),)
    assert reissue(world, issued).version.number == 3
    require_whole(world)
