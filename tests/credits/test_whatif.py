"""What it would take: the sentence for a teacher is the decision of the rules."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from issuer.credits import Kind, Request, RuleSet
from issuer.credits.whatif import Prospect, what_if
from tests.credits.cases import ON, TEACHER, me, rules


def ask(
    rule_set: RuleSet, kind: Kind = Kind.MICRO_ENDORSEMENT, each: int = 5, on: date = ON, **facts: Any
) -> Prospect:
    teacher = replace(TEACHER, **facts)
    return what_if(rule_set, Request(on, (me(),), teacher), kind=kind, each=Fraction(each))


def test_two_more_and_the_lane_is_reached_on_a_day() -> None:
    window = [{"submitFrom": "06-01", "submitTo": "09-15", "effective": "08-01"}]
    found = ask(rules(windows=window), on=date(2026, 6, 10), lane="MA")
    assert found.sentence == "Two micro-endorsements more and you reach MA+15 on August 1, 2026."
    assert (found.more, found.lane, found.effective) == (2, "MA+15", date(2026, 8, 1))


def test_what_must_still_be_given_is_named() -> None:
    asked = rules(
        preApprovalRequired=True, requires="universityEndorsement", equivalencyRequired=True,
        accreditation={"accreditors": ["HLC"]}, earnedAfter=["hireDate"],
    )  # fmt: skip
    found = ask(asked)
    assert found.more == 3
    assert len(found.conditions) == 4


@pytest.mark.parametrize(
    ("rule", "facts", "words"),
    [
        ({}, {"lane": None}, "Your lane is not on file"),
        ({}, {"lane": "MA+15"}, "MA+15 is the highest lane"),
        ({}, {"on_file": Fraction(10)}, "You reach BA+15 on September 1, 2026 with what you have."),
        (
            {"alternativeCreditCap": {"value": 10, "unit": "semesterHour", "per": "career"}},
            {},
            "do not lead to BA+15",
        ),
    ],
)
def test_where_no_number_of_them_helps_it_is_said(
    rule: dict[str, Any], facts: dict[str, Any], words: str
) -> None:
    found = ask(rules(**rule), **facts)
    assert words in found.sentence
    assert found.to_json()["sentence"] == found.sentence


def test_micro_credentials_alone_do_not_help_where_only_sets_count() -> None:
    found = ask(rules(recognises="microEndorsement"), Kind.MICRO_CREDENTIAL, 1)
    assert (found.more, found.lane) == (None, "BA+15")
