from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from issuer.errors import ConflictError
from issuer.store import Database, DeskFile, DeskFilter, DeskResult, DeskSession
from issuer.store.rows.desk import DESK_FILES
from tests.store.records import NOW

HOUR = timedelta(hours=1)
SESSION = DeskSession(id="a" * 64, name="", created_at=NOW, expires_at=NOW + 12 * HOUR)


def files(*numbers: int, session: str = SESSION.id) -> list[DeskFile]:
    return [DeskFile(session, number, f"file-{number}.json", b"x" * number) for number in numbers]


def result(number: int, verdict: str = "valid", rank: int = 9, **more: str) -> DeskResult:
    return DeskResult(SESSION.id, number, verdict, rank, checked_at=NOW, report=b"{}", **more)


def fill(database: Database, session: DeskSession = SESSION, *, count: int = 5) -> None:
    with database.unit() as unit:
        unit.desk.begin(session)
        unit.desk.add(session.id, files(*range(1, count + 1), session=session.id), [])
        unit.desk.open(session.id)


def lease(database: Database, worker: str, *, limit: int = 2, after: timedelta = timedelta()) -> list[int]:
    now = NOW + after
    with database.unit() as unit:
        return [f.number for f in unit.desk_work.lease(worker=worker, now=now, until=now + HOUR, limit=limit)]


def settle(database: Database, worker: str, *results: DeskResult) -> None:
    with database.unit() as unit:
        unit.desk_work.settle(results, worker=worker)


def test_a_session_is_found_once_it_is_whole_and_until_it_ends(empty: Database) -> None:
    with empty.unit() as unit:
        unit.desk.begin(SESSION)
        unit.desk.add(SESSION.id, files(1, 2), [])
        assert unit.desk.find(SESSION.id, now=NOW) is None
        assert not unit.desk_work.is_waiting(now=NOW)
        unit.desk.open(SESSION.id, name="Season")
        found = unit.desk.find(SESSION.id, now=NOW)
        assert found == replace(SESSION, is_open=1, total=2, bytes=3, name="Season")
        assert unit.desk.bytes_held() == 3
        assert unit.desk.find(SESSION.id, now=SESSION.expires_at) is None
        assert unit.desk.find("b" * 64, now=NOW) is None


def test_an_open_session_takes_no_more_files(empty: Database) -> None:
    fill(empty)
    with pytest.raises(ConflictError), empty.unit() as unit:
        unit.desk.add(SESSION.id, files(9), [])


def test_workers_share_the_files_and_a_dead_one_s_are_taken_over(empty: Database) -> None:
    fill(empty)
    assert lease(empty, "a") == [1, 2]
    assert lease(empty, "b") == [3, 4]
    settle(empty, "a", result(1), result(2, "invalid", 0))
    assert lease(empty, "c", limit=9) == [5]
    assert lease(empty, "d", limit=9, after=HOUR) == [3, 4, 5]
    # Whoever was only slow finds that its files are another's, and changes nothing.
    settle(empty, "b", result(3, "invalid", 0))
    with empty.reader() as reader:
        assert reader.desk.counts(SESSION.id) == {"valid": 1, "invalid": 1, None: 3}
    with empty.unit() as unit:
        assert unit.desk_work.give_back(worker="d") == 3
        (first, *_) = unit.desk_work.lease(worker="e", now=NOW, until=NOW + HOUR, limit=1)
        assert (first.number, first.tries) == (3, 3)


def test_nothing_of_a_session_that_ended_is_taken(empty: Database) -> None:
    fill(empty)
    assert lease(empty, "a", after=12 * HOUR) == []


def test_the_look_for_work_sees_what_a_worker_would_take(empty: Database) -> None:
    def looks(*, after: timedelta) -> bool:
        with empty.reader() as reader:
            return reader.desk_work.is_waiting(now=NOW + after)

    fill(empty)
    assert looks(after=timedelta())
    assert not looks(after=12 * HOUR), "the session has ended"
    lease(empty, "a", limit=9)
    assert not looks(after=HOUR - timedelta(seconds=1)), "all of it is leased"
    assert looks(after=HOUR), "the leases have ended"
    settle(empty, "a", *(result(number) for number in range(1, 6)))
    assert not looks(after=HOUR)


