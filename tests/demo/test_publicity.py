from issuer.demo import publicity
from issuer.demo.dataset import load
from issuer.demo.plan import plan
from issuer.demo.records import planned
from issuer.demo.run import Outcome
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Visibility
from tests.demo.small import AWARDS, SLUG, SMALL, run_small
from tests.services.worlds import World


def test_every_issuer_has_a_public_award_and_most_awards_are_not() -> None:
    awards = plan(load())
    public = publicity.chosen(awards)
    assert {award.issuer for award in awards if award.external_id in public} == {a.issuer for a in awards}
    assert len(awards) / 20 < len(public) < len(awards) / 4
    assert publicity.chosen(awards) == public


def test_the_chosen_pages_are_public_until_their_owner_says_otherwise(minted: tuple[World, Outcome]) -> None:
    world, _outcome = minted
    public = publicity.chosen(AWARDS)
    held = planned(world.toolkit, SMALL, AWARDS)[SLUG]
    chosen = [item.credential.id for item in held if item.credential.external_id in public]
    assert chosen
    for item in held:
        is_public = sharing.of(world.toolkit, item.credential.id).visibility is Visibility.PUBLIC
        assert is_public == (item.credential.id in chosen)
    sharing.change(world.toolkit, OPERATOR, chosen[0], visibility=Visibility.PRIVATE)
    run_small(world)
    assert sharing.of(world.toolkit, chosen[0]).visibility is Visibility.PRIVATE
    sharing.change(world.toolkit, OPERATOR, chosen[0], visibility=Visibility.PUBLIC)
