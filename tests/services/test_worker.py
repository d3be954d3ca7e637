"""What a worker does between chunks for the database itself: the log of what was committed is copied into the file."""

from typing import Any

import pytest

from issuer.errors import StoreUnavailableError
from issuer.services.worker import Worker
from issuer.store import Database
from tests.services.worlds import World


def one_round(world: World) -> None:
    waited: list[float] = []
    Worker(world.toolkit, should_stop=lambda: bool(waited), wait=waited.append).run()
    assert len(waited) == 1


def test_a_worker_copies_the_log_of_what_was_committed(world: World) -> None:
    world.issue()
    one_round(world)
    # Numbering, which comes before, committed something too; nothing is left to copy.
    assert world.toolkit.database.copy_log() is None
    world.require_whole()


def test_a_log_that_cannot_be_copied_stops_nothing(world: World, monkeypatch: Any, caplog: Any) -> None:
    def refuse(_database: Database) -> None:
        raise StoreUnavailableError("The database did not answer.")

    world.issue()
    with monkeypatch.context() as patch:
        patch.setattr(Database, "copy_log", refuse)
        one_round(world)
    assert [record.message for record in caplog.records if record.name.endswith("worker")] == [
        f"log: {StoreUnavailableError('').code}"
    ]
    with world.toolkit.database.reader() as reader:
        assert reader.events.pending() == 0


@pytest.mark.sqlite
def test_what_could_not_be_copied_is_copied_the_next_time(world: World, monkeypatch: Any) -> None:
    def refuse(_database: Database) -> None:
        raise StoreUnavailableError("The database did not answer.")

    world.issue()
    with monkeypatch.context() as patch:
        patch.setattr(Database, "copy_log", refuse)
        one_round(world)
    done = world.toolkit.database.copy_log()
    assert done is not None
    assert done.copied == done.pages
