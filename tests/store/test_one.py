"""One row is turned as a row among many, and refused as one."""

from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, DateTime, MetaData, Table

from issuer import store
from issuer.errors import InputError
from issuer.store import many, one
from issuer.store.rows.batches import BATCH_ITEMS
from issuer.store.rows.credentials import CREDENTIAL_VERSIONS
from issuer.store.rows.people import PERSONS
from tests.store import records
from tests.store.records import NOW, urn

EAST = timezone(timedelta(hours=9))
texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"))


def require_same(table: Table, values: dict[str, Any]) -> None:
    among = many.insert("sqlite", table, {name: [value] for name, value in values.items()})
    alone = one.insert(table, values)
    assert (alone.text, [alone.parameters]) == (among.text, among.parameters)


@given(texts, st.none() | st.dictionaries(texts.map(str), texts), st.none() | st.just(NOW.astimezone(EAST)))
def test_a_row_is_turned_as_one_of_many(holder: str | None, request: object, until: object) -> None:
    values = {"holder": holder, "request": request, "leased_until": until}
    require_same(BATCH_ITEMS, values | {"state": store.ItemState.LEASED, "tries": 3})


def test_a_version_is_turned_as_one_of_many() -> None:
    require_same(CREDENTIAL_VERSIONS, vars(records.prepared()) | {"state": store.VersionState.PREPARED})


def add(values: dict[str, Any]) -> None:
    one.require_short(PERSONS, values)
    one.insert(PERSONS, values)


@pytest.mark.parametrize("reference", ["a\0b", "half \ud800", "x" * 801, "ä" * 401])
def test_what_cannot_be_kept_or_looked_up_is_refused(reference: str) -> None:
    with pytest.raises(InputError):
        add({"id": urn(1), "reference": reference, "created_at": NOW})


def test_a_column_that_no_rule_knows_is_a_mistake() -> None:
    table = Table("other", MetaData(), Column("at", DateTime))
    with pytest.raises(TypeError, match="type of its own"):
        one.insert(table, {"at": NOW})
