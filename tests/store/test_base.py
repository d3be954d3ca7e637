from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from issuer.store.base import Choice, JsonText, Moment, moment_text, one_of

DIALECT = sqlite.dialect()
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FIRST, LAST = datetime(2, 1, 1), datetime(9998, 12, 31)  # noqa: DTZ001  (the zone is drawn beside it)
moments = st.datetimes(min_value=FIRST, max_value=LAST, timezones=zones)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
values = st.recursive(st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts, st.lists)


class Word(StrEnum):
    ONE = "one"
    TWO = "two"


@given(moments, moments)
def test_moments_come_back_and_sort_as_text(one: datetime, two: datetime) -> None:
    first, second = moment_text(one), moment_text(two)
    assert Moment().process_result_value(first, DIALECT) == one
    assert len(first) == len(second) == 27
    assert (one < two) == (first < second)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        moment_text(datetime(2026, 3, 1))  # noqa: DTZ001  (no zone is the point)
    assert moment_text(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-01T00:00:00.000000Z"


@given(st.dictionaries(texts, values))
def test_objects_come_back_with_their_members_in_order(value: JsonObject) -> None:
    column = JsonText()
    found = column.process_result_value(column.process_bind_param(value, DIALECT), DIALECT)
    assert found == value
    assert list(found or {}) == list(value)


@pytest.mark.parametrize("value", ["", "{", "[]", "null", "{'a': 1}"])
def test_what_somebody_else_wrote_is_no_object(value: str) -> None:
    with pytest.raises(InputError, match="A row holds"):
        JsonText().process_result_value(value, DIALECT)


@pytest.mark.parametrize(
    "value", ["", "2026-03-01", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00.000000+01:00"]
)
def test_what_somebody_else_wrote_is_no_moment(value: str) -> None:
    with pytest.raises(InputError, match="not one of ours"):
        Moment().process_result_value(value, DIALECT)


def test_only_known_words_are_kept() -> None:
    column = Choice(Word)
    assert column.process_bind_param(Word.ONE, DIALECT) == "one"
    assert column.process_result_value("two", DIALECT) is Word.TWO
    with pytest.raises(InputError, match="not one of ours"):
        column.process_result_value("three", DIALECT)
    assert one_of("state", Word) == "state IN ('one', 'two')"


@pytest.mark.parametrize("column", [Moment(), JsonText(), Choice(Word)])
def test_nothing_stays_nothing(column: Moment | JsonText | Choice) -> None:
    assert column.process_bind_param(None, DIALECT) is None
    assert column.process_result_value(None, DIALECT) is None
