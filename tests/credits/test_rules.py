"""Reading rule sets: every rule of the language, versions, and what is refused."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from issuer.credits import in_force, read, read_collection
from issuer.credits.predicates import PREDICATES, Stage
from issuer.demo.dataset import read_file
from issuer.documents.schemas import _documents
from issuer.errors import IssuerError

WHOLE: dict[str, Any] = {
    "district": "north", "name": "North", "version": "2026.1", "effectiveFrom": "2026-07-01", "effectiveUntil": None,
    "unit": "quarterHour", "conversion": {"semesterHour->clockHour": 24}, "schoolYearStart": "08-15",
    "lanes": ["BA", "BA+15", {"name": "BA + 30 (old)", "base": "BA", "credits": "30"}, "MA"],
    "rules": {
        "recognises": "either", "earnedAfter": ["hireDate"], "maximumAgeMonths": 60, "preApprovalRequired": True,
        "equivalencyRequired": True, "requires": "universityEndorsement", "accreditation": {"accreditors": ["HLC"]},
        "acceptsBadgeInLieuOfTranscript": False, "singleUse": True,
        "alternativeCreditCap": [{"value": 15, "unit": "semesterHour", "per": "career"}, {"value": "7.5", "unit": "quarterHour", "per": "year"}],
        "windows": [{"submitFrom": "08-01", "submitTo": "10-01", "effective": "school-year-start"}],
        "retroactive": False, "maxLaneChangesPerYear": 1, "maxLanesPerChange": 1,
        "pilot": {"from": "2025-09-01", "to": "2026-06-30", "incentivePerEndorsement": {"amount": 250, "currency": "USD"}},
    },
    "strategicPlan": [{"goal": "N1", "text": "Known and safe", "alignedTo": ["ME-SEL"]}],
}  # fmt: skip


def changed(**change: Any) -> dict[str, Any]:
    return {**WHOLE, **change}


def test_every_rule_of_the_registry_is_read_and_told() -> None:
    found = read(WHOLE, district="north")
    assert set(found.parameters) == set(PREDICATES)
    assert len(found.in_words()) == len(PREDICATES)
    assert all(words.endswith(".") for words in found.in_words())
    assert [cap.value for cap in found.caps] == [15, Fraction("7.5")]
    assert [lane.credits for lane in found.lanes] == [0, 15, 30, 0]


def test_schema_and_registry_name_the_same_rules() -> None:
    assert set(_documents()["lane-rules"]["properties"]["rules"]["properties"]) == set(PREDICATES)


def test_every_rule_about_credentials_can_be_asked() -> None:
    assert all((row.judge is not None) is (row.stage is Stage.CREDENTIAL) for row in PREDICATES.values())


@pytest.mark.parametrize("slug", ["waseca", "fairmont", "saintpeter", "northtamarack", "redbudhollow"])
def test_the_rules_of_the_demonstration_are_of_this_language(slug: str) -> None:
    document = read_collection(read_file("salary_rules.json"))[slug]
    assert read(document, district=slug).version == "1"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"unit": "hour"}, "/unit"),
        ({"lanes": []}, "/lanes"),
        ({"lanes": ["BA+15", "BA"]}, "/lanes/1"),
        ({"lanes": ["BA", "BA"]}, "/lanes/1"),
        ({"conversion": {"semesterHour->quarterHour": 2}}, "/conversion"),
        ({"schoolYearStart": "02-29"}, "/schoolYearStart"),
        ({"effectiveFrom": "2026-02-30"}, "/effectiveFrom"),
        ({"effectiveUntil": "2026-06-30"}, "/effectiveUntil"),
        ({"rules": {"countsMoonPhase": True}}, "/rules"),
        ({"rules": {"recognises": "diploma"}}, "/rules/recognises"),
        (
            {"rules": {"windows": [{"submitFrom": "13-01", "submitTo": "10-01", "effective": "11-01"}]}},
            "/rules/windows/0/submitFrom",
        ),
        (
            {"rules": {"alternativeCreditCap": {"value": 3, "unit": "USBE", "per": "career"}}},
            "/rules/alternativeCreditCap",
        ),
        ({"rules": {"maxLaneChangesPerYear": 0}}, "/rules/maxLaneChangesPerYear"),
        ({"rules": {"pilot": {"from": "2026-13-01", "to": "2026-06-30"}}}, "/rules/pilot/from"),
        ({"more": 1}, ""),
    ],
)
def test_what_is_not_of_the_language_is_refused_by_place(change: dict[str, Any], pointer: str) -> None:
    with pytest.raises(IssuerError) as caught:
        read(changed(**change), district="north")
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("document", [{}, {"districts": {}}, {"districts": {"a": 1}}, {"district": 7}])
def test_a_file_without_districts_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(IssuerError):
        read_collection(document)


def test_the_version_that_holds_on_a_day_is_the_one_that_began_last() -> None:
    old, new, ended = (
        read(changed(version=name, effectiveFrom=first, effectiveUntil=last), district="north")
        for name, first, last in (
            ("old", "2024-07-01", None),
            ("new", "2026-07-01", None),
            ("ended", "2025-07-01", "2025-12-31"),
        )
    )
    known = (old, new, ended)
    days = [date(2024, 6, 30), date(2024, 7, 1), date(2025, 8, 1), date(2026, 1, 1), date(2026, 7, 1)]
    names = [found.version if (found := in_force(known, day)) else None for day in days]
    assert names == [None, "old", "ended", "old", "new"]
