"""A fixed statement answers as SQLAlchemy answers it, is heard by whoever listens, and is refused as any other."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import bindparam, event, select, update

from issuer.errors import ConflictError, InputError, StoreUnavailableError
from issuer.store import Database, VersionState
from issuer.store.fixed import Fixed
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS, VersionRecord
from issuer.store.rows.people import PERSONS, PersonRecord
from tests.store.kinds import ONLY_SQLITE
from tests.store.records import LATER, NOW, urn

VERSION = CREDENTIAL_VERSIONS.c
OF_CREDENTIAL = select(CREDENTIAL_VERSIONS).where(
    VERSION.credential_id == bindparam("credential_id"), VERSION.state == VersionState.ISSUED
)
BY_REFERENCE = select(PERSONS).where(PERSONS.c.reference == bindparam("reference"))
RENAME = update(PERSONS).where(PERSONS.c.id == bindparam("person")).values(reference=bindparam("reference"))
"""Against the law."""
ERASE = update(PERSONS).where(PERSONS.c.id == bindparam("person")).values(erased_at=bindparam("at"))
PERSON = PersonRecord(urn(500), "o'\"\\{},%s?:x 🙂 ä", NOW, LATER)


@pytest.fixture
def people(empty: Database) -> Database:
    with empty.unit() as unit:
        unit.people.add(PERSON)
        unit.people.add(replace(PERSON, id=urn(501), reference="other", erased_at=None))
    return empty


def test_it_answers_as_sqlalchemy_does(issued: Database) -> None:
    with issued.reader() as reader:
        made = reader._statements.all(VersionRecord, OF_CREDENTIAL, credential_id=urn(9))
        assert reader._statements.all(VersionRecord, Fixed(OF_CREDENTIAL), credential_id=urn(9)) == made
        assert reader._statements.find(VersionRecord, Fixed(OF_CREDENTIAL), credential_id=urn(9)) == made[0]
        [row] = reader._statements.rows(Fixed(OF_CREDENTIAL), credential_id=urn(9))
    assert all(value in row for value in (made[0].body, made[0].valid_from, made[0].context_hashes))


def test_odd_texts_and_moments_come_back_and_what_is_not_there_is_none(people: Database) -> None:
    query = Fixed(BY_REFERENCE)
    with people.reader() as reader:
        assert reader._statements.find(PersonRecord, query, reference=PERSON.reference) == PERSON
        assert reader._statements.find(PersonRecord, query, reference="nobody") is None
        assert reader._statements.all(PersonRecord, query, reference="nobody") == ()


def test_a_change_changes_one_row_or_is_refused(people: Database) -> None:
    erase = Fixed(ERASE)
    with people.unit() as unit:
        unit._statements.change(erase, otherwise="Gone.", person=urn(501), at=LATER)
    with pytest.raises(ConflictError, match=r"^Gone\.$"), people.unit() as unit:
        unit._statements.change(erase, otherwise="Gone.", person=urn(599), at=LATER)
    with pytest.raises(ConflictError, match=r"^No \(law persons_keep"), people.unit() as unit:
        unit._statements.change(Fixed(RENAME), otherwise="No.", person=urn(500), reference="new")
    with people.reader() as reader:
        found = {person.reference: person.erased_at for person in reader.people.all()}
    assert found == {PERSON.reference: LATER, "other": LATER}


@pytest.mark.parametrize("reference", ["a\0b", "half \ud800"])
def test_what_no_database_keeps_is_refused_and_spoils_the_unit(people: Database, reference: str) -> None:
    def swallow() -> None:
        with people.unit() as unit:
            unit.people.add(replace(PERSON, id=urn(502), reference="third"))
            with pytest.raises(InputError):
                unit._statements.change(Fixed(RENAME), otherwise="No.", person=urn(500), reference=reference)

    with pytest.raises(ConflictError):
        swallow()
    with people.reader() as reader:
        assert reader.people.find_by_reference("third") is None


def test_a_value_that_is_not_given_is_a_mistake(people: Database) -> None:
    with pytest.raises(KeyError), people.reader() as reader:
        reader._statements.find(PersonRecord, Fixed(BY_REFERENCE))


def test_a_list_of_values_is_no_fixed_statement(people: Database) -> None:
    query = Fixed(select(PERSONS).where(PERSONS.c.id.in_(bindparam("ids", expanding=True))))
    with pytest.raises(TypeError, match="one value"), people.reader() as reader:
        reader._statements.all(PersonRecord, query, ids=[urn(500)])


def test_who_listens_hears_of_it_before_and_after(people: Database) -> None:
    heard: list[tuple[str, str]] = []
    for moment in ("before", "after"):

        def note(*told: Any, moment: str = moment) -> None:
            heard.append((moment, told[2].split()[0]))

        event.listen(people._writer, f"{moment}_cursor_execute", note)
    with people.unit() as unit:
        unit._statements.change(Fixed(ERASE), otherwise="Gone.", person=urn(501), at=LATER)
        unit._statements.add(PERSONS, replace(PERSON, id=urn(503), reference="last"), conflict="no")
    told = [one for one in heard if one[1] in {"UPDATE", "INSERT"}]
    assert told == [("before", "UPDATE"), ("after", "UPDATE"), ("before", "INSERT"), ("after", "INSERT")]


def test_a_reader_writes_nothing(people: Database) -> None:
    with pytest.raises(StoreUnavailableError), people.reader() as reader:
        reader._statements.change(Fixed(RENAME), otherwise="Gone.", person=urn(500), reference="new")
    with people.reader() as reader:
        assert reader.people.find_by_reference("new") is None


@ONLY_SQLITE
def test_a_moment_that_somebody_else_wrote_is_refused(people: Database) -> None:
    with people.unit() as unit:
        unit._statements._connection.exec_driver_sql(
            "INSERT INTO persons (id, reference, created_at) VALUES (?, 'odd', 'x')", (urn(504),)
        )
    with pytest.raises(InputError, match="not one of ours"), people.reader() as reader:
        reader._statements.find(PersonRecord, Fixed(BY_REFERENCE), reference="odd")


@ONLY_SQLITE
@pytest.mark.parametrize("table", ["leaves", "events"])
def test_what_waits_for_a_number_is_read_in_its_order_and_no_further(empty: Database, table: str) -> None:
    asked: list[str] = []
    event.listen(empty._writer, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with empty.unit() as unit:
        unit.events.number_pending(5, at=NOW)
        unit.leaves.newest_moment()
        asked_of = [text for text in asked if f"FROM {table} " in text]
        plans = [
            str(row[-1])
            for text in asked_of
            for row in unit._statements._connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {text}",
                ("leaves", 1, 0)[: text.count("?")] if "max(" in text else (5, 0),
            )
        ]
    assert len(asked_of) == (2 if table == "leaves" else 1)
    assert not any("TEMP B-TREE" in plan for plan in plans)
    assert sum(f"INDEX ix_{table}_pending" in plan for plan in plans) == len(asked_of)


def test_an_index_is_named_for_a_table_that_is_read_once(people: Database) -> None:
    query = Fixed(select(CREDENTIAL_VERSIONS), by_index=(PERSONS, "ix_persons"))
    if people._reading.dialect.name == "sqlite":
        with pytest.raises(TypeError, match="reads persons once"), people.reader() as reader:
            reader._statements.rows(query)
    else:
        with people.reader() as reader:
            assert reader._statements.rows(query) == []
