"""Components of other issuers count by policy alone, and once (STK-03)."""

import pytest

from issuer.errors import ConflictError, NotAuthorizedError
from issuer.services.pathways import partners, reading
from issuer.services.principal import OPERATOR, Principal
from tests.services.pathways.worlds import cycle, earn, endorsements, publish, stack
from tests.services.worlds import World

CODE = "ME-BOTH"


@pytest.fixture
def shared(school: World) -> World:
    """Return an installation with a micro-endorsement for which partners count."""
    rule = {"all": ["SEL-01", "SEL-02"], "partners": True}
    publish(school, stack(code=CODE, componentRule=rule, creditsAvailable=2.0))
    return school


def test_only_listed_issuers_count(shared: World) -> None:
    earn(shared, "SEL-01")
    earn(shared, "SEL-02", profile="nesc")
    assert cycle(shared).minted == 0
    (standing,) = (
        item
        for item in reading.progress(shared.toolkit, OPERATOR, "t01", "scsc")
        if item.version.code == CODE
    )
    assert [why.value for _component, why in standing.progress.passed_over] == ["other_issuer"]
    found = partners.change(shared.toolkit, OPERATOR, "scsc", "nesc", accept=True)
    assert [partner.slug for partner in found] == ["nesc"]
    assert cycle(shared).minted == 1
    ((credential, _newest),) = endorsements(shared, CODE)
    with shared.toolkit.database.reader() as reader:
        assert reader.profiles.get(credential.profile_id).slug == "scsc"
    shared.require_whole()


def test_a_component_counts_in_one_issuer_s_micro_endorsement_alone(shared: World) -> None:
    for one, other in (("scsc", "nesc"), ("nesc", "scsc")):
        partners.change(shared.toolkit, OPERATOR, one, other, accept=True)
    earn(shared, "SEL-01")
    earn(shared, "SEL-02", profile="nesc")
    assert cycle(shared).minted == 1
    assert cycle(shared).minted == 0
    assert len(endorsements(shared, CODE)) == 1


def test_what_was_put_together_stays_when_a_partner_goes(shared: World) -> None:
    partners.change(shared.toolkit, OPERATOR, "scsc", "nesc", accept=True)
    earn(shared, "SEL-01")
    earn(shared, "SEL-02", profile="nesc")
    cycle(shared)
    assert partners.change(shared.toolkit, OPERATOR, "scsc", "nesc", accept=False) == ()
    ran = cycle(shared)
    assert (ran.suspended, ran.reissued, ran.problems) == (0, 0, ())
    ((_credential, newest),) = endorsements(shared, CODE)
    assert newest.ended_category is None


def test_a_rule_without_partners_looks_at_none(school: World) -> None:
    partners.change(school.toolkit, OPERATOR, "scsc", "nesc", accept=True)
    earn(school, "SEL-01")
    earn(school, "SEL-02", profile="nesc")
    earn(school, "SEL-03")
    assert cycle(school).minted == 0


def test_a_profile_keeps_its_own_list(school: World) -> None:
    with pytest.raises(ConflictError, match="anyway"):
        partners.change(school.toolkit, OPERATOR, "scsc", "scsc", accept=True)
    with pytest.raises(NotAuthorizedError):
        partners.change(school.toolkit, Principal("a", frozenset({"nesc"})), "scsc", "nesc", accept=True)
