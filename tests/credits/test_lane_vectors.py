"""The lane vectors L1 to L12 of the domain, from the file that `mintmark credits check` reads too."""

import json
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from issuer.credits import Decision, RuleSet, read
from issuer.credits.vectors import Catalog, Checked, check, read_file
from issuer.demo.dataset import read_file as read_demo
from issuer.demo.lane_catalog import lane_catalog
from issuer.errors import InputError
from tests.places import ROOT

VECTORS = json.loads((ROOT / "tests/credits/lane_vectors.json").read_text(encoding="utf-8"))


@cache
def rules() -> dict[str, RuleSet]:
    return {
        slug: read(item, district=slug) for slug, item in read_demo("salary_rules.json")["districts"].items()
    }


@cache
def checked() -> dict[str, Checked]:
    return {v.id: check(v) for v in read_file(VECTORS, rules=rules(), catalog=lane_catalog())}


def decided(name: str) -> Decision:
    found = checked()[name]
    assert not found.differences
    return found.decision


def test_there_are_twelve() -> None:
    assert [item["id"] for item in VECTORS["vectors"]] == [f"L{n}" for n in range(1, 13)]


@pytest.mark.parametrize("name", list(checked()))
def test_it_is_as_expected(name: str) -> None:
    assert checked()[name].differences == ()


def test_l1_s10_waseca_counts_seven_and_a_half_quarter_hours() -> None:
    assert (decided("L1").hours, decided("L1").unit) == (Fraction("7.5"), "quarterHour")


def test_l2_without_preapproval_nothing_counts_and_nothing_can_be_done() -> None:
    item = decided("L2").items[0].to_json()
    assert (item["reason"], item["fixable"], float(decided("L2").hours)) == ("preapproval_missing", False, 0)


def test_l3_five_parts_do_not_count_but_the_micro_endorsement_is_due() -> None:
    found = decided("L3")
    assert {reason for _, reason in found.reasons} == {"recognises_endorsement_only"}
    assert [step.about for step in found.steps if step.code == "endorsement_due"] == ["ME-SEL"]


def test_l4_fairmont_counts_three_micro_credentials() -> None:
    assert (float(decided("L4").hours), decided("L4").unit) == (3, "semesterHour")


def test_l5_fairmont_counts_fifteen_hours_in_a_career() -> None:
    found = decided("L5")
    assert (float(found.hours), float(found.unused)) == (15, 3)
    assert [item.reason for item in found.items[15:]] == ["career_cap"] * 3
    assert not any(item.consumed for item in found.items[15:])


def test_l6_s11_a_late_request_is_deferred_to_august() -> None:
    window = decided("L6").window
    assert (window.state, window.opens, window.effective) == ("deferred", date(2026, 8, 1), date(2026, 11, 1))


def test_l7_without_a_university_it_is_pending() -> None:
    found = decided("L7")
    assert (float(found.hours), float(found.pending), found.items[0].result) == (0, 5, "pending")


def test_l8_s12_an_endorsement_counts_when_it_covers_the_award() -> None:
    assert (float(decided("L8/1").hours), float(decided("L8/2").hours), float(decided("L8/2").pending)) == (
        5,
        0,
        5,
    )


def test_l9_s09_a_component_is_counted_inside() -> None:
    found = decided("L9")
    assert (float(found.hours), [item.result.value for item in found.items]) == (5, ["counted", "inside"])


def test_l10_another_district_counts_it_and_tells_of_the_earlier_use() -> None:
    assert (float(decided("L10/1").hours), float(decided("L10/2").hours)) == (5, 0)
    note = next(step for step in decided("L10/1").steps if step.code == "used_elsewhere")
    assert "saintpeter on September 10, 2025" in note.looked_at


def test_l11_before_the_degree_nothing_counts() -> None:
    assert decided("L11").reasons == (("ME-SEL", "before_degree"),)


def test_l12_on_hold_counts_nothing_now_and_can_be_checked_again() -> None:
    item = decided("L12").items[0].to_json()
    assert (item["reason"], item["fixable"], float(decided("L12").hours)) == ("suspended", True, 0)


def _file(**change: Any) -> dict[str, Any]:
    vector = {"id": "X1", "district": "fairmont", "credentials": ["CSI-01"], "expect": {"hours": 1}}
    return {"vectors": [{**vector, **change}]}