def test_the_oldest_session_comes_first(empty: Database) -> None:
    late = replace(SESSION, id="0" * 64, created_at=NOW + HOUR)
    fill(empty, late, count=1)
    fill(empty, count=1)
    with empty.unit() as unit:
        taken = unit.desk_work.lease(worker="a", now=NOW + HOUR, until=NOW + 2 * HOUR, limit=1)
    assert [file.session_id for file in taken] == [SESSION.id]


def test_forgetting_takes_everything_along(empty: Database) -> None:
    fill(empty)
    assert lease(empty, "a") == [1, 2]
    with empty.unit() as unit:
        assert unit.desk.forget(SESSION.id) == 1
        assert unit.desk.forget(SESSION.id) == 0
    settle(empty, "a", result(1))
    with empty.reader() as reader:
        assert reader.desk.counts(SESSION.id) == {}
        assert reader.desk.row(SESSION.id, 1) is None
        assert reader.desk.bytes_held() == 0


def test_what_ended_is_deleted_and_nothing_else(empty: Database) -> None:
    fill(empty)
    fill(empty, replace(SESSION, id="b" * 64, expires_at=NOW + HOUR))
    with empty.unit() as unit:
        assert not unit.desk.has_ended(now=NOW)
        assert unit.desk.has_ended(now=NOW + HOUR)
        assert unit.desk.forget_ended(now=NOW + HOUR) == 1
        assert unit.desk.find(SESSION.id, now=NOW) is not None


def test_the_list_shows_problems_first_and_what_is_asked_for(empty: Database) -> None:
    fill(empty)
    assert lease(empty, "a", limit=4) == [1, 2, 3, 4]
    settle(
        empty,
        "a",
        result(1, holder="Zinnia 100%", achievement="Fractions"),
        result(2, "invalid", 0, holder="Aster"),
        result(3, "indeterminate", 3, holder="Mallow"),
        result(4, holder="Bryony_X"),
    )
    with empty.reader() as reader:

        def listed(**asked: object) -> list[int]:
            rows = reader.desk.rows(SESSION.id, DeskFilter(**asked), offset=0, limit=9)  # type: ignore[arg-type]
            assert reader.desk.count(SESSION.id, DeskFilter(**asked)) == len(rows)  # type: ignore[arg-type]
            return [row.number for row in rows]

        assert listed() == [2, 3, 5, 1, 4]
        assert listed(order="file") == [1, 2, 3, 4, 5]
        assert listed(order="name") == [5, 2, 4, 3, 1]
        assert listed(verdicts=frozenset({"valid"})) == [1, 4]
        assert listed(words="zinnia") == listed(words="FRACT") == listed(words="0%") == [1]
        assert listed(words="y_x") == [4]
        assert listed(words="file-3") == [3]
        page = reader.desk.rows(SESSION.id, DeskFilter(), offset=1, limit=2)
        assert [row.number for row in page] == [3, 5]


def test_what_could_not_be_checked_is_judged_again(empty: Database) -> None:
    fill(empty)
    assert lease(empty, "a", limit=5) == [1, 2, 3, 4, 5]
    settle(empty, "a", *(result(n, "indeterminate" if n < 3 else "valid", 3) for n in range(1, 6)))
    with empty.unit() as unit:
        assert unit.desk_work.again(SESSION.id, verdict="indeterminate") == 2
    assert lease(empty, "b", limit=9) == [1, 2]


@pytest.mark.parametrize("change", [{"name": "other"}, {"data": b"other"}, {"number": 99}, {"size": 0}])
def test_what_was_handed_in_does_not_change(empty: Database, change: dict[str, object]) -> None:
    fill(empty)
    with pytest.raises(ConflictError, match="desk_files_stay_what_they_are"), empty.unit() as unit:
        unit.desk._statements.run(update(DESK_FILES).values(**change))
