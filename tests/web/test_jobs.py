"""The background job: does the work, one process at a time, and a failure does not end it."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from issuer.errors import StoreUnavailableError
from issuer.services import sequencer
from issuer.services.toolkit import Toolkit
from issuer.web.app import create_app
from issuer.web.jobs import LEASE, Jobs
from tests.services.worlds import World


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    for _ in range(200):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen within four seconds")


def unnumbered(world: World) -> int:
    with world.toolkit.database.reader() as reader:
        (credential,) = reader.credentials.page()
        return sum(1 for event in reader.events.of_object(credential.id) if event.number is None)


@pytest.fixture
def busy(world: World) -> World:
    world.issue()
    return world


def test_a_round_numbers_what_happened(busy: World) -> None:
    assert unnumbered(busy) > 0
    Jobs(busy.toolkit).work(housekeeping=False)
    assert unnumbered(busy) == 0


def test_housekeeping_renews_lists_before_they_end(busy: World) -> None:
    jobs = Jobs(busy.toolkit)
    jobs.work(housekeeping=True)
    with busy.toolkit.database.reader() as reader:
        before = reader.status_lists.all()[0]
    busy.clock.forward(hours=13)
    jobs.work(housekeeping=False)
    with busy.toolkit.database.reader() as reader:
        assert reader.status_lists.all()[0].sequence == before.sequence
    jobs.work(housekeeping=True)
    with busy.toolkit.database.reader() as reader:
        assert reader.status_lists.all()[0].sequence == before.sequence + 1


def test_another_process_with_the_lease_does_the_housekeeping(busy: World) -> None:
    now = busy.clock.forward(hours=13)
    with busy.toolkit.database.unit("test.lease") as unit:
        assert unit.leases.take(LEASE, holder="another", now=now, until=now + timedelta(seconds=60))
    Jobs(busy.toolkit).work(housekeeping=True)
    with busy.toolkit.database.reader() as reader:
        assert reader.status_lists.all()[0].sequence == 1
    busy.clock.forward(seconds=61)
    Jobs(busy.toolkit).work(housekeeping=True)
    with busy.toolkit.database.reader() as reader:
        assert reader.status_lists.all()[0].sequence == 2


def test_the_loop_works_until_it_is_told_to_stop_and_gives_the_lease_back(busy: World) -> None:
    jobs = Jobs(busy.toolkit, round_s=0.01)
    jobs.start()
    until(lambda: unnumbered(busy) == 0)
    assert jobs.is_well
    jobs.stop()
    assert jobs.is_well
    with busy.toolkit.database.unit("test.lease") as unit:
        assert unit.leases.take(
            LEASE, holder="another", now=busy.clock(), until=busy.clock() + timedelta(seconds=1)
        )


def test_a_failure_is_logged_by_its_code_and_the_next_round_goes_on(
    busy: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Toolkit) -> None:
        raise StoreUnavailableError("the disk of marigold is full")

    with monkeypatch.context() as patch:
        patch.setattr(sequencer, "run", fail)
        Jobs(busy.toolkit).work(housekeeping=True)
    assert caplog.records[-1].fields == {"code": "STORE_UNAVAILABLE"}  # type: ignore[attr-defined]
    Jobs(busy.toolkit).work(housekeeping=True)
    assert unnumbered(busy) == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_loop_that_ended_by_a_mistake_makes_the_process_unready(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Toolkit) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(sequencer, "run", fail)
    jobs = Jobs(busy.toolkit, round_s=0.01)
    client = create_app(busy.toolkit, jobs=jobs).test_client()
    assert client.get("/readyz").status_code == 200
    jobs.start()
    until(lambda: not jobs.is_well)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.data == b"the background job has ended\n"
    assert client.get("/healthz").status_code == 200
