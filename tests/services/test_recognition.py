"""*Counts here?* and "what is this worth in my district?": from rules and public statements alone."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from issuer.errors import NotFoundError
from issuer.services import revocation, verification
from issuer.services.credits import rules
from issuer.services.principal import OPERATOR
from issuer.services.recognition.worth import worth
from issuer.services.verification import Options
from issuer.store import Category
from issuer.verify import Answer, Report
from tests.services.credits import asking
from tests.services.worlds import World, furnished_world

PLAIN: dict[str, Any] = {"earnedAfter": None}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    asking.furnish(made)
    yield made
    made.toolkit.database.close()


def open_rules(world: World, **rules_of: Any) -> None:
    """Give the south rules that need no fact about a person."""
    document = {**asking.RULES, "rules": {"recognises": "either", **rules_of}}
    rules.import_rules(world.toolkit, OPERATOR, "south", document)


def check(world: World, body: bytes | None, district: str | None = "south") -> Report:
    return verification.check(world.toolkit, body or b"", options=Options(district=district))


def asked(world: World, body: bytes | None, district: str | None = "south") -> Answer:
    return check(world, body, district).answers.counts_here


def test_ver_01_yes_with_hours_and_trace(world: World) -> None:
    open_rules(world)
    report = check(world, world.issue().version.body)
    answer = report.answers.counts_here
    assert (answer.value, report.verdict) == ("yes", "valid")
    assert answer.sentence.startswith("In South District (demonstration) it counts 1.5 quarter hours.")
    found = report.check("counts_here")
    assert found is not None
    trace: Any = found.evidence["trace"]
    assert [step["rule"] for step in trace][:3] == ["standing", "singleUse", "recognises"]


def test_ver_01_no_with_the_reason(world: World) -> None:
    open_rules(world, recognises="microEndorsement")
    report = check(world, world.issue().version.body)
    answer = report.answers.counts_here
    assert (answer.value, answer.code) == ("no", "recognises_endorsement_only")
    assert report.verdict == "valid", "the rules of a district change no verdict"


def test_ver_01_could_not_check_where_a_person_matters(world: World) -> None:
    asking.import_rules(world, preApprovalRequired=True)
    answer = asked(world, world.issue().version.body, "north")
    assert (answer.value, answer.code) == ("could_not_check", "preapproval_missing")
    assert "approved it before the award; and if it was earned after the day of hire" in answer.sentence


def test_nothing_of_a_person_is_told(world: World) -> None:
    issued = world.issue()
    before = asked(world, issued.version.body, "north")
    asking.decide(world)
    assert asked(world, issued.version.body, "north") == before


def test_ver_01_not_asked(world: World) -> None:
    issued = world.issue()
    assert asked(world, issued.version.body, None).value == "not_asked"
    open_rules(world)
    assert (
        asked(world, (issued.version.body or b"").replace(b"Relationship", b"Relationshipp")).value
        == "not_asked"
    )
    stated = asking.state(world)
    assert asked(world, stated.credential.body).value == "not_asked"
    with pytest.raises(NotFoundError, match="no rules"):
        asked(world, issued.version.body, "pmu")


def test_what_was_withdrawn_does_not_count(world: World) -> None:
    open_rules(world)
    issued = world.issue()
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    body = issued.version.body
    assert (asked(world, body).value, asked(world, body).code) == ("no", "revoked")


def test_s12_a_university_endorsement_settles_it(world: World) -> None:
    open_rules(world, requires="universityEndorsement")
    body = world.issue().version.body
    assert asked(world, body).code == "university_endorsement_required"
    asking.state(world, recogniser="pmu")
    assert asked(world, body).value == "yes"


def test_rules_that_do_not_hold_today_are_not_guessed(world: World) -> None:
    document = {**asking.RULES, "effectiveFrom": "2030-01-01"}
    rules.import_rules(world.toolkit, OPERATOR, "south", document)
    answer = asked(world, world.issue().version.body)
    assert answer.value == "could_not_check"


@pytest.mark.parametrize(
    ("rules_of", "acceptance"),
    [
        ({}, "accepted"),
        ({"preApprovalRequired": True}, "accepted_with_preapproval"),
        ({"equivalencyRequired": True}, "undecided"),
        ({"recognises": "microEndorsement"}, "not_accepted"),
    ],
)
def test_what_is_it_worth_in_my_district(world: World, rules_of: dict[str, Any], acceptance: str) -> None:
    open_rules(world, **rules_of)
    found = worth(world.toolkit, "south", "SEL-01", date(2026, 9, 1))
    assert found.acceptance == acceptance
    assert (found.hours is not None) == acceptance.startswith("accepted")
    assert found.suggested == "1.0 semester hour"


def test_crd_02_the_value_of_the_district_stands_apart_from_the_suggestion(world: World) -> None:
    open_rules(world)
    asking.state(world, recogniser="south", value=Fraction(2))
    found = worth(world.toolkit, "south", "SEL-01", date(2026, 9, 1))
    assert (found.suggested, found.hours, found.by_district) == (
        "1.0 semester hour",
        "3.0 quarter hours",
        True,
    )
