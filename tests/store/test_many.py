"""Many rows at once: kept as one row by itself is, and refused as one is."""

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, DateTime, MetaData, Table, text
from sqlalchemy.dialects import sqlite

from issuer import store
from issuer.errors import ConflictError, InputError
from issuer.store import Database, many
from issuer.store.rows.batches import BATCH_ITEMS
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS
from issuer.store.rows.people import PERSONS
from tests.store import records
from tests.store.records import LATER, NOW, urn

DIALECT = sqlite.dialect()
EAST = timezone(timedelta(hours=9))
texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))
WRONG = ("a\0b", "half \ud800", "half \udfff", "\ud83d", "\ude00")


def people(*references: str) -> list[store.PersonRecord]:
    return [
        store.PersonRecord(urn(500 + place), reference, NOW + timedelta(seconds=place))
        for place, reference in enumerate(references)
    ]


def test_rows_come_back_as_they_were(empty: Database) -> None:
    some = people("one", "zwei ä", "три", "🙂", "o'\"\\{},%s?\n\t")
    some[1] = replace(some[1], erased_at=LATER.astimezone(EAST))
    with empty.unit() as unit:
        unit._statements.add_all(PERSONS, some, conflict="no")
    with empty.reader() as reader:
        assert reader.chunks.people(one.reference for one in some) == {one.reference: one for one in some}


def test_rows_of_which_one_is_refused_are_none(empty: Database) -> None:
    with pytest.raises(ConflictError, match=r"^no \("), empty.unit() as unit:
        unit._statements.add_all(PERSONS, people("a", "b", "a"), conflict="no")
    with empty.reader() as reader:
        assert reader.chunks.people(["a", "b"]) == {}


@pytest.mark.parametrize("reference", [*WRONG, "x" * 801, "ä" * 401])
def test_what_cannot_be_kept_or_looked_up_is_refused_and_spoils_nothing_else(
    empty: Database, reference: str
) -> None:
    with pytest.raises(InputError), empty.unit() as unit:
        unit._statements.add_all(PERSONS, people("a", reference), conflict="no")
    with empty.reader() as reader:
        assert reader.chunks.people(["a"]) == {}


def test_a_row_that_is_there_is_passed_over_only_where_that_is_asked(furnished: Database) -> None:
    there, new = records.subject(), records.subject(profile_id=urn(1), person_id=urn(501), subject_id=urn(99))
    with furnished.unit() as unit:
        unit.people.add(people("a", "b")[1])
        assert unit.chunks.add_subjects([replace(there, subject_id=urn(98)), new]) == 1
    with furnished.reader() as reader:
        found = reader.chunks.subjects(urn(1), [there.person_id, new.person_id])
    assert found == {there.person_id: there, new.person_id: new}
    with pytest.raises(ConflictError), furnished.unit() as unit:
        unit.chunks.add_subjects([records.subject(person_id=urn(500), subject_id=there.subject_id)])


def test_a_change_that_misses_a_row_changes_none(issued: Database) -> None:
    """The version that is there is issued, which is not what this change asks for."""
    with issued.reader() as reader:
        before = reader.credentials.versions(urn(9))
    for number in (1, 2):
        change = many.Change(
            keys={"credential_id": [urn(9)], "number": [number]},
            values={"issued_at": [LATER]},
            same={"abandoned_at": None},
            where={"state": store.VersionState.PREPARED},
        )
        with pytest.raises(ConflictError, match=r"^not so\.$"), issued.unit() as unit:
            unit._statements.change_all(CREDENTIAL_VERSIONS, change, otherwise="not so.")
    with issued.reader() as reader:
        assert reader.credentials.versions(urn(9)) == before


def test_nothing_is_neither_added_nor_changed(empty: Database) -> None:
    nothing = many.Change(keys={"id": []}, values={}, same={}, where={})
    with empty.unit() as unit:
        unit._statements.add_all(PERSONS, [], conflict="no")
        unit._statements.change_all(PERSONS, nothing, otherwise="no.")


@given(st.lists(st.tuples(texts, st.none() | st.dictionaries(texts.map(str), texts)), min_size=1))
def test_a_value_is_turned_as_it_is_by_itself(rows: list[tuple[str | None, dict[str, Any] | None]]) -> None:
    columns: dict[str, list[Any]] = {
        "holder": [one for one, _other in rows],
        "request": [other for _one, other in rows],
        "leased_until": [NOW.astimezone(EAST)] * len(rows),
        "state": [store.ItemState.LEASED] * len(rows),
        "tries": list(range(len(rows))),
    }
    made = many.insert("sqlite", BATCH_ITEMS, columns)
    turned = [_one_by_one(name, values) for name, values in columns.items()]
    assert made.parameters == list(zip(*turned, strict=True))


def _one_by_one(name: str, values: list[Any]) -> list[Any]:
    """Turn the values of a column of `batch_items` as SQLAlchemy does."""
    process = BATCH_ITEMS.c[name].type.dialect_impl(DIALECT).bind_processor(DIALECT)
    return values if process is None else [process(value) for value in values]


def test_a_column_that_no_rule_knows_is_a_mistake() -> None:
    table = Table("other", MetaData(), Column("at", DateTime))
    with pytest.raises(TypeError, match="type of its own"):
        many.insert("sqlite", table, {"at": [NOW]})


def test_a_connection_has_the_memory_of_a_chunk_from_its_first_chunk_on(empty: Database) -> None:
    def room() -> object:
        with empty.unit() as unit:
            if unit._statements.dialect != "sqlite":
                unit.chunks.add_attestations(())
                return None
            before = unit._statements.run(text("PRAGMA cache_size")).scalar_one()
            unit.chunks.add_attestations(())
            after = unit._statements.run(text("PRAGMA cache_size")).scalar_one()
        return before, after

    first = room()
    assert first in {None, (-2000, -8000)}
    assert room() in {None, (-8000, -8000)}
