from datetime import timedelta

import pytest

from issuer.errors import ConflictError
from issuer.store import AnswerRecord, Database
from tests.store.records import LATER, NOW

SECOND = timedelta(seconds=1)
ANSWER = AnswerRecord("profile", "key-1", "sha256:00", NOW)


def take(database: Database, holder: str, now_s: int = 0, for_s: int = 10) -> bool:
    now = NOW + now_s * SECOND
    with database.unit() as unit:
        return unit.leases.take("sequencer", holder=holder, now=now, until=now + for_s * SECOND)


def test_one_holder_at_a_time(empty: Database) -> None:
    assert take(empty, "a")
    assert not take(empty, "b", now_s=9)
    assert take(empty, "a", now_s=9)
    assert not take(empty, "b", now_s=18)
    assert take(empty, "b", now_s=19)
    assert not take(empty, "a", now_s=20)


def test_a_lease_is_given_back_by_its_holder_alone(empty: Database) -> None:
    assert take(empty, "a")
    with empty.unit() as unit:
        unit.leases.release("sequencer", holder="b")
    assert not take(empty, "b")
    with empty.unit() as unit:
        unit.leases.release("sequencer", holder="a")
    assert take(empty, "b")


def test_a_request_is_answered_once(empty: Database) -> None:
    def finish() -> None:
        with empty.unit() as unit:
            unit.answers.finish("profile", "key-1", response=b"{}")

    with empty.unit() as unit:
        assert unit.answers.find("profile", "key-1") is None
        unit.answers.add(ANSWER)
        assert unit.answers.find("profile", "key-1") == ANSWER
        assert unit.answers.find("other", "key-1") is None
    finish()
    with empty.reader() as reader:
        found = reader.answers.find("profile", "key-1")
        assert found is not None
        assert found.response == b"{}"
    with pytest.raises(ConflictError, match="not under way"):
        finish()
    with pytest.raises(ConflictError, match="made already"), empty.unit() as unit:
        unit.answers.add(ANSWER)


def test_old_answers_are_forgotten(empty: Database) -> None:
    with empty.unit() as unit:
        unit.answers.add(ANSWER)
        unit.answers.add(AnswerRecord("profile", "key-2", "sha256:00", LATER))
        assert unit.answers.forget(before=LATER) == 1
        assert unit.answers.find("profile", "key-1") is None
        assert unit.answers.find("profile", "key-2") is not None
