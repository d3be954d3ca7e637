"""Many callers at once: one request gives one credential, many requests never share a slot."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from issuer.errors import StoreUnavailableError
from issuer.services import revocation, sequencer
from issuer.services.issuing import issuance
from issuer.services.issuing.issuance import IssueCredential, IssuedCredential
from issuer.services.principal import OPERATOR
from tests.badges import samples
from tests.services.worlds import World


def patiently(ask: Callable[[], IssuedCredential]) -> IssuedCredential:
    """Ask as a caller does: again, when the database says that it could not answer."""
    for _ in range(10):
        with contextlib.suppress(StoreUnavailableError):
            return ask()
    return ask()


def require_sound(world: World, *, credentials: int) -> None:
    sequencer.run(world.toolkit)
    world.require_whole()
    with world.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.credentials, counts.issued, counts.issue_leaves) == (credentials,) * 3
    assert counts.prepared == 0


@pytest.mark.parametrize("callers", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_one_request_of_many_callers_gives_one_credential(world: World, callers: int) -> None:
    request = IssueCredential(profile="scsc", external_id="lms-1", attestation=samples.attested())

    def ask(_: int) -> IssuedCredential:
        return patiently(lambda: issuance.issue(world.toolkit, OPERATOR, request))

    with ThreadPoolExecutor(callers) as pool:
        answers = list(pool.map(ask, range(callers)))
    assert len({(answer.credential.id, answer.version.sha256) for answer in answers}) == 1
    assert sum(answer.is_new for answer in answers) == 1
    require_sound(world, credentials=1)


@pytest.mark.slow
def test_many_requests_of_many_callers_never_share_a_slot(world: World) -> None:
    def ask(number: int) -> IssuedCredential:
        document = samples.attested(externalId=f"sub-{number}")
        command = IssueCredential(profile="scsc", external_id=f"lms-{number}", attestation=document)
        return patiently(lambda: issuance.issue(world.toolkit, OPERATOR, command))

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(40)))
    slots = {(answer.version.status_list_id, answer.version.status_index) for answer in answers}
    assert len(slots) == len({answer.credential.certificate_number for answer in answers}) == 40
    require_sound(world, credentials=40)


def test_many_re_issues_of_one_version_give_one_new_version(world: World) -> None:
    issued = world.issue()
    world.clock.forward(minutes=1)

    def ask(_: int) -> IssuedCredential:
        return patiently(
            lambda: revocation.reissue(world.toolkit, OPERATOR, issued.credential.id, replaces=1)
        )

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert len({answer.version.sha256 for answer in answers}) == 1
    assert sum(answer.is_new for answer in answers) == 1
    with world.toolkit.database.reader() as reader:
        assert reader.fsck.counts().issued == 2
        assert reader.fsck.counts().set_bits == 1
    world.require_whole()
