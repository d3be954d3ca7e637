"""Single use, caps, windows, lanes, and that the same inputs give the same decision."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.credits import REASONS, Component, Counted, Standing, Use, units
from tests.credits.cases import decide, mc, me, reasons, rules

PARTS = [mc(f"SEL-0{n}") for n in range(1, 6)]


def used(code: str, district: str = "north") -> Use:
    return Use(f"id-{code}", code, district, date(2025, 9, 1))


def test_s09_a_micro_endorsement_and_its_parts_count_once_in_any_order() -> None:
    for request in permutations([me(), *PARTS[:3]]):
        assert decide(rules(recognises="either"), *request).hours == 5


def test_seed_04_hours_of_a_set_are_those_of_its_parts_and_never_added() -> None:
    assert decide(rules(), me(), *PARTS).hours == 5
    assert decide(rules(), *PARTS).hours == 5


def test_two_sets_that_share_a_part_count_it_once() -> None:
    shared = me("PRL", components=(*me("PRL").components[:4], me().components[0]))
    found = decide(rules(), me(), shared)
    assert (float(found.hours), reasons(found)) == (9, {"ME-PRL": "component_already_used"})


def test_the_same_achievement_counts_once() -> None:
    assert reasons(decide(rules(), mc(id="a"), mc(id="b"))) == {"SEL-01": "same_achievement_twice"}


@pytest.mark.parametrize("key", ["ME-SEL", "by id"])
def test_crd_07_what_was_used_here_does_not_count_again(key: str) -> None:
    use = Use("ME-SEL", "OTHER", "north") if key == "by id" else used("ME-SEL")
    assert reasons(decide(rules(), me(), uses=(use,))) == {"ME-SEL": "already_used"}
    assert decide(rules(singleUse=False), me(), uses=(use,)).hours == 5


def test_crd_07_a_used_part_takes_its_hours_out_of_the_set() -> None:
    found = decide(rules(), me(), uses=(used("SEL-02"), used("SEL-03")))
    assert (float(found.hours), reasons(found)) == (3, {"ME-SEL": "component_already_used"})


def test_crd_07_where_the_hours_of_parts_are_not_known_nothing_is_guessed() -> None:
    found = decide(rules(), me(known_hours=False), uses=(used("SEL-02"),))
    assert (float(found.hours), reasons(found)) == (0, {"ME-SEL": "component_already_used"})


def test_s13_a_use_elsewhere_is_told_and_only_unused_credit_counts() -> None:
    found = decide(rules(), me(), mc("ELL-01"), uses=(used("SEL-01", "south"), used("ELL-01")))
    assert (float(found.hours), reasons(found)) == (5, {"ELL-01": "already_used"})
    note = next(step for step in found.steps if step.code == "used_elsewhere")
    assert note.looked_at == "Used before: SEL-01 in south on September 1, 2025."


def test_s17_parts_of_a_suspended_set_are_judged_by_themselves() -> None:
    broken = me(standing=Standing.SUSPENDED)
    parts = [replace(PARTS[0], standing=Standing.REVOKED), *PARTS[1:]]
    found = decide(rules(recognises="either"), broken, *parts)
    assert (float(found.hours), reasons(found)) == (4, {"ME-SEL": "suspended", "SEL-01": "revoked"})
    assert decide(rules(recognises="microEndorsement"), broken, *parts).hours == 0


@pytest.mark.parametrize("standing", [item for item in Standing if item is not Standing.VALID])
def test_only_what_is_in_force_counts(standing: Standing) -> None:
    found = decide(rules(), mc(standing=standing))
    assert (float(found.hours), reasons(found)) == (0, {"SEL-01": standing.value})
    assert (found.items[0].result == "pending") is (standing is Standing.COULD_NOT_CHECK)


def test_s10_semester_hours_become_quarter_hours_toward_the_lane() -> None:
    found = decide(replace(rules(), unit="quarterHour"), me())
    words = "The lane stays BA. 7.5 of 15.0 hours toward BA+15; 7.5 quarter hours are missing."
    assert (found.hours, found.sentences()[-1]) == (Fraction("7.5"), words)


@pytest.mark.parametrize(
    ("per", "before", "counts"),
    [
        ("career", [], 5), ("career", [(date(2015, 9, 1), 12)], 3), ("career", [(date(2015, 9, 1), 20)], 0),
        ("year", [(date(2025, 9, 1), 15)], 5), ("year", [(date(2026, 9, 1), 14)], 1),
    ],
)  # fmt: skip
def test_caps_look_at_a_career_or_at_a_school_year(
    per: str, before: list[tuple[date, int]], counts: int
) -> None:
    capped = rules(alternativeCreditCap={"value": 15, "unit": "semesterHour", "per": per})
    found = decide(capped, me(), counted=tuple(Counted(on, Fraction(amount)) for on, amount in before))
    assert (float(found.hours), float(found.hours + found.unused)) == (counts, 5)
    assert bool(found.items[0].consumed) is (counts > 0)


@pytest.mark.parametrize(
    ("on", "state", "opens", "effective"),
    [
        ("2026-08-01", "open", "2026-08-01", "2026-09-01"),
        ("2026-10-01", "open", "2026-08-01", "2026-09-01"),
        ("2026-10-02", "deferred", "2027-08-01", "2027-09-01"),
        ("2026-07-31", "deferred", "2026-08-01", "2026-09-01"),
    ],
)
def test_windows(on: str, state: str, opens: str, effective: str) -> None:
    windowed = rules(windows=[{"submitFrom": "08-01", "submitTo": "10-01", "effective": "school-year-start"}])
    found = decide(windowed, mc(), on=date.fromisoformat(on)).window.to_json()
    assert (found["state"], found["opens"], found["effective"]) == (state, opens, effective)


@pytest.mark.parametrize(
    ("on", "opens"),
    [("2026-12-20", "2026-12-01"), ("2027-01-10", "2026-12-01"), ("2027-02-01", "2027-12-01")],
)
def test_a_window_may_run_over_new_year(on: str, opens: str) -> None:
    windowed = rules(windows=[{"submitFrom": "12-01", "submitTo": "01-15", "effective": "02-01"}])
    assert decide(windowed, mc(), on=date.fromisoformat(on)).window.to_json()["opens"] == opens


def test_a_lane_is_never_paid_back_where_the_rules_forbid_it() -> None:
    window = [{"submitFrom": "08-01", "submitTo": "10-01", "effective": "school-year-start"}]
    late = date(2026, 9, 20)
    assert decide(rules(windows=window), mc(), on=late).window.effective == date(2026, 9, 1)
    assert decide(rules(windows=window, retroactive=False), mc(), on=late).window.effective == late


def test_hours_move_along_the_lanes_of_one_degree() -> None:
    found = decide(rules(), me(), on_file=Fraction(12)).move
    assert found is not None
    assert (
        found.after.name,
        float(found.total),
        found.following and found.following.name,
        float(found.missing),
    ) == (
        "BA+15",
        17,
        "BA+30",
        13,
    )
    top = decide(rules(), me(), lane="MA+15").move
    assert top is not None
    assert (top.after.name, top.following) == ("MA+15", None)


def test_a_lane_that_is_not_on_file_leaves_the_hours() -> None:
    for lane in (None, "PhD"):
        found = decide(rules(), me(), lane=lane)
        assert (float(found.hours), found.move) == (5, None)


def test_one_lane_at_a_time_and_one_change_a_year() -> None:
    far: dict[str, Any] = {"on_file": Fraction(26)}
    both = decide(rules(), me(), **far).move
    assert both is not None
    assert both.after.name == "BA+30"
    once = decide(rules(maxLanesPerChange=1), me(), **far)
    assert once.move is not None
    assert once.move.after.name == "BA+15"
    assert [step.code for step in once.steps if step.code] == ["one_lane"]
    limited = rules(maxLaneChangesPerYear=1)
    stays = decide(limited, me(), **far, lane_changes=(date(2026, 9, 1),))
    moves = decide(limited, me(), **far, lane_changes=(date(2026, 8, 31),))
    assert (stays.move and stays.move.steps, moves.move and moves.move.steps) == (0, 2)
    assert stays.hours == 5


def test_crd_08_the_same_inputs_give_the_same_bytes() -> None:
    one, two = (json.dumps(decide(rules(recognises="either"), me(), *PARTS).to_json()) for _ in range(2))
    assert one == two


def test_every_step_and_item_carries_a_known_reason() -> None:
    found = decide(
        rules(recognises="microEndorsement", preApprovalRequired=True),
        me(),
        mc("ELL-01"),
        mc(standing=Standing.EXPIRED),
    )
    codes = {step.code for step in found.steps} | {item.reason for item in found.items}
    assert codes - {None} <= set(REASONS)


hours = st.integers(1, 12).map(lambda n: Fraction(n, 2))


@given(st.lists(st.tuples(st.integers(0, 6), hours, st.booleans()), max_size=8), st.integers(0, 30))
def test_nothing_is_counted_twice_or_lost(parts: list[tuple[int, Fraction, bool]], cap: int) -> None:
    request = []
    for place, (topic, each, whole) in enumerate(parts):
        code = f"T{topic}-01"
        if whole:
            components = tuple(Component(f"T{topic + n}-01", hours=each) for n in range(2))
            request.append(me(f"T{topic}", id=str(place), hours=2 * each, components=components))
        else:
            request.append(mc(code, id=str(place), hours=each))
    found = decide(
        rules(alternativeCreditCap={"value": cap, "unit": "semesterHour", "per": "career"}), *request
    )
    assert found.hours == sum((item.hours for item in found.items), Fraction(0)) <= cap
    offered = [
        item.worth for item in found.items if item.reason in {None, "career_cap", "component_already_used"}
    ]
    assert found.hours + found.unused == sum(offered, Fraction(0))
    assert units.read_amount(str(found.to_json()["hours"])) == found.hours
    again = decide(
        rules(), *request, uses=[Use(key, key, "north") for item in found.items for key in item.consumed]
    )
    assert not {item.code for item in again.items if item.hours} & {
        key for item in found.items for key in item.consumed
    }
