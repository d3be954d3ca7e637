"""Sessions of the desk: taken in whole, judged by whoever is there, gone when they end."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from issuer.documents import strict_json
from issuer.errors import InputError, NotFoundError, StoreUnavailableError
from issuer.fetch import Fetched
from issuer.services import revocation, trust
from issuer.services.batch_verification.inputs import Input, of_file
from issuer.services.desk import sessions, work
from issuer.services.desk.judged import report_of
from issuer.services.desk.runner import DeskWorker
from issuer.services.principal import OPERATOR
from issuer.services.toolkit import Toolkit
from issuer.store import Category, DeskFilter, DeskRow
from issuer.verify import Verdict, verify
from issuer.verify.reading import read_report
from tests.services.worlds import World
from tests.strangers import badge_of_stranger


def season(world: World) -> Iterator[Input]:
    good, ended = world.issue().version.body or b"", world.issue()
    revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.FRAUD)
    yield of_file(1, "good.json", good)
    yield of_file(2, "ended.json", ended.version.body)
    yield of_file(3, "forged.json", good.replace(b"Relationship", b"relationship"))
    yield of_file(4, "photo.json", b"not a badge")
    yield of_file(5, "huge.png", None)


def rows(toolkit: Toolkit, token: str) -> dict[str, DeskRow]:
    with toolkit.database.reader() as reader:
        found = reader.desk.rows(sessions.id_of(token), DeskFilter(), offset=0, limit=99)
    return {row.name: row for row in found}


def work_through(toolkit: Toolkit) -> int:
    return sum(iter(lambda: work.work_once(toolkit, worker="w"), 0))


def test_every_file_is_judged_and_its_report_kept(world: World) -> None:
    opened = sessions.open_session(world.toolkit, season(world), name=lambda: "  March\n14 ")
    assert opened.session.name == "March 14"
    assert opened.session.total == 5
    assert work_through(world.toolkit) == 4
    found = rows(world.toolkit, opened.token)
    assert {name: row.verdict for name, row in found.items()} == {
        "good.json": "valid",
        "ended.json": "revoked",
        "forged.json": "invalid",
        "photo.json": "malformed",
        "huge.png": "malformed",
    }
    assert list(found) == ["forged.json", "ended.json", "photo.json", "huge.png", "good.json"]
    assert found["huge.png"].code == "INPUT_TOO_LARGE"
    report = report_of(found["good.json"].report)
    assert report is not None
    assert report.verdict is Verdict.VALID
    assert found["good.json"].achievement == "Relationship-Centered Classroom Routines"
    assert report_of(None) is None


def test_a_report_that_is_read_back_says_the_same(world: World) -> None:
    opened = sessions.open_session(world.toolkit, season(world))
    work_through(world.toolkit)
    kept = [row.report for row in rows(world.toolkit, opened.token).values() if row.report is not None]
    assert len(kept) == 4
    for data in kept:
        assert read_report(data).to_json() == json.loads(data)


def test_a_known_issuer_is_asked_for_as_soon_as_there_is_a_list(world: World) -> None:
    known = trust.Known(issuer="did:web:elsewhere.example", name="Elsewhere", reason="a neighbor")
    trust.add(world.toolkit, OPERATOR, known)
    body = strict_json.encode(badge_of_stranger())
    opened = sessions.open_session(world.toolkit, [of_file(1, "a.json", body)])
    work_through(world.toolkit)
    assert rows(world.toolkit, opened.token)["a.json"].verdict == "untrusted"


@pytest.mark.sqlite
def test_the_link_is_not_in_the_record(world: World) -> None:
    opened = sessions.open_session(world.toolkit, season(world))
    world.toolkit.database.close()
    kept = b"".join(path.read_bytes() for path in world.home.rglob("*") if path.is_file())
    assert opened.token.encode() not in kept
    assert opened.session.id.encode() in kept
    assert opened.token not in repr(opened)


def test_forgetting_is_at_once_and_leaves_no_byte(world: World) -> None:
    body = world.issue().version.body or b""
    mark = b"a letter that Zinnia Applegarth wrote by hand"
    opened = sessions.open_session(world.toolkit, [of_file(1, "a.json", body), of_file(2, "b.json", mark)])
    work_through(world.toolkit)
    sessions.forget(world.toolkit, opened.token)
    for again in (sessions.find, sessions.forget, sessions.check_again):
        with pytest.raises(NotFoundError):
            again(world.toolkit, opened.token)
    world.require_whole()
    world.toolkit.database.close()
    kept = b"".join(path.read_bytes() for path in world.home.rglob("*") if path.is_file())
    assert mark not in kept


def test_a_session_ends_by_itself(world: World) -> None:
    opened = sessions.open_session(world.toolkit, season(world))
    world.clock.forward(hours=11, minutes=59)
    assert sessions.find(world.toolkit, opened.token).total == 5
    assert sessions.sweep(world.toolkit) == 0
    world.clock.forward(minutes=1)
    with pytest.raises(NotFoundError):
        sessions.find(world.toolkit, opened.token)
    assert work_through(world.toolkit) == 0
    assert sessions.sweep(world.toolkit) == 1
    with world.toolkit.database.reader() as reader:
        assert reader.desk.bytes_held() == 0


def with_settings(toolkit: Toolkit, **change: Any) -> Toolkit:
    return replace(toolkit, settings=replace(toolkit.settings, **change))


def test_no_hours_mean_no_desk(world: World) -> None:
    closed = with_settings(world.toolkit, desk_hours=0)
    assert not sessions.is_kept(closed)
    with pytest.raises(NotFoundError):
        sessions.open_session(closed, season(world))


def _breaks_off() -> Iterator[Input]:
    yield of_file(1, "a", b"x" * 5_000_000)
    raise InputError("The connection ended.", code="PARSING_ERROR")


@pytest.mark.parametrize(
    ("files", "error", "code"),
    [
        (list, InputError, "MALFORMED_VALUE_ERROR"),
        (lambda: [of_file(n, "x", b"x") for n in range(1, 1002)], InputError, "INPUT_TOO_LARGE"),
        (lambda: [of_file(n, "x", b"x" * 8_000_000) for n in range(1, 10)], InputError, "INPUT_TOO_LARGE"),
        (lambda: [of_file(n, "x", b"x" * 500_000) for n in range(1, 4)], StoreUnavailableError, "DESK_FULL"),
        (_breaks_off, InputError, "PARSING_ERROR"),
    ],
    ids=["none", "too many", "too large", "no room", "breaks off"],
)
def test_what_cannot_be_taken_whole_is_not_taken(
    world: World, files: Callable[[], Iterable[Input]], error: type[Exception], code: str
) -> None:
    toolkit = with_settings(world.toolkit, desk_megabytes=1) if code == "DESK_FULL" else world.toolkit
    with pytest.raises(error) as caught:
        sessions.open_session(toolkit, files())
    assert caught.value.code == code  # type: ignore[attr-defined]
    with toolkit.database.reader() as reader:
        assert reader.desk.bytes_held() == 0
        assert not reader.desk_work.is_waiting(now=toolkit.clock())


def test_a_worker_that_died_is_followed_by_another(world: World) -> None:
    opened = sessions.open_session(world.toolkit, season(world))
    now = world.clock()
    with world.toolkit.database.unit() as unit:
        assert len(unit.desk_work.lease(worker="dead", now=now, until=now + work.LEASE_FOR, limit=9)) == 4
    assert work_through(world.toolkit) == 0
    world.clock.forward(seconds=91)
    assert work_through(world.toolkit) == 4
    assert rows(world.toolkit, opened.token)["good.json"].verdict == "valid"


def test_a_file_that_kills_workers_is_left_alone(world: World) -> None:
    opened = sessions.open_session(world.toolkit, list(season(world))[:1])
    for _ in range(3):
        with world.toolkit.database.unit() as unit:
            now = world.clock()
            assert unit.desk_work.lease(worker="dead", now=now, until=now + work.LEASE_FOR, limit=9)
        world.clock.forward(seconds=91)
    work_through(world.toolkit)
    row = rows(world.toolkit, opened.token)["good.json"]
    assert (row.verdict, row.code) == ("indeterminate", "WORK_LIMIT")


def test_what_could_not_be_checked_is_checked_again_on_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = sessions.open_session(world.toolkit, list(season(world))[:1])
    with monkeypatch.context() as patch:
        patch.setattr("issuer.services.verification.verify", _indeterminate)
        work_through(world.toolkit)
    assert rows(world.toolkit, opened.token)["good.json"].verdict == "indeterminate"
    assert sessions.check_again(world.toolkit, opened.token) == 1
    work_through(world.toolkit)
    assert rows(world.toolkit, opened.token)["good.json"].verdict == "valid"
    assert sessions.check_again(world.toolkit, opened.token) == 0


def _indeterminate(*_: object, **more: object) -> object:
    found = verify(b"{}", **more)  # type: ignore[arg-type]
    return replace(found, verdict=Verdict.INDETERMINATE)


def test_a_mistake_of_ours_is_the_answer_to_one_file_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def odd(data: bytes, **more: object) -> object:
        if data == b"odd":
            raise ZeroDivisionError
        return verify(data, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("issuer.services.verification.verify", odd)
    opened = sessions.open_session(world.toolkit, [of_file(1, "odd", b"odd"), of_file(2, "b", b"{}")])
    work_through(world.toolkit)
    found = rows(world.toolkit, opened.token)
    assert (found["odd"].verdict, found["odd"].code) == ("indeterminate", "INTERNAL_ERROR")
    assert found["b"].verdict == "malformed"
    assert "a mistake at one input" in caplog.text


def test_the_runner_works_sweeps_and_survives_a_database_that_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = sessions.open_session(world.toolkit, season(world))
    waits: list[float] = []
    DeskWorker(world.toolkit, lambda: len(waits) > 1, waits.append).run()
    assert rows(world.toolkit, opened.token)["good.json"].verdict == "valid"
    world.clock.forward(hours=13)

    def away(*_: object, **__: object) -> int:
        raise StoreUnavailableError("gone")

    waits.clear()
    with monkeypatch.context() as patch:
        patch.setattr(work, "work_once", away)
        DeskWorker(world.toolkit, lambda: bool(waits), waits.append).run()
    with world.toolkit.database.reader() as reader:
        assert reader.desk.bytes_held() == 0


def test_forgotten_while_it_was_judged_stays_forgotten(world: World) -> None:
    opened = sessions.open_session(world.toolkit, season(world))

    class Forgetting:
        def get(self, url: str, **more: object) -> Fetched:
            with world.toolkit.database.unit() as unit:
                unit.desk.forget(opened.session.id)
            return world.toolkit.fetch.get(url, **more)  # type: ignore[arg-type]

    assert work.work_once(replace(world.toolkit, fetch=Forgetting()), worker="w") == 4
    with pytest.raises(NotFoundError):
        sessions.find(world.toolkit, opened.token)
    assert rows(world.toolkit, opened.token) == {}
