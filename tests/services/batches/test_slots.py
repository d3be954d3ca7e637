"""Eight workers draw slots from one list at the same time: every slot once, spread over the whole list."""

import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from issuer import store
from issuer.errors import IssuerError, StoreUnavailableError
from issuer.services.batches import work
from issuer.terms.status import MIN_ENTRIES
from tests.services.batches import sheets
from tests.services.batches.sheets import confirmed, require_issued
from tests.services.worlds import World

WORKERS = 8
AWARDS = 400

pytestmark = pytest.mark.slow


def work_side_by_side(world: World, url: str) -> None:
    """Let workers with connections of their own work until nothing is left."""
    raised: list[BaseException] = []

    def run(name: str) -> None:
        database = store.open_database(url)
        toolkit = replace(world.toolkit, database=database)
        taken = 1
        try:
            while taken:
                # A SQLite file that stays locked for five seconds is asked again, as a worker does.
                with suppress(StoreUnavailableError):
                    taken = work.work_once(toolkit, holder=name, limit=10).taken
        except IssuerError as exc:
            raised.append(exc)
        finally:
            database.close()

    threads = [threading.Thread(target=run, args=(f"w{number}",)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
    assert raised == []


def test_no_slot_is_used_twice_and_they_are_spread(either: World, url: str) -> None:
    confirmed(either, AWARDS)
    work_side_by_side(either, url)
    either.clock.forward(seconds=61)
    sheets.work_through(either.toolkit)
    require_issued(either, AWARDS)
    with either.toolkit.database.reader() as reader:
        lists = reader.status_lists.all()
        drawn = sorted(
            version.status_index
            for row in reader.credentials.page(limit=AWARDS)
            for version in reader.credentials.versions(row.id)
        )
    assert [one.used for one in lists] == [AWARDS]
    # Sixteen equal parts of the list: uniform draws leave none of them empty, nor one with a fifth of all.
    parts = [sum(index * 16 // MIN_ENTRIES == part for index in drawn) for part in range(16)]
    assert min(parts) > 0
    assert max(parts) < AWARDS // 5


def test_lists_are_opened_one_after_the_other_as_they_fill(
    either: World, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("issuer.services.status_lists.slots.CAPACITY", 100)
    confirmed(either, AWARDS)
    work_side_by_side(either, url)
    either.clock.forward(seconds=61)
    sheets.work_through(either.toolkit)
    require_issued(either, AWARDS)
    with either.toolkit.database.reader() as reader:
        lists = reader.status_lists.of_profile(reader.profiles.get_by_slug("scsc").id)
    assert [one.number for one in lists] == list(range(1, len(lists) + 1))
    assert sum(one.used for one in lists) == AWARDS
    assert [one.closed_at is None for one in lists] == [False] * (len(lists) - 1) + [True]
