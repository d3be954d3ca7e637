"""The rows that a district joins with its own staff list: its own record, and nothing that it was not shown."""

from datetime import date
from fractions import Fraction

import pytest

from issuer.errors import NotAuthorizedError, NotFoundError
from issuer.services import people
from issuer.services.credits import retention
from issuer.services.principal import OPERATOR, Principal
from tests.services.credits.asking import ON, decide, keep
from tests.services.worlds import World


def rows(world: World, district: str = "north") -> list[retention.Row]:
    return list(retention.rows(world.toolkit, Principal("clerk", frozenset({district})), district))


def test_seed_20_a_row_for_each_teacher_tells_lane_hours_and_days(world: World) -> None:
    world.issue()
    keep(world, on_file=Fraction(14))
    decide(world)
    keep(world, person="t02", lane="=BA", hired_on=None)
    first, second = rows(world)
    assert tuple(first) == tuple(second) == retention.COLUMNS
    assert first == {
        "person": "t01",
        "hired_on": "2020-08-01",
        "lane": "BA+15",
        "hours_on_file": "15.5",
        "decisions": 1,
        "lane_changes": 1,
        "hours_counted": "1.5",
        "credit_unit": "quarterHour",
        "credentials_used": 1,
        "first_requested_on": ON.isoformat(),
        "last_requested_on": ON.isoformat(),
        "last_lane_paid_from": ON.isoformat(),
    }
    assert [second[name] for name in ("person", "decisions", "hours_counted", "last_lane_paid_from")] == [
        "t02", 0, "0.0", None,
    ]  # fmt: skip


def test_what_the_district_was_not_shown_is_not_in_it(world: World) -> None:
    world.issue()
    (row,) = rows(world)
    assert (row["credentials_used"], row["decisions"]) == (0, 0)
    assert rows(world, "south") == []


def test_who_was_erased_leaves_what_was_decided(world: World) -> None:
    world.issue()
    decide(world, on=date(2026, 4, 2))
    people.erase(world.toolkit, OPERATOR, "t01")
    (row,) = rows(world)
    assert (row["hired_on"], row["lane"], row["decisions"]) == (None, None, 1)


def test_another_district_is_not_told(world: World) -> None:
    clerk = Principal("clerk", frozenset({"south"}))
    with pytest.raises(NotAuthorizedError):
        list(retention.rows(world.toolkit, clerk, "north"))
    with pytest.raises(NotFoundError):
        list(retention.rows(world.toolkit, OPERATOR, "nowhere"))
