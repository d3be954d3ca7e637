"""Every rule about a credential: what meets it, what does not, and in which words."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from issuer.credits import Earned, PreApproval, UniversityEndorsement
from issuer.credits.predicates.timing import months_before
from tests.credits.cases import approval, decide, mc, me, reasons, rules, worth

UNIVERSITY = UniversityEndorsement("Prairie Meridian University", date(2026, 1, 1), date(2027, 1, 1), "HLC")


@pytest.mark.parametrize(
    ("rule", "earned", "reason"),
    [
        ({"recognises": "microEndorsement"}, me(), None),
        ({"recognises": "microEndorsement"}, mc(), "recognises_endorsement_only"),
        ({"recognises": "microCredential"}, mc(), None),
        ({"recognises": "microCredential"}, me(), None),
        ({"recognises": "either"}, mc(), None),
        ({"earnedAfter": ["hireDate"]}, mc(awarded=date(2020, 8, 1)), None),
        ({"earnedAfter": ["hireDate"]}, mc(awarded=date(2020, 7, 31)), "before_hire"),
        ({"earnedAfter": ["degreeDate"]}, mc(awarded=date(2019, 4, 30)), "before_degree"),
        ({"earnedAfter": ["hireDate", "degreeDate"]}, mc(awarded=date(2019, 6, 1)), "before_hire"),
        ({"maximumAgeMonths": 7}, mc(awarded=date(2026, 2, 1)), None),
        ({"maximumAgeMonths": 7}, mc(awarded=date(2026, 1, 31)), "too_old"),
        ({"preApprovalRequired": True}, mc(), "preapproval_missing"),
        ({"preApprovalRequired": False}, mc(), None),
        ({"equivalencyRequired": True}, mc(), "equivalency_missing"),
        ({"requires": "universityEndorsement"}, mc(), "university_endorsement_required"),
        ({"requires": "universityEndorsement"}, mc(endorsements=(UNIVERSITY,)), None),
        ({"requires": "universityEndorsement"}, mc(awarded=date(2025, 12, 31), endorsements=(UNIVERSITY,)), "university_endorsement_required"),
        ({"accreditation": {"accreditors": ["HLC"]}}, mc(endorsements=(UNIVERSITY,)), None),
        ({"accreditation": {"accreditors": ["WASC"]}}, mc(endorsements=(UNIVERSITY,)), "accreditation_missing"),
        ({"accreditation": {"accreditors": ["HLC"]}}, mc(), "accreditation_missing"),
        ({"acceptsBadgeInLieuOfTranscript": False}, mc(), "transcript_required"),
        ({"acceptsBadgeInLieuOfTranscript": False}, mc(transcript=True), None),
        ({"acceptsBadgeInLieuOfTranscript": False}, mc(endorsements=(UNIVERSITY,)), None),
        ({"acceptsBadgeInLieuOfTranscript": True}, mc(), None),
    ],
)  # fmt: skip
def test_a_rule_about_a_credential(rule: dict[str, Any], earned: Earned, reason: str | None) -> None:
    found = decide(rules(**rule), earned)
    assert reasons(found).get(earned.code) == reason
    step = next(step for step in found.steps if step.rule == next(iter(rule)))
    assert step.code == reason
    assert step.looked_at.endswith(".")
    assert step.concluded.endswith(".")


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (approval(), None),
        (approval(version=None, granted=None), None),
        (approval(granted=date(2026, 2, 14)), None),
        (approval(granted=date(2026, 2, 15)), "preapproval_late"),
        (approval(version="1.1"), "preapproval_other_version"),
        (approval("ME-ELL"), "preapproval_missing"),
    ],
)
def test_crd_06_an_approval_is_for_one_version_and_before_the_award(
    given: PreApproval, reason: str | None
) -> None:
    found = decide(rules(preApprovalRequired=True), me(), preapprovals=(given,))
    assert reasons(found).get("ME-SEL") == reason


@pytest.mark.parametrize(
    ("missing", "code"), [("hire_date", "hire_date_unknown"), ("degree_date", "degree_date_unknown")]
)
def test_a_date_that_is_not_on_file_is_pending_and_never_met(missing: str, code: str) -> None:
    changed: dict[str, Any] = {missing: None}
    found = decide(rules(earnedAfter=["hireDate", "degreeDate"]), mc(), **changed)
    assert (reasons(found), float(found.hours), float(found.pending)) == ({"SEL-01": code}, 0, 1)


def test_a_no_outweighs_what_is_pending() -> None:
    rule_set = rules(earnedAfter=["degreeDate"], preApprovalRequired=True)
    assert reasons(decide(rule_set, mc(), degree_date=None)) == {"SEL-01": "preapproval_missing"}


def test_the_trace_tells_of_every_rule_even_after_the_first_no() -> None:
    rule_set = rules(
        recognises="microEndorsement", preApprovalRequired=True, requires="universityEndorsement"
    )
    told = [step.code for step in decide(rule_set, mc()).steps if step.code]
    assert told == ["recognises_endorsement_only", "preapproval_missing", "university_endorsement_required"]


def test_crd_01_the_value_of_the_district_outweighs_the_suggestion() -> None:
    found = decide(rules(), me(), worths=[worth("4"), worth("9", recogniser="south")])
    assert (float(found.hours), found.items[0].source) == (4, "district")
    assert decide(rules(), me()).items[0].source == "issuer"


def test_crd_01_the_value_is_the_one_of_the_day_and_the_version() -> None:
    ended = worth("3", valid_until=date(2026, 2, 13))
    for_version = worth("4", achievement_version="1.0")
    assert decide(rules(), me(), worths=[ended]).hours == 5
    assert decide(rules(), me(awarded=date(2026, 2, 13)), worths=[ended]).hours == 3
    assert decide(rules(), me(), worths=[worth("6", number=2), for_version]).hours == 4
    assert decide(rules(), me(version="1.1"), worths=[worth("6", number=2), for_version]).hours == 6


def test_a_unit_without_a_table_waits_for_one() -> None:
    found = decide(rules(), mc(hours=Fraction("0.5"), unit="USBE"))
    assert (reasons(found), float(found.hours)) == ({"SEL-01": "unit_not_convertible"}, 0)


def test_nothing_is_worth_nothing() -> None:
    assert reasons(decide(rules(), mc(hours=Fraction(0)))) == {"SEL-01": "no_hours"}


def test_an_approval_stands_when_the_definition_changes_later() -> None:
    rule_set, approved = rules(preApprovalRequired=True), (approval(version="1.0"),)
    old = decide(rule_set, me(), preapprovals=approved)
    new = decide(rule_set, replace(me(), version="1.1"), preapprovals=approved)
    assert (float(old.hours), reasons(new)) == (5, {"ME-SEL": "preapproval_other_version"})


@pytest.mark.parametrize(
    ("moment", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 9, 1), 60, date(2021, 9, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(moment: date, months: int, expected: date) -> None:
    assert months_before(moment, months) == expected
