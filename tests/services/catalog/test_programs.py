"""What districts choose from the catalog: shown there, in no credential (SEED-06); and searching it."""

from decimal import Decimal

import pytest

from issuer.errors import InputError, NotAuthorizedError, NotFoundError
from issuer.services import catalog
from issuer.services.catalog import finding, programs
from issuer.services.catalog.finding import Wanted
from issuer.services.principal import OPERATOR, Principal
from tests.badges import samples
from tests.services.worlds import World


def test_a_choice_is_shown_with_its_goals_and_changes_no_credential(world: World) -> None:
    issued = world.issue()
    found = programs.choose(world.toolkit, OPERATOR, "nesc", "SEL-01", {"W1": "Every learner feels known"})
    assert [(offer.code, offer.goals) for offer in found] == [
        ("SEL-01", (("W1", "Every learner feels known"),))
    ]
    assert programs.choose(world.toolkit, OPERATOR, "nesc", "sel-01", {})[0].goals == ()
    assert world.again(issued).version == issued.version
    assert b"Every learner feels known" not in (issued.version.body or b"")
    assert programs.drop(world.toolkit, OPERATOR, "nesc", "SEL-01") == ()
    assert programs.drop(world.toolkit, OPERATOR, "nesc", "SEL-01") == ()


def test_who_may_choose_what_and_how(world: World) -> None:
    with pytest.raises(NotAuthorizedError):
        programs.choose(world.toolkit, Principal("a", frozenset({"scsc"})), "nesc", "SEL-01", {})
    with pytest.raises(NotFoundError):
        programs.choose(world.toolkit, OPERATOR, "nesc", "SEL-99", {})
    for goals in ({"not a code": "x"}, {"W1": "two\nlines"}, {f"W{number}": "x" for number in range(21)}):
        with pytest.raises(InputError):
            programs.choose(world.toolkit, OPERATOR, "nesc", "SEL-01", goals)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (Wanted(), ["ME-SEL", "SEL-01", "SEL-02"]),
        (Wanted(words="ROUTINES sel-01"), ["SEL-01"]),
        (Wanted(topic="Computing"), ["SEL-02"]),
        (Wanted(kind="micro-endorsement"), ["ME-SEL"]),
        (Wanted(hours=Decimal(2)), ["ME-SEL"]),
        (Wanted(issuer="scsc"), ["SEL-01"]),
        (Wanted(issuer="msc"), ["ME-SEL", "SEL-01", "SEL-02"]),
        (Wanted(issuer="nobody"), []),
        (Wanted(district="nesc"), ["SEL-02"]),
        (Wanted(words="nothing like it"), []),
    ],
)
def test_the_catalog_is_searched(world: World, wanted: Wanted, codes: list[str]) -> None:
    catalog.publish_version(
        world.toolkit, OPERATOR, "msc", samples.record(code="SEL-02", name="Loops", fieldOfStudy="Computing")
    )
    stack = samples.stack_record(
        code="ME-SEL", componentRule={"all": ["SEL-01", "SEL-02"]}, creditsAvailable=2.0
    )
    catalog.publish_version(world.toolkit, OPERATOR, "msc", stack)
    programs.choose(world.toolkit, OPERATOR, "nesc", "SEL-02", {})
    world.issue()
    found = finding.search(world.toolkit, wanted)
    assert [item.achievement.code for item in found] == codes
