"""Rules of micro-endorsements: what counts, what is left, and why something does not (STK-01, SEED-14)."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.badges import pathway, pathway_rule
from issuer.badges.pathway import Component, Progress, Why, evaluate
from issuer.badges.pathway_rule import Accepted, Choice, ComponentRule, VersionRange
from issuer.badges.record_gaps import Gaps

START = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)
UNIT = "semester hour"


def held(code: str, place: int = 0, **change: Any) -> Component:
    values: dict[str, Any] = {
        "id": f"urn:uuid:{code}-{place}",
        "number": 1,
        "code": code,
        "version": "1.0",
        "hours": Decimal("1.0"),
        "unit": UNIT,
        "awarded_at": START + timedelta(days=place),
    }
    return Component(**(values | change))


def rule_of(written: Any) -> ComponentRule:
    gaps = Gaps()
    found = pathway_rule.read({"componentRule": written}, gaps)
    assert gaps.found == []
    return found


def codes(progress: Progress) -> dict[str, str]:
    return {item.code: item.component.id for item in progress.filled}


PRL = rule_of({"all": ["PRL-01", "PRL-02"], "chooseN": {"n": 1, "from": ["PRL-05", "PRL-06"]}})


def test_every_component_and_a_choice_make_it_whole() -> None:
    found = evaluate(PRL, [held("PRL-06", 2), held("PRL-01"), held("PRL-02", 1)], unit=UNIT)
    assert found.is_whole
    assert [item.code for item in found.filled] == ["PRL-01", "PRL-02", "PRL-06"]
    assert (found.hours, found.needed, found.completed_at) == (Decimal("3.0"), 3, START + timedelta(days=2))
    assert found.sentence == "3 of 3. Nothing is left."


def test_s08_a_second_elective_is_not_needed() -> None:
    everything = [held("PRL-01"), held("PRL-02", 1), held("PRL-06", 2), held("PRL-05", 3)]
    found = evaluate(PRL, everything, unit=UNIT)
    assert found.passed_over == ((everything[3], Why.NOT_NEEDED),)
    assert found.hours == Decimal(3)


def test_what_is_left_is_said_in_words() -> None:
    assert evaluate(PRL, [held("PRL-02")], unit=UNIT).sentence == (
        "1 of 3. Left: PRL-01; 1 of PRL-05, PRL-06."
    )
    five = rule_of({"all": [f"SEL-0{place}" for place in range(1, 6)]})
    three = [held(f"SEL-0{place}", place) for place in (1, 2, 4)]
    assert evaluate(five, three, unit=UNIT).sentence == "3 of 5. Left: SEL-03, SEL-05."


def test_an_equivalent_takes_the_place_and_each_component_counts_once() -> None:
    rule = rule_of(
        {
            "all": [
                {"code": "SEL-01", "equivalents": ["SEL-91"]},
                {"code": "SEL-02", "equivalents": ["SEL-91"]},
            ]
        }
    )
    one = evaluate(rule, [held("SEL-91")], unit=UNIT)
    assert (len(one.filled), one.left[0].codes) == (1, ("SEL-02",))
    # The shared equivalent is moved to where it is needed.
    two = evaluate(rule, [held("SEL-91"), held("SEL-01", 5)], unit=UNIT)
    assert codes(two) == {"SEL-01": "urn:uuid:SEL-01-5", "SEL-02": "urn:uuid:SEL-91-0"}


def test_two_awards_of_one_code_fill_one_place_of_a_choice() -> None:
    rule = rule_of({"chooseN": {"n": 2, "from": ["A-1", "A-2", "A-3"]}})
    found = evaluate(rule, [held("A-1"), held("A-1", 1)], unit=UNIT)
    assert len(found.filled) == 1
    assert found.left[0].count == 1
    assert found.left[0].codes == ("A-2", "A-3")


@pytest.mark.parametrize(
    ("versions", "version", "counts"),
    [
        ({"from": "1.1"}, "1.0", False),
        ({"from": "1.1"}, "1.10", True),
        ({"before": "2.0"}, "1.9.9", True),
        ({"before": "2.0"}, "2", False),
        ({"from": "1.0", "before": "1.5"}, "1.4", True),
    ],
)
def test_versions_outside_the_range_do_not_count(versions: Any, version: str, *, counts: bool) -> None:
    rule = rule_of({"all": [{"code": "SEL-01", "versions": versions}]})
    found = evaluate(rule, [held("SEL-01", version=version)], unit=UNIT)
    assert found.is_whole is counts
    assert [why for _item, why in found.passed_over] == ([] if counts else [Why.OTHER_VERSION])


def test_a_component_can_be_too_old_when_the_last_one_is_earned() -> None:
    rule = rule_of({"all": ["SEL-01", "SEL-02"], "maxAgeMonths": 12})
    old = held("SEL-01", awarded_at=datetime(2025, 1, 31, tzinfo=UTC))
    in_time = evaluate(rule, [old, held("SEL-02", awarded_at=datetime(2026, 1, 31, tzinfo=UTC))], unit=UNIT)
    late = evaluate(rule, [old, held("SEL-02", awarded_at=datetime(2026, 2, 1, tzinfo=UTC))], unit=UNIT)
    assert in_time.is_whole
    assert [why for _item, why in late.passed_over] == [Why.TOO_OLD]


def test_what_was_earned_after_it_was_whole_makes_nothing_too_old() -> None:
    rule = rule_of({"all": ["SEL-01"], "chooseN": {"n": 1, "from": ["SEL-02", "SEL-03"]}, "maxAgeMonths": 6})
    early = [held("SEL-01"), held("SEL-02", 30)]
    found = evaluate(rule, [*early, held("SEL-03", 900)], unit=UNIT)
    assert found.is_whole
    assert found.completed_at == START + timedelta(days=30)


def test_what_is_barred_or_of_another_unit_does_not_count() -> None:
    rule = rule_of({"all": ["SEL-01"]})
    for change, why in (
        ({"barred": Why.NOT_CURRENT}, Why.NOT_CURRENT),
        ({"barred": Why.OTHER_ISSUER}, Why.OTHER_ISSUER),
        ({"unit": "clock hour"}, Why.OTHER_UNIT),
    ):
        item = held("SEL-01", **change)
        assert evaluate(rule, [item], unit=UNIT).passed_over == ((item, why),)
    assert evaluate(rule, [held("SEL-01", unit="clock hour", hours=None)], unit=UNIT).is_whole


def test_what_was_used_before_stays() -> None:
    first, second = held("SEL-01"), held("SEL-01", 4)
    rule = rule_of({"all": ["SEL-01"]})
    assert codes(evaluate(rule, [first, second], unit=UNIT)) == {"SEL-01": first.id}
    kept = evaluate(rule, [first, second], unit=UNIT, at=START, keep={second.id})
    assert codes(kept) == {"SEL-01": second.id}


@pytest.mark.parametrize(
    ("written", "pointer"),
    [
        (None, "/componentRule"),
        ({}, "/componentRule"),
        ({"all": ["SEL-01", "SEL-01"]}, "/componentRule"),
        ({"all": ["sel 1"]}, "/componentRule/all/0"),
        ({"all": [{"code": "SEL-01", "versions": {}}]}, "/componentRule/all/0/versions"),
        (
            {"all": [{"code": "SEL-01", "versions": {"from": "2.0", "before": "1.0"}}]},
            "/componentRule/all/0/versions",
        ),
        ({"all": [{"code": "SEL-01", "equivalents": "SEL-02"}]}, "/componentRule/all/0/equivalents"),
        ({"chooseN": {"n": 3, "from": ["SEL-01"]}}, "/componentRule/chooseN/n"),
        ({"chooseN": [{"n": 0, "from": ["SEL-01"]}]}, "/componentRule/chooseN/0/n"),
        ({"all": ["SEL-01"], "maxAgeMonths": 0}, "/componentRule/maxAgeMonths"),
        ({"all": ["SEL-01"], "partners": "yes"}, "/componentRule/partners"),
        ({"all": ["SEL-01"], "anyOf": []}, "/componentRule/anyOf"),
        ({"all": [f"X-{place}" for place in range(61)]}, "/componentRule"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(written: Any, pointer: str) -> None:
    gaps = Gaps()
    pathway_rule.read({"componentRule": written}, gaps)
    assert pointer in {gap.pointer for gap in gaps.found}


NAMES = ["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]


@st.composite
def rules(draw: st.DrawFn) -> ComponentRule:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    cut = draw(st.integers(0, len(names)))
    required, options = names[:cut], names[cut:]
    choices = (Choice(draw(st.integers(1, len(options))), tuple(options)),) if options else ()
    accepts = {
        code: (Accepted(code, draw(ranges)), *draw(others))
        for code in draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    }
    return ComponentRule(tuple(required), choices, accepts, draw(st.sampled_from([None, 1, 12])))


ranges = st.sampled_from([VersionRange(), VersionRange("1.1"), VersionRange(None, "2.0")])
others = st.lists(st.builds(Accepted, st.sampled_from([*NAMES, "X-1", "X-2"]), ranges), max_size=2)
components = st.lists(
    st.builds(
        held,
        st.sampled_from([*NAMES, "X-1", "X-2"]),
        st.integers(0, 3),
        version=st.sampled_from(["1.0", "1.1", "2.0"]),
        awarded_at=st.integers(0, 500).map(lambda days: START + timedelta(days=days)),
        hours=st.sampled_from([None, Decimal("0.25"), Decimal("1.1")]),
        barred=st.sampled_from([None, None, Why.NOT_CURRENT]),
    ),
    max_size=6,
    unique_by=lambda item: item.id,
)


@settings(deadline=None)
@given(rules(), components)
def test_what_counts_is_allowed_by_the_rule_and_counted_once(
    rule: ComponentRule, have: list[Component]
) -> None:
    found = evaluate(rule, have, unit=UNIT)
    used = [item.component for item in found.filled]
    assert len({item.id for item in used}) == len(used) <= rule.needed
    assert len({item.code for item in found.filled}) == len(used)
    for item in found.filled:
        assert item.component.barred is None
        assert any(
            accepted.code == item.component.code and accepted.versions.allows(item.component.version)
            for accepted in rule.accepted(item.code)
        )
    for choice in rule.choices:
        assert sum(item.code in choice.options for item in found.filled) <= choice.choose
    assert found.hours == sum((item.hours or Decimal(0) for item in used), Decimal(0))
    assert len(used) + sum(left.count for left in found.left) == rule.needed
    assert {item.id for item in used}.isdisjoint(item.id for item, _why in found.passed_over)


@settings(deadline=None)
@given(rules(), components, st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_held_means_nothing(
    rule: ComponentRule, have: list[Component], chance: Any
) -> None:
    mixed = list(have)
    chance.shuffle(mixed)
    assert evaluate(rule, mixed, unit=UNIT) == evaluate(rule, have, unit=UNIT)


@settings(deadline=None)
@given(rules(), components)
def test_as_many_places_are_filled_as_can_be(rule: ComponentRule, have: list[Component]) -> None:
    ageless = replace(rule, max_age_months=None)
    found = evaluate(ageless, have, unit=UNIT)
    assert len(found.filled) == _most(ageless, [item for item in have if item.barred is None])


@settings(deadline=None)
@given(rules(), components, components)
def test_earning_more_never_counts_for_less(
    rule: ComponentRule, have: list[Component], more: list[Component]
) -> None:
    ageless = replace(rule, max_age_months=None)
    known = {item.id for item in have}
    new = [item for item in more if item.id not in known]
    before = evaluate(ageless, have, unit=UNIT, at=START)
    assert len(evaluate(ageless, [*have, *new], unit=UNIT, at=START).filled) >= len(before.filled)


def _most(rule: ComponentRule, have: list[Component]) -> int:
    """Try every way to give components to codes, which only a test can afford."""
    options = [
        [
            None,
            *(
                item.id
                for item in have
                if any(
                    accepted.code == item.code and accepted.versions.allows(item.version)
                    for accepted in rule.accepted(code)
                )
            ),
        ]
        for code in rule.codes
    ]
    best = 0
    for given_to in itertools.product(*options):
        taken = [item for item in given_to if item is not None]
        if len(set(taken)) < len(taken):
            continue
        by_code = dict(zip(rule.codes, given_to, strict=True))
        chosen = sum(
            min(choice.choose, sum(by_code[code] is not None for code in choice.options))
            for choice in rule.choices
        )
        best = max(best, chosen + sum(by_code[code] is not None for code in rule.all))
    return best


def test_every_reason_has_words() -> None:
    assert pathway.WORDS.keys() == set(Why)