def _check(document: Any) -> list[Checked]:
    return [check(vector) for vector in read_file(document, rules=rules(), catalog=lane_catalog())]


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"creds": ["CSI-01"], "credentials": ["CSI-01"], "drop": "credentials"},
        {"hireDate": "2020-08-01", "degreeDate": "2019-05-01", "requestDate": "2026-09-01"},
        {
            "credentials": [
                {"kind": "microCredential", "code": "CSI-01", "hours": 1.0, "awardedDate": "2026-02-01"}
            ]
        },
        {"expected": {"total": "1.0 sh", "window": "open", "codes": []}, "expect": None, "drop": "expect"},
    ],
    ids=["short", "creds", "long names", "whole credential", "expected"],
)
def test_spellings_of_people_are_read(change: dict[str, Any]) -> None:
    drop = change.pop("drop", None)
    document = _file(**change)
    if drop:
        document["vectors"][0].pop(drop)
    assert [item.differences for item in _check(document)] == [()]


def test_a_list_or_an_object_by_id_is_a_file_too() -> None:
    vector = _file()["vectors"][0]
    assert [item.id for item in _check([vector])] == ["X1"]
    assert [
        item.id for item in _check({"vectors": {"Y1": {k: v for k, v in vector.items() if k != "id"}}})
    ] == ["Y1"]


def test_a_file_may_bring_its_rules() -> None:
    own = {"districts": {"mine": {"unit": "quarterHour", "lanes": ["BA"], "rules": {"recognises": "either"}}}}
    document = {"rules": own, **_file(district="mine", expect={"hours": "1.5 qh"})}
    assert _check(document)[0].differences == ()


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"hours": 2}, "hours: 1.0, expected 2"),
        ({"unit": "quarterHour"}, "unit: semesterHour, expected quarterHour"),
        ({"reason": "career_cap"}, "reason: none, expected career_cap"),
        ({"reasons": {"CSI-01": "too_old"}}, "reason of CSI-01: None, expected too_old"),
        ({"window": "deferred"}, "window: open, expected deferred"),
        ({"deferredTo": "08-01"}, "window: open, expected deferred"),
        ({"effective": "04-01"}, "effective: 2026-11-01, expected 04-01"),
        ({"result": "pending"}, "result: 1 counted, window open; expected pending"),
        ({"recheck": True}, "recheck: False, expected True"),
        ({"fixable": True}, "fixable: False, expected True"),
        ({"lane": "BA"}, "lane: None, expected BA"),
        ({"notes": "ME due"}, "note: none, expected endorsement_due"),
        ({"unused": 1}, "unused: 0.0, expected 1"),
    ],
)
def test_a_difference_is_told(expect: dict[str, Any], words: str) -> None:
    assert words in _check(_file(expect=expect))[0].differences


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"district": "nowhere"}, "vector X1: there are no rules of the district 'nowhere'"),
        ({"hired": "yesterday"}, "vector X1: 'yesterday' is not a day"),
        ({"creditials": []}, "vector 1: the member 'creditials' is not known"),
        ({"credentials": ["ZZ-99"]}, "vector X1, credential 1: the hours of ZZ-99 are not known"),
        ({"credentials": [{"code": "CSI-01", "status": "odd"}]}, "the status 'odd' is not known"),
        ({"credentials": [{"code": "CSI-01", "kind": "diploma"}]}, "'diploma' is neither MC nor ME"),
        ({"credentials": None}, "vector X1: a list `credentials`"),
        ({"expect": {"reason": "because"}}, "'because' is no reason code"),
        ({"expect": {"hours": "many"}}, "is not an amount of credit"),
        ({"expect": {"result": "splendid"}}, "'splendid' is not known"),
        ({"rules": {"unit": "semesterHour"}}, "the rules of fairmont are not read"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(change: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        _check(_file(**change))
    assert words in caught.value.detail


@pytest.mark.parametrize("document", [{}, [], {"vectors": []}, {"vectors": "L1"}, 7, None, {"vectors": [7]}])
def test_what_is_no_file_of_vectors_is_refused(document: Any) -> None:
    with pytest.raises(InputError):
        read_file(document, rules=rules(), catalog=Catalog())
