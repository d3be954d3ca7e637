"""Exact conversion: CRD-04."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.credits import units
from issuer.errors import InputError

MINNESOTA = units.read_conversions({"semesterHour->clockHour": 24, "quarterHour->clockHour": 16})


def test_crd_04_one_semester_hour_is_one_and_a_half_quarter_hours() -> None:
    assert units.STANDARD.convert(Fraction(5), "semesterHour", "quarterHour") == Fraction("7.5")
    assert units.STANDARD.convert(Fraction("7.5"), "quarterHour", "semesterHour") == 5


def test_crd_04_a_third_is_rounded_only_for_a_person() -> None:
    third = units.STANDARD.convert(Fraction(1), "quarterHour", "semesterHour")
    assert third == Fraction(2, 3)
    assert (units.exact(third), units.shown(third)) == ("2/3", "0.6667")


def test_clock_hours_go_by_table_and_back() -> None:
    assert MINNESOTA.convert(Fraction(125), "clockHour", "semesterHour") == Fraction(125, 24)
    assert units.STANDARD.convert(Fraction(1), "clockHour", "semesterHour") is None


def test_one_row_leads_on_to_the_next() -> None:
    table = units.read_conversions({"CEU->clockHour": 10, "semesterHour->clockHour": "24"})
    assert table.convert(Fraction(2), "CEU", "quarterHour") == Fraction(20, 16)


@pytest.mark.parametrize(
    "table",
    [
        {"semesterHour->quarterHour": 2},
        {"semesterHour->clockHour": 24, "quarterHour->clockHour": 15},
        {"semesterHour->hour": 1},
        {"semesterHour": 1},
        {"semesterHour->semesterHour": 1},
        {"semesterHour->clockHour": 0},
        {"semesterHour->clockHour": "much"},
    ],
)
def test_a_table_that_means_nothing_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        units.read_conversions(table)


@pytest.mark.parametrize(
    "value", ["", "-1", -1, True, None, "1e5", float("nan"), float("inf"), 10**9, "1/0", [], Decimal("NaN")]
)
def test_what_is_no_amount_is_refused(value: Any) -> None:
    with pytest.raises(InputError):
        units.read_amount(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [(5, "5.0"), (22.5, "22.5"), ("7.50", "7.5"), (Decimal("0.10"), "0.1"), ("4/6", "2/3"), (0, "0.0")],
)
def test_an_amount_is_written_one_way(value: Any, text: str) -> None:
    assert units.exact(units.read_amount(value)) == text


@given(st.fractions(min_value=0, max_value=1000, max_denominator=9999))
def test_what_is_written_exactly_is_read_back(amount: Fraction) -> None:
    text = units.exact(amount)
    if "/" in text or len(text.partition(".")[2]) <= 9:
        assert units.read_amount(text) == amount


@given(st.fractions(min_value=0, max_value=1000, max_denominator=9999))
def test_there_and_back_is_the_same(amount: Fraction) -> None:
    there = MINNESOTA.convert(amount, "quarterHour", "clockHour")
    assert there is not None
    assert MINNESOTA.convert(there, "clockHour", "quarterHour") == amount
