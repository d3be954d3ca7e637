"""Notices of micro-endorsements are mailed once, in words for a teacher, whatever dies when (STA-02)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from email import policy
from email.parser import BytesParser
from pathlib import Path
from threading import Barrier, Thread

import pytest

from issuer.documents.strict_json import JsonObject
from issuer.errors import NotAuthorizedError, StoreUnavailableError
from issuer.services import notices, outbox, people, revocation
from issuer.services.notices import sending
from issuer.services.outbox import Letter, holding
from issuer.services.pathways import reviews
from issuer.services.principal import OPERATOR, Principal
from issuer.services.toolkit import Toolkit
from issuer.services.worker import Worker
from issuer.store import Category
from tests.house.wording import refused
from tests.services.pathways.worlds import SEL, cycle, earn, endorsements, furnish_pathways
from tests.services.worlds import World, furnished_world

ADDRESS = "marigold@home.example"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a world in which a component of a micro-endorsement fell, so that one notice waits."""
    made = furnish_pathways(furnished_world(tmp_path))
    earned = [earn(made, code) for code in SEL]
    assert cycle(made).minted == 1
    fell = earned[1].credential.id
    revocation.revoke(made.toolkit, OPERATOR, fell, Category.EVIDENCE_MISATTRIBUTED, "see case 7")
    assert cycle(made).suspended == 1
    yield made
    made.toolkit.database.close()


@pytest.fixture
def told(world: World) -> World:
    bind(world)
    return world


def bind(world: World) -> None:
    details: JsonObject = {
        "name": "Marigold Quillfeather",
        "email": "old@district.example",
        "personalEmail": ADDRESS,
    }
    people.register(world.toolkit, OPERATOR, "t01", details)


def mails(world: World) -> list[tuple[str, str, str]]:
    folder = world.toolkit.settings.outbox_directory
    paths = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    found = [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in paths]
    return [(mail["To"], mail["Subject"], mail.get_content()) for mail in found]


def number(world: World) -> str:
    ((credential, _newest),) = endorsements(world)
    return credential.certificate_number


def test_a_teacher_is_told_what_happened_what_comes_and_whom_to_ask(told: World) -> None:
    assert notices.send(told.toolkit) == 1
    ((to, subject, text),) = mails(told)
    assert (to, subject) == (ADDRESS, "Your micro-endorsement is on hold")
    for words in (
        "Micro-endorsement: Social Emotional Learning",
        number(told),
        'One of its parts, "Title of SEL-02", does not count any more, because the evidence was not the holder\'s.',
        "It is not withdrawn.",
        "You can give your side until April 15, 2026.",
        "South Central Service Cooperative (demonstration), https://badges.demo.example/p/scsc",
        "https://badges.demo.example/verify",
    ):
        assert words in " ".join(text.split()), text
    assert "case 7" not in text
    assert "Marigold" not in text
    assert refused(text) == ()
    ((credential, _newest),) = endorsements(told)
    assert told.events(credential.id)[-1] == "holder.notified"
    told.require_whole()


def test_asking_again_sends_nothing_more(told: World) -> None:
    assert (notices.send(told.toolkit), notices.send(told.toolkit)) == (1, 0)
    assert len(mails(told)) == 1
    assert sending.waiting(told.toolkit, OPERATOR) == ()


def test_every_end_of_a_review_has_its_words(told: World) -> None:
    notices.send(told.toolkit)
    ((credential, _newest),) = endorsements(told)
    earn(told, SEL[1])
    assert cycle(told).reissued == 1
    assert notices.send(told.toolkit) == 1
    revocation.revoke(told.toolkit, OPERATOR, credential_of(told, SEL[0]), Category.ASSESSMENT_INVALID)
    assert cycle(told).suspended == 1
    reviews.revoke(told.toolkit, OPERATOR, credential.id)
    assert notices.send(told.toolkit) == 2
    assert [subject for _to, subject, _text in mails(told)] == [
        "Your micro-endorsement is on hold",
        "Your micro-endorsement is in force again",
        "Your micro-endorsement is on hold",
        "Your micro-endorsement was withdrawn",
    ]
    last = " ".join(mails(told)[-1][2].split())
    assert "because of one of its parts: the assessment did not stand" in last
    assert all(refused(text) == () for _to, _subject, text in mails(told))


