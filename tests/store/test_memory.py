"""What a process keeps in memory is never older than what anybody committed.

Two databases open on one file or server stand for two processes: `here` reads and remembers, `there` changes.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import event

from issuer import store
from issuer.store import Database, KeyPurpose, SubjectType, Unit
from issuer.store.memory import MOST, Memory
from tests.store import records
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import LATER, NOW, urn
from tests.store.shell import shell as open_shell

ACHIEVEMENT = "https://badges.demo.example/a/mc-1"
MARK = "SELECT mark FROM reference_mark"


@pytest.fixture
def there(issued: Database, url: str) -> Iterator[Database]:  # noqa: ARG001  (what is there was issued)
    database = store.open_database(url)
    yield database
    database.close()


@pytest.fixture
def asked(issued: Database) -> list[str]:
    """List the questions of readers that reach the database."""
    found: list[str] = []
    event.listen(
        issued._reading,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_rest: found.append(statement),
    )
    return found


def read(database: Database, ask: Callable[[Unit], object]) -> object:
    with database.reader() as reader:
        return ask(reader)


QUESTIONS: dict[str, Callable[[Unit], object]] = {
    "profile": lambda unit: unit.profiles.get(urn(1)),
    "profile by slug": lambda unit: unit.profiles.get_by_slug("scsc"),
    "profile by DID": lambda unit: unit.profiles.find_by_did(records.DID),
    "profiles": lambda unit: unit.profiles.all(),
    "active key": lambda unit: unit.keys.find_active(urn(1), KeyPurpose.DATA_INTEGRITY),
    "key": lambda unit: unit.keys.find_by_method(records.key().verification_method),
    "keys": lambda unit: unit.keys.of_profile(urn(1)),
    "achievement": lambda unit: unit.achievements.find_by_code("MC-1"),
    "version": lambda unit: unit.achievements.get_version(urn(4)),
    "version by name": lambda unit: unit.achievements.find_version(urn(3), "1.0"),
    "versions": lambda unit: unit.achievements.versions(urn(3)),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_asked_once_under_one_mark(issued: Database, asked: list[str], name: str) -> None:
    first = read(issued, QUESTIONS[name])
    assert first
    asked.clear()
    assert read(issued, QUESTIONS[name]) == first
    told = [" ".join(statement.split()) for statement in asked if not statement.startswith("BEGIN")]
    # SQLite's driver is asked for the mark directly, past whoever listens to SQLAlchemy.
    mark = [] if issued._reading.dialect.name == "sqlite" else ["reference_mark"]
    assert [statement.rpartition(" FROM ")[2] for statement in told] == mark


CHANGES: dict[str, tuple[Callable[[Unit], object], Callable[[Unit], object]]] = {
    "a profile is renamed": (
        QUESTIONS["profile"],
        lambda unit: unit.profiles.change(urn(1), name="Other", data={}),
    ),
    "a profile is added": (
        QUESTIONS["profiles"],
        lambda unit: unit.profiles.add(records.profile(id=urn(60), slug="new", did="did:web:new.example")),
    ),
    "a key is retired": (QUESTIONS["active key"], lambda unit: unit.keys.retire(urn(2), at=LATER)),
    "a key is revoked": (QUESTIONS["keys"], lambda unit: unit.keys.revoke(urn(2), at=LATER)),
    "a version is retired": (
        QUESTIONS["version"],
        lambda unit: unit.achievements.retire_version(urn(4), at=LATER),
    ),
    "a version is added": (
        QUESTIONS["versions"],
        lambda unit: unit.achievements.add_version(records.achievement_version(id=urn(61), version="2.0")),
    ),
    "an achievement is added": (
        lambda unit: unit.achievements.all(),
        lambda unit: unit.achievements.add(records.achievement(id=urn(62), code="MC-2", url="x")),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_by_another_process_is_seen_at_once(issued: Database, there: Database, name: str) -> None:
    question, change = CHANGES[name]
    before = read(issued, question)
    with there.unit() as unit:
        change(unit)
        # Not before it is committed.
        if issued._reading.dialect.name == "sqlite":
            assert read(issued, question) == before
    after = read(issued, question)
    assert after != before
    assert after == read(there, question)


def test_a_revoked_api_key_is_seen_at_once(issued: Database, there: Database) -> None:
    with there.unit() as unit:
        unit.api_keys.add(records.api_key())
    assert read(issued, lambda unit: unit.api_keys.find("k1")) == records.api_key()
    with there.unit() as unit:
        unit.api_keys.revoke("k1", at=LATER)
    assert read(issued, lambda unit: unit.api_keys.find("k1")) == records.api_key(revoked_at=LATER)


def test_what_is_not_there_is_looked_for_again(issued: Database, there: Database) -> None:
    assert read(issued, lambda unit: unit.api_keys.find("k1")) is None
    with there.unit() as unit:
        unit.api_keys.add(records.api_key())
    assert read(issued, lambda unit: unit.api_keys.find("k1")) is not None


def test_a_reader_stays_at_its_moment(issued: Database, there: Database) -> None:
    with issued.reader() as early:
        before = early.profiles.get(urn(1))
        with there.unit() as unit:
            unit.profiles.change(urn(1), name="Other", data={})
        late = read(issued, QUESTIONS["profile"])
        assert early.profiles.get(urn(1)) == before
        # Neither spoils what the other knows.
        assert read(issued, QUESTIONS["profile"]) == late != before


def test_a_unit_that_is_not_kept_leaves_nothing_behind(issued: Database) -> None:
    before = read(issued, QUESTIONS["profile"])
    seen = []
    with contextlib.suppress(ZeroDivisionError), issued.unit() as unit:
        unit.profiles.change(urn(1), name="Other", data={})
        seen.append(unit.profiles.get(urn(1)))
        raise ZeroDivisionError
    assert seen != [before]
    assert read(issued, QUESTIONS["profile"]) == before


def test_what_happens_all_day_leaves_the_mark_as_it_is(issued: Database, url: str) -> None:
    engine = open_shell(url)
    with engine.connect() as connection:
        before = connection.exec_driver_sql(MARK).scalar_one()
        connection.rollback()
        with issued.unit() as unit:
            unit.credentials.prepare(records.prepared(number=2, status_index=78))
            records.finish(unit, number=2)
            unit.status_lists.set_bit(urn(8), 77, category=store.Category.FRAUD, at=NOW)
        assert connection.exec_driver_sql(MARK).scalar_one() == before
    engine.dispose()


def endorsement(**change: object) -> store.EndorsementRecord:
    made = store.EndorsementRecord(
        id=urn(70),
        profile_id=urn(1),
        external_id="e-1",
        request_digest="d",
        subject_id=ACHIEVEMENT,
        subject_type=SubjectType.ACHIEVEMENT,
        subject_version=None,
        name="Said",
        audience=store.Audience.PUBLIC,
        state=store.VersionState.PREPARED,
        valid_from=NOW,
        valid_until=None,
        status_list_id=urn(71),
        status_index=5,
        intent={},
        prepared_at=NOW,
    )
    return replace(made, **change)  # type: ignore[arg-type]


def said(unit: Unit) -> list[tuple[str, object]]:
    return [(row.id, row.ended_category) for row in unit.endorsements.of_achievement(ACHIEVEMENT)]


def test_endorsements_of_achievements_are_seen_and_withdrawn_at_once(
    issued: Database, there: Database
) -> None:
    listed = records.status_list(id=urn(71), number=2, slug="scsc-2", carries=store.Carries.ENDORSEMENTS)
    assert read(issued, said) == []
    with there.unit() as unit:
        unit.status_lists.add(listed)
        unit.endorsements.prepare(endorsement())
    assert read(issued, said) == []
    with there.unit() as unit:
        unit.endorsements.finish(urn(70), body=b"{}", key_id=urn(2), context_hashes={}, issued_at=NOW)
    assert read(issued, said) == [(urn(70), None)]
    with there.unit() as unit:
        unit.status_lists.set_bit(urn(71), 5, category=store.Category.HOLDER_REQUEST, at=LATER)
    assert read(issued, said) == [(urn(70), store.Category.HOLDER_REQUEST)]


def test_the_mark_never_comes_twice(issued: Database, url: str) -> None:
    engine = open_shell(url)
    marks = []
    with engine.connect() as connection:
        for number in range(3):
            with issued.unit() as unit:
                unit.profiles.change(urn(1), name=f"Name {number}", data={})
            marks.append(connection.exec_driver_sql(MARK).scalar_one())
            connection.rollback()
    engine.dispose()
    assert len(set(marks)) == 3


@ONLY_SQLITE
def test_every_marked_table_keeps_its_triggers(url: str) -> None:
    """A migration that makes a table anew loses them; it must make them again."""
    engine = open_shell(url)
    with engine.connect() as connection:
        names = set(
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars()
        )
    engine.dispose()
    marked = "profiles keys api_keys achievements achievement_versions endorsements endorsement_uploads status_bits"
    assert {f"{table}_mark_{verb}" for table in marked.split() for verb in ("insert", "update")} <= names


def test_the_mark_outside_a_transaction_is_the_committed_one(issued: Database, there: Database) -> None:
    before = issued.mark()
    with there.unit() as unit:
        unit.profiles.change(urn(1), name="Other", data={})
        assert issued.mark() == before
    assert before != issued.mark() == there.mark()


def test_what_is_kept_does_not_grow_without_end() -> None:
    memory = Memory()
    recall = memory.under("a")
    for number in range(MOST):
        recall.find(number, lambda: "answer")
    assert recall.find(0, lambda: "another") == "answer"
    assert memory.under("a").find(0, lambda: "another") == "another"


def test_an_answer_stands_under_its_mark_alone() -> None:
    memory = Memory()
    old = memory.under("a")
    assert old.find("q", lambda: 1) == 1
    new = memory.under("b")
    assert new.find("q", lambda: 2) == 2
    assert (old.find("q", lambda: 3), new.find("q", lambda: 3)) == (1, 2)
    assert memory.under("a").find("q", lambda: 4) == 4
