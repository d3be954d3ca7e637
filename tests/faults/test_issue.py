"""Issuing dies at every numbered step, once as "failed" and once as "failed but persisted".

Whatever died: nothing is signed without a row, no slot is used twice, asking again gives the same id and
one credential, and the record is whole.
"""

import contextlib
from dataclasses import replace

import pytest

from issuer.errors import SigningError, StoreUnavailableError
from issuer.services import profiles, securing, sequencer, status_lists, sweep, verification
from issuer.services.issuing import issuance
from issuer.services.issuing.alike import ENOUGH
from issuer.services.issuing.issuance import IssueCredential, IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.store import VersionState
from issuer.verify import Verdict
from tests.badges import samples
from tests.faults.steps import ROAD, Signed, arm
from tests.services.worlds import World, imported
from tests.store.faults import FaultyDatabase, Mode, ProcessDied

REQUEST = IssueCredential(profile="scsc", external_id="lms-1", attestation=samples.attested())
WRITES = [
    "insert credentials",
    "insert credential_versions",
    "update status_lists",
    "commit issue.prepare",
    "update credential_versions",
    "insert events",
    "insert leaves",
    "commit issue.finish",
]


def ask(world: World) -> IssuedCredential:
    return issuance.issue(world.toolkit, OPERATOR, REQUEST)


def credential_id(world: World) -> str | None:
    with world.toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug("scsc")
        found = reader.credentials.find_by_external_id(profile.id, REQUEST.external_id)
    return found.id if found else None


def require_one(world: World, issued: IssuedCredential, signed: Signed) -> None:
    """Compare everything with everything after a recovery."""
    signed.require_rows(world.toolkit.database)
    assert ask(world).version == issued.version
    sequencer.run(world.toolkit)
    world.require_whole()
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
        versions = reader.credentials.versions(issued.credential.id)
    assert (counts.credentials, counts.issued, counts.issue_leaves, counts.prepared) == (1, 1, 1, 0)
    assert len({(version.status_list_id, version.status_index) for version in versions}) == counts.slots
    assert issued.version.body in signed.bodies
    assert verification.check(world.toolkit, issued.version.body or b"").verdict is Verdict.VALID


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("step", ROAD)
def test_a_step_that_dies_is_made_good(world: World, faulty: FaultyDatabase, step: str, mode: Mode) -> None:
    signed = Signed()
    with pytest.MonkeyPatch.context() as patch:
        signed.watch(patch.setattr)
        with pytest.MonkeyPatch.context() as fault:
            arm(fault, faulty, "issue", step, mode)
            died = contextlib.nullcontext() if step == "respond" else pytest.raises(ProcessDied)
            with died:
                ask(world)
        assert not faulty.is_armed
        signed.require_rows(faulty)
        before = credential_id(world)
        issued = ask(world)
        # What was recorded decides; what was only thought of may be forgotten.
        recorded = ROAD.index(step) > ROAD.index("commit 1") or (
            step == "commit 1" and mode is Mode.PERSISTED
        )
        assert (before is not None) is recorded
        assert before in {None, issued.credential.id}
        require_one(world, issued, signed)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("step", ROAD[3:7])
def test_what_was_swept_meanwhile_is_issued_as_the_next_version(
    world: World, faulty: FaultyDatabase, step: str, mode: Mode
) -> None:
    signed = Signed()
    with pytest.MonkeyPatch.context() as patch:
        signed.watch(patch.setattr)
        with pytest.MonkeyPatch.context() as fault:
            arm(fault, faulty, "issue", step, mode)
            with pytest.raises(ProcessDied):
                ask(world)
        before = credential_id(world)
        assert sweep.sweep(world.toolkit).abandoned == ()
        world.clock.forward(seconds=61)
        swept = sweep.sweep(world.toolkit).abandoned
        issued = ask(world)
        finished = step == "commit 2" and mode is Mode.PERSISTED
        assert swept == (() if before is None or finished else ((before, 1),))
        assert before in {None, issued.credential.id}
        assert issued.version.number == 1 + len(swept)
        require_one(world, issued, signed)
    told = [*["credential.abandoned"] * len(swept), "credential.issued"]
    assert sorted(world.events(issued.credential.id)) == told


def request_alone(world: World, faulty: FaultyDatabase) -> IssueCredential:
    """Return a request whose record is frozen and whose status list is open, so that only the road writes."""
    profile = profiles.get(world.toolkit, "scsc")
    status_lists.choose_slot(world.toolkit, profile)
    attestation = imported(world, samples.attested())
    faulty.seen.clear()
    return IssueCredential(profile="scsc", external_id="lms-1", attestation=attestation)


def test_the_writes_are_all_the_writes_of_the_road(world: World, faulty: FaultyDatabase) -> None:
    issuance.issue(world.toolkit, OPERATOR, request_alone(world, faulty))
    seen = dict.fromkeys(faulty.seen)
    assert [point for point in seen if point != "commit status_lists.sign"] == WRITES


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("point", WRITES)
def test_a_database_that_fails_is_asked_again(
    world: World, faulty: FaultyDatabase, point: str, mode: Mode
) -> None:
    """The caller is told to ask again, and asking again is all that is needed."""
    request, signed = request_alone(world, faulty), Signed()
    with pytest.MonkeyPatch.context() as patch:
        signed.watch(patch.setattr)
        faulty.arm(point, mode)
        with pytest.raises(StoreUnavailableError):
            issuance.issue(world.toolkit, OPERATOR, request)
        assert not faulty.is_armed
        signed.require_rows(faulty)
        require_one(world, issuance.issue(world.toolkit, OPERATOR, request), signed)


def test_a_credential_that_does_not_verify_never_leaves(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def altered(*args: object, **kwargs: object) -> object:
        made = honest(*args, **kwargs)  # type: ignore[arg-type]
        return type(made)(
            made.body.replace(b"Micro-credential", b"Macro-credential"), made.key, made.context_hashes
        )

    honest = securing.secure
    monkeypatch.setattr(securing, "secure", altered)
    with pytest.raises(SigningError, match="invalid instead of valid"):
        ask(world)
    monkeypatch.undo()
    lost = credential_id(world)
    assert lost is not None
    with world.toolkit.database.reader() as reader:
        assert [version.state for version in reader.credentials.versions(lost)] == [VersionState.ABANDONED]
    issued = ask(world)
    assert (issued.credential.id, issued.version.number) == (lost, 2)
    assert sorted(world.events(lost)) == ["credential.abandoned", "credential.issued"]


@pytest.mark.parametrize("step", ["commit 1", "sign", "self-verify", "commit 2"])
def test_what_a_template_began_is_finished_without_it_byte_for_byte(
    world: World, faulty: FaultyDatabase, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(ENOUGH):
        world.issue()
    request = replace(REQUEST, external_id="mine", attestation=samples.attested(externalId="mine"))
    signed = Signed()
    signed.watch(monkeypatch.setattr)
    with pytest.MonkeyPatch.context() as fault:
        arm(fault, faulty, "issue", step, Mode.PERSISTED if step == "commit 1" else Mode.FAILED)
        with pytest.raises(ProcessDied):
            issuance.issue(world.toolkit, OPERATOR, request)
    with world.toolkit.database.reader() as reader:
        [left] = reader.credentials.stale(before=world.clock.forward(seconds=1))
    issued = issuance.issue(world.toolkit, OPERATOR, request)
    assert (issued.credential.id, issued.version.number) == (left.credential_id, left.number)
    assert issued.version.intent == left.intent
    assert set(signed.bodies) == {issued.version.body}
    sequencer.run(world.toolkit)
    world.require_whole()
