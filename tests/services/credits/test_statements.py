"""Values, approvals and what universities say: dated, versioned, signed, asked for twice, refused."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from issuer.credits import Basis
from issuer.documents import strict_json
from issuer.errors import ConflictError, InputError, IssuerError, NotAuthorizedError, NotFoundError
from issuer.services import endorsements, verification
from issuer.services.credits import decisions, equivalencies, preapprovals, rules
from issuer.services.endorsements import IssueEndorsement, Subject
from issuer.services.principal import OPERATOR, Principal
from issuer.services.recognition import reading
from issuer.store import Category, SubjectType
from tests.services.credits.asking import RULES, approve, ask, import_rules, publish, state
from tests.services.worlds import World


def reason(world: World) -> str | None:
    return decisions.preview(world.toolkit, OPERATOR, ask()).items[0].reason


def test_crd_01_a_value_is_signed_by_its_recogniser_and_counts(world: World) -> None:
    stated = state(world, value=Fraction("0.5"), version="1.0")
    report = verification.check(world.toolkit, stated.credential.body)
    assert report.verdict == "valid"
    (shown,) = report.statements
    assert shown.statement is not None
    facts: Any = shown.statement
    assert (facts["type"], facts["value"], facts["unit"]) == ("credit-equivalency", "0.5", "semesterHour")
    assert facts["recogniser"] == "did:web:badges.demo.example:p:north"
    world.issue()
    assert float(decisions.preview(world.toolkit, OPERATOR, ask()).hours) == 0.75


def test_crd_01_two_districts_hold_different_values(world: World) -> None:
    state(world)
    state(world, recogniser="south", value=Fraction(3))
    found = equivalencies.of(world.toolkit, achievement="SEL-01")
    assert {item.recogniser: float(item.value) for item in found} == {"north": 2, "south": 3}
    assert len(equivalencies.exported(world.toolkit, "north")) == 1


def test_a_newer_value_takes_the_place_of_the_older_from_its_first_day(world: World) -> None:
    state(world)
    state(world, external_id="value-2", value=Fraction(4), valid_from=date(2026, 3, 17))
    assert [item.number for item in equivalencies.of(world.toolkit, recogniser="north")] == [1, 2]
    world.issue()
    assert float(decisions.preview(world.toolkit, OPERATOR, ask()).hours) == 3
    world.clock.forward(days=2)


def test_asking_again_gives_the_same_statement_and_another_is_refused(world: World) -> None:
    first, again = state(world), state(world)
    assert first.credential.credential_id == again.credential.credential_id
    assert not again.credential.is_new
    with pytest.raises(ConflictError):
        state(world, value=Fraction(3))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"unit": "hour"}, InputError),
        ({"value": Fraction(0)}, InputError),
        ({"valid_until": date(2020, 1, 1)}, InputError),
        ({"conditions": "x" * 2_000}, InputError),
        ({"achievement": "NO-01"}, NotFoundError),
        ({"version": "9"}, NotFoundError),
        ({"recogniser": "nobody"}, NotFoundError),
    ],
)
def test_what_means_nothing_is_refused(
    world: World, change: dict[str, Any], error: type[IssuerError]
) -> None:
    with pytest.raises(error):
        state(world, **change)


def test_nobody_speaks_for_another(world: World) -> None:
    other = Principal("other", frozenset({"south"}))
    with pytest.raises(NotAuthorizedError):
        rules.import_rules(world.toolkit, other, "north", RULES)
    with pytest.raises(NotAuthorizedError):
        preapprovals.of_person(world.toolkit, other, "north", "t01")


def test_crd_06_an_approval_has_a_signed_receipt_that_freezes_the_version(world: World) -> None:
    import_rules(world, preApprovalRequired=True)
    approved = approve(world)
    publish(world, "1.1")
    again = approve(world)
    assert again.receipt.body == approved.receipt.body
    (shown,) = verification.check(world.toolkit, approved.receipt.body).statements
    facts: Any = shown.statement
    assert (facts["type"], facts["achievementVersion"], facts["grantedOn"]) == (
        "pre-approval",
        "1.0",
        "2025-10-01",
    )
    assert facts["rubricDigest"].startswith("sha256:")
    world.issue()
    assert reason(world) is None
    (kept,) = preapprovals.of_person(world.toolkit, OPERATOR, "north", "t01")
    assert kept.receipt.body == approved.receipt.body


def test_l2_without_an_approval_it_does_not_count(world: World) -> None:
    import_rules(world, preApprovalRequired=True)
    world.issue()
    assert reason(world) == "preapproval_missing"


def test_another_approval_under_the_same_id_is_refused(world: World) -> None:
    approve(world)
    for change in ({"person": "t02"}, {"granted_on": date(2025, 11, 1)}, {"decider": "board"}):
        with pytest.raises(ConflictError):
            approve(world, **change)
    with pytest.raises(ConflictError):
        approve(world, external_id="approval-2")


def test_s12_a_university_opens_the_gate(world: World) -> None:
    import_rules(
        world, requires="universityEndorsement", accreditation={"accreditors": ["Fictional Accreditor"]}
    )
    world.issue()
    assert reason(world) == "university_endorsement_required"
    stated = state(world, recogniser="pmu", basis=Basis.EQUIVALENT)
    assert reason(world) is None
    endorsements.withdraw(
        world.toolkit, OPERATOR, stated.credential.credential_id, Category.HOLDER_REQUEST, None
    )
    assert reason(world) is None, "an award that it covered keeps it"


def test_s12_an_endorsement_in_words_is_enough_and_one_of_no_university_is_not(world: World) -> None:
    import_rules(world, requires="universityEndorsement")
    issued = world.issue()
    document: Any = strict_json.parse_object(issued.version.body or b"")
    about = Subject(document["credentialSubject"]["achievement"]["id"], SubjectType.ACHIEVEMENT)
    for profile, expected in (("south", "university_endorsement_required"), ("pmu", None)):
        command = IssueEndorsement(
            profile=profile, external_id="e-1", subject=about, name="Endorsed", comment="Good work."
        )
        endorsements.issue(world.toolkit, OPERATOR, command)
        assert reason(world) == expected


def test_rules_are_kept_once_by_version(world: World) -> None:
    first = rules.versions(world.toolkit, "north")
    import_rules(world)
    assert rules.versions(world.toolkit, "north") == first
    with pytest.raises(ConflictError):
        rules.import_rules(world.toolkit, OPERATOR, "north", {**RULES, "version": "v0", "lanes": ["BA"]})
    assert [profile.slug for profile in reading.districts(world.toolkit)] == ["north"]
