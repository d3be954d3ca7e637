"""A worker dies, sleeps or is overtaken anywhere on the road; nothing is lost and nothing is doubled."""

from typing import Any

import pytest

from issuer.errors import StoreUnavailableError
from issuer.services import securing, sweep
from issuer.services.batches import work
from issuer.services.issuing import bulk, issuance, versions
from tests.services.batches import sheets
from tests.services.batches.sheets import confirmed, require_issued, states
from tests.services.worlds import World


def test_a_slow_worker_lets_go_of_what_another_took(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = confirmed(either, 3)
    sign = securing.secure_with
    overtaken: list[int] = []

    def overtake(*arguments: Any, **options: Any) -> Any:
        if not overtaken:
            overtaken.append(1)
            either.clock.forward(seconds=61)
            overtaken.append(work.work_once(either.toolkit, holder="other").taken)
        return sign(*arguments, **options)

    monkeypatch.setattr(securing, "secure_with", overtake)
    work.work_once(either.toolkit, holder="slow")
    assert overtaken == [1, 3]
    assert states(either, batch) == {"issued": 3}
    require_issued(either, 3)


def test_a_chunk_that_takes_longer_than_its_lease_is_held_on_to(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing each of four awards takes 25 seconds, and so does verifying it; a lease is for 60."""
    batch = confirmed(either, 4)
    sign, verify = securing.secure_with, securing.self_verify
    others: list[int] = []

    def slowly(real: Any) -> Any:
        def slow(*arguments: Any, **options: Any) -> Any:
            either.clock.forward(seconds=25)
            others.append(work.work_once(either.toolkit, holder="other").taken)
            return real(*arguments, **options)

        return slow

    monkeypatch.setattr(securing, "secure_with", slowly(sign))
    monkeypatch.setattr(securing, "self_verify", slowly(verify))
    assert work.work_once(either.toolkit, holder="slow").taken == 4
    assert others == [0] * 8
    assert states(either, batch) == {"issued": 4}
    require_issued(either, 4)


def test_an_award_that_waits_for_the_ones_before_it_is_held_on_to(
    either: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a dead worker prepared goes on one by one, each in 25 seconds."""
    batch = confirmed(either, 4)
    with monkeypatch.context() as broken:

        def gone(*_arguments: object, **_options: object) -> None:
            raise StoreUnavailableError("gone")

        broken.setattr(bulk, "_commit_bytes", gone)
        with pytest.raises(StoreUnavailableError):
            work.work_once(either.toolkit, holder="dead")
    either.clock.forward(seconds=61)
    others: list[int] = []

    def slowly(*arguments: Any, **options: Any) -> Any:
        either.clock.forward(seconds=25)
        others.append(work.work_once(either.toolkit, holder="other").taken)
        return issuance.issue(*arguments, **options)

    monkeypatch.setattr(bulk, "issue", slowly)
    assert work.work_once(either.toolkit, holder="heir").taken == 4
    assert others == [0] * 4
    assert states(either, batch) == {"issued": 4}
    require_issued(either, 4)


def test_a_sweep_between_the_commits_loses_nothing(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = confirmed(either, 3)
    sign = securing.secure_with

    def sweep_first(*arguments: Any, **options: Any) -> Any:
        either.clock.forward(seconds=59)
        sweep.sweep(either.toolkit)
        return sign(*arguments, **options)

    monkeypatch.setattr(securing, "secure_with", sweep_first)
    work.work_once(either.toolkit, holder="w")
    monkeypatch.undo()
    sheets.work_through(either.toolkit)
    assert states(either, batch)["issued"] == 3
    with either.toolkit.database.reader() as reader:
        counts = reader.fsck.counts()
    assert (counts.issued, counts.issue_leaves) == (3, 3)


class DiedError(BaseException):
    """Stands for kill -9: nothing may catch it but the test."""


POINTS = [
    (versions, "choose_slots"),
    (securing, "lint_credential"),
    (securing, "secure_with"),
    (securing, "self_verify"),
    (bulk, "commit_intents"),
    (bulk, "_commit_bytes"),
]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("module", "name"), POINTS, ids=[name for _module, name in POINTS])
def test_a_worker_that_dies_anywhere_loses_nothing(
    either: World, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, when: str
) -> None:
    batch = confirmed(either, 4)
    real = getattr(module, name)
    calls: list[int] = []

    def die(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 2 or name in {"commit_intents", "_commit_bytes", "choose_slots"}:
            if when == "after":
                real(*arguments, **options)
            raise DiedError
        return real(*arguments, **options)

    with monkeypatch.context() as broken:
        broken.setattr(module, name, die)
        with pytest.raises(DiedError):
            work.work_once(either.toolkit, holder="dead", limit=3)
    either.clock.forward(seconds=59)
    assert work.work_once(either.toolkit, holder="heir", limit=9).taken == 1
    either.clock.forward(seconds=2)
    sheets.work_through(either.toolkit, holder="heir")
    assert states(either, batch) == {"issued": 4}
    require_issued(either, 4)


def test_a_database_that_goes_away_is_asked_again(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = confirmed(either, 2)
    with monkeypatch.context() as broken:

        def gone(*_arguments: object, **_options: object) -> None:
            raise StoreUnavailableError("gone")

        broken.setattr(bulk, "_commit_bytes", gone)
        with pytest.raises(StoreUnavailableError):
            work.work_once(either.toolkit, holder="w")
    either.clock.forward(seconds=61)
    sheets.work_through(either.toolkit)
    assert states(either, batch) == {"issued": 2}
    require_issued(either, 2)
