"""The background job of a serving process: it works beside the views, stops when told, and is watched."""

import sys
import time
from collections.abc import Callable

import pytest

from issuer.services import sequencer
from issuer.services.toolkit import Toolkit
from issuer.web.app import create_app
from issuer.web.jobs import TURN_S, Jobs
from tests.services.worlds import World


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen within ten seconds")


def unnumbered(world: World) -> int:
    with world.toolkit.database.reader() as reader:
        (credential,) = reader.credentials.page()
        return sum(1 for event in reader.events.of_object(credential.id) if event.number is None)


@pytest.fixture
def busy(world: World) -> World:
    world.issue()
    return world


def test_it_works_beside_the_views_until_it_is_told_to_stop(busy: World) -> None:
    assert unnumbered(busy) > 0
    jobs = Jobs(busy.toolkit, longest_wait_s=0.01)
    client = create_app(busy.toolkit, jobs=jobs).test_client()
    assert jobs.is_well
    jobs.start()
    until(lambda: unnumbered(busy) == 0)
    assert client.get("/readyz").status_code == 200
    jobs.stop()
    assert jobs.is_well
    jobs.stop()


def test_threads_take_short_turns_while_jobs_work_beside_requests(busy: World) -> None:
    before = sys.getswitchinterval()
    jobs = Jobs(busy.toolkit)
    jobs.start()
    assert sys.getswitchinterval() == pytest.approx(TURN_S)
    jobs.stop()
    assert sys.getswitchinterval() == before


def test_a_stop_does_not_wait_for_the_next_round(busy: World) -> None:
    jobs = Jobs(busy.toolkit)
    jobs.start()
    until(lambda: unnumbered(busy) == 0)
    began = time.monotonic()
    jobs.stop()
    assert time.monotonic() - began < 5


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ended_by_a_mistake_makes_the_process_unready(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Toolkit) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr(sequencer, "run", fail)
    jobs = Jobs(busy.toolkit, longest_wait_s=0.01)
    client = create_app(busy.toolkit, jobs=jobs).test_client()
    assert client.get("/readyz").status_code == 200
    jobs.start()
    until(lambda: not jobs.is_well)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.data == b"the background job has ended\n"
    assert client.get("/healthz").status_code == 200
    # The other thread still works, and must not meet a database that is gone.
    jobs.stop()