def credential_of(world: World, code: str) -> str:
    ((credential, _newest),) = endorsements(world, code)
    return credential.id


def test_who_has_no_address_waits_and_is_told_later(world: World) -> None:
    assert notices.send(world.toolkit) == 0
    (waits,) = sending.waiting(world.toolkit, OPERATOR)
    assert (waits.number, waits.profile, waits.has_address) == (number(world), "scsc", False)
    bind(world)
    assert notices.send(world.toolkit) == 1
    assert len(mails(world)) == 1


def test_those_without_an_address_hold_up_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    earned = [earn(world, code, person="t02") for code in SEL]
    assert cycle(world).minted == 1
    revocation.revoke(world.toolkit, OPERATOR, earned[0].credential.id, Category.FRAUD)
    assert cycle(world).suspended == 1
    people.register(world.toolkit, OPERATOR, "t02", {"email": "t02@home.example"})
    assert notices.send(world.toolkit) == 1
    assert [to for to, _subject, _text in mails(world)] == ["t02@home.example"]


def die_after_the_commit(*_args: object) -> bool:
    raise StoreUnavailableError("the process died")


def die_before_the_commit(toolkit: Toolkit, letter: Letter, *, urn: str) -> None:
    holding.hold(toolkit, letter, urn=urn)
    raise StoreUnavailableError("the process died")


@pytest.fixture
def killed(told: World, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what sends and dies on the way."""

    def send(step: str, death: Callable[..., object]) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(outbox, step, death)
            with pytest.raises(StoreUnavailableError):
                notices.send(told.toolkit)

    return send


def test_a_death_after_the_commit_loses_nothing_and_doubles_nothing(
    told: World, killed: Callable[..., None]
) -> None:
    killed("release", die_after_the_commit)
    assert mails(told) == []
    for _again in range(2):
        assert notices.send(told.toolkit) == 0
        assert len(mails(told)) == 1


def test_a_death_before_the_commit_sends_it_in_the_next_round(
    told: World, killed: Callable[..., None]
) -> None:
    killed("hold", die_before_the_commit)
    assert (mails(told), len(outbox.held(told.toolkit))) == ([], 1)
    assert notices.send(told.toolkit) == 1
    assert (len(mails(told)), outbox.held(told.toolkit)) == (1, ())


def test_what_was_rolled_back_and_has_no_address_any_more_is_forgotten(
    told: World, killed: Callable[..., None]
) -> None:
    killed("hold", die_before_the_commit)
    people.erase(told.toolkit, OPERATOR, "t01")
    assert (notices.send(told.toolkit), len(outbox.held(told.toolkit))) == (0, 1)
    told.clock.forward(hours=2)
    assert (notices.send(told.toolkit), outbox.held(told.toolkit)) == (0, ())
    assert mails(told) == []


def test_of_many_at_once_one_sends(told: World) -> None:
    barrier, counts = Barrier(8), []

    def run() -> None:
        barrier.wait()
        counts.append(notices.send(told.toolkit))

    threads = [Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(counts), len(mails(told))) == ([0] * 7 + [1], 1)


def test_a_worker_tells_within_its_cycle(told: World) -> None:
    rounds = iter([False, True])
    Worker(told.toolkit, should_stop=lambda: next(rounds), wait=lambda _seconds: None).run()
    assert len(mails(told)) == 1


def test_a_worker_that_cannot_write_mails_goes_on(told: World, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("no folder", encoding="utf-8")
    rounds = iter([False, True])
    toolkit = replace(told.toolkit)
    Worker(toolkit, should_stop=lambda: next(rounds), wait=lambda _seconds: None).run()
    assert len(sending.waiting(told.toolkit, OPERATOR)) == 1


def test_only_who_may_act_for_all_sees_what_waits(world: World) -> None:
    with pytest.raises(NotAuthorizedError):
        sending.waiting(world.toolkit, Principal("k", frozenset({"scsc"})))
