"""Dates have one form, and a period is kept: the end to the second, the beginning with a little patience."""

from typing import Any, Final

import pytest

from issuer.verify import Verdict
from tests.papers import credential
from tests.worlds import World, sign


@pytest.fixture
def world() -> World:
    return World()


DATES: Final[dict[str, tuple[str, str]]] = {
    "no zone": ("2026-09-14T15:04:05", "malformed"),
    "a day": ("2026-09-14", "malformed"),
    "a space": ("2026-09-14 15:04:05Z", "malformed"),
    "a small t": ("2026-09-14t15:04:05z", "malformed"),
    "the basic form": ("20260914T150405Z", "malformed"),
    "a week": ("2026-W38-1T15:04:05Z", "malformed"),
    "a day that is not": ("2026-02-30T00:00:00Z", "malformed"),
    "a leap second": ("2026-06-30T23:59:60Z", "malformed"),
    "hour 24": ("2026-09-14T24:00:00Z", "malformed"),
    "month 13": ("2026-13-01T00:00:00Z", "malformed"),
    "before our time": ("-0001-01-01T00:00:00Z", "malformed"),
    "five digits": ("12026-01-01T00:00:00Z", "malformed"),
    "an offset beyond": ("2026-09-14T15:04:05+23:59", "malformed"),
    "an offset with seconds": ("2026-09-14T15:04:05+01:00:00", "malformed"),
    "other digits": ("٢٠٢٦-09-14T15:04:05Z", "malformed"),
    "a space behind": ("2026-09-14T15:04:05Z ", "malformed"),
    "a line end behind": ("2026-09-14T15:04:05Z\n", "malformed"),
    "empty": ("", "malformed"),
    "an offset": ("2026-09-14T17:04:05+02:00", "valid"),
    "an offset of zero": ("2026-09-14T15:04:05+00:00", "valid"),
    "a fraction": ("2026-09-14T15:04:05.123Z", "valid"),
    "a leap day": ("2024-02-29T00:00:00Z", "valid"),
    "the first year": ("0001-01-01T00:00:00Z", "valid"),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_have_one_form(world: World, name: str) -> None:
    text, verdict = DATES[name]
    report = world.verify(
        sign(credential(world.issuer, validFrom=text), world.issuer.key(), "eddsa-jcs-2022")
    )
    assert report.verdict.value == verdict, report.checks


@pytest.mark.parametrize("value", [1789398245, None, True, [], {}, ["2026-09-14T15:04:05Z"]], ids=repr)
def test_a_date_is_a_text(world: World, value: Any) -> None:
    document = {**sign(credential(world.issuer), world.issuer.key()), "validFrom": value}
    assert world.verify(document).verdict is Verdict.MALFORMED


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ("9999-12-31T23:59:59-14:00", "valid"),
        ("9999-12-31T23:59:59Z", "valid"),
        ("2026-09-14T15:04:04Z", "malformed"),
        ("2026-09-14T15:04:05Z", "expired"),
        ("2026-11-01T12:00:00Z", "expired"),
        ("2026-11-01T12:00:01Z", "valid"),
        ("2026-11-01T14:00:01+02:00", "valid"),
        ("2026-11-01T11:59:59Z", "expired"),
    ],
)
def test_the_end_is_kept_to_the_second(world: World, end: str, verdict: str) -> None:
    report = world.verify(sign(credential(world.issuer, validUntil=end), world.issuer.key()))
    assert report.verdict.value == verdict, report.checks


@pytest.mark.parametrize(
    ("start", "verdict"),
    [
        ("2026-11-01T12:05:00Z", "valid"),
        ("2026-11-01T12:05:01Z", "not_yet_valid"),
        ("2040-01-01T00:00:00Z", "not_yet_valid"),
    ],
)
def test_the_beginning_is_forgiven_five_minutes(world: World, start: str, verdict: str) -> None:
    document = credential(world.issuer, validFrom=start, validUntil=None)
    assert world.verify(sign(document, world.issuer.key())).verdict.value == verdict
