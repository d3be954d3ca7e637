"""Hours are counted once (domain.md SEED-04; stories S09 and S13)."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from issuer.badges.hours_once import NO_HOURS, NOT_IN_FORCE, Suggested, Sum, add_up

UNIT, LEVEL = "semester hour", "graduate-equivalent"


def one(name: str, hours: str | None = "1", *parts: str, in_force: bool = True) -> Suggested:
    value = None if hours is None else Decimal(hours)
    return Suggested(name, name, value, UNIT, LEVEL, in_force, frozenset(parts))


SINGLES = [one(f"SEL-0{n}") for n in range(1, 6)]
SEL = one("ME-SEL", "5", *(item.id for item in SINGLES))


def total(*found: Suggested, **known: str) -> Decimal:
    totals = add_up(found, {name: Decimal(value) for name, value in known.items()})
    assert sum(part.hours for part in totals.counted) == sum(item.hours for item in totals.sums)
    return sum((item.hours for item in totals.sums), Decimal(0))


def test_a_micro_endorsement_and_its_parts_are_counted_once() -> None:
    totals = add_up([*SINGLES, SEL, one("CSI-01"), one("CSI-02")])
    assert totals.sums == (Sum(Decimal(7), UNIT, LEVEL),)
    assert totals.counted[0].why == "Counted once, inside ME-SEL."
    assert totals.counted[5].hours == 5
    assert totals.counted[5].why == ""
    assert total(SEL, *SINGLES) == total(SEL) == 5


def test_without_the_micro_endorsement_the_parts_stand_for_themselves() -> None:
    assert total(*SINGLES) == 5
    assert total(*SINGLES, replace(SEL, in_force=False)) == 5
    assert total(*SINGLES, replace(SEL, hours=None)) == 5


def test_what_is_not_in_force_counts_nothing_and_says_why() -> None:
    totals = add_up([one("SEL-01", in_force=False), one("X", None)])
    assert totals.sums == ()
    assert [part.why for part in totals.counted] == [NOT_IN_FORCE, NO_HOURS]


def test_a_part_of_two_micro_endorsements_is_counted_in_one_of_them() -> None:
    first, second = one("ME-A", "3", "a", "b", "shared"), one("ME-B", "2", "c", "shared")
    assert total(first, second, shared="1") == 4
    assert total(first, second, one("shared"), one("c")) == 4
    counted = add_up([first, second]).counted
    assert [part.hours for part in counted] == [3, 0]
    assert counted[1].why == "Not counted, because it shares a part of unknown hours with ME-A."


def test_units_and_levels_are_not_mixed() -> None:
    clock = replace(one("CLOCK", "24"), unit="clock hour", level="in-service")
    assert add_up([one("SEL-01", "0.5"), clock, one("SEL-02", "0.5")]).sums == (
        Sum(Decimal("1.0"), UNIT, LEVEL),
        Sum(Decimal(24), "clock hour", "in-service"),
    )


@given(st.lists(st.sampled_from([*SINGLES, SEL]), unique_by=lambda item: item.id))
def test_the_order_of_a_bundle_never_changes_the_sum(found: list[Suggested]) -> None:
    assert total(*found) == total(*reversed(found)) == (5 if SEL in found else len(found))
