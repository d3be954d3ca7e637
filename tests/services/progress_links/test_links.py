"""Links to somebody's progress: made once, told once, closed, and what they show."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from issuer.errors import ConflictError, InputError, IssuerError, NotAuthorizedError, NotFoundError
from issuer.services.handed_out import links, shelves
from issuer.services.handed_out.links import Made
from issuer.services.handed_out.shelves import Asked
from issuer.services.principal import OPERATOR, Principal
from issuer.services.progress_links import making, opening
from issuer.services.progress_links.making import PROGRESS_LINKS, KeptLink, MakeLink
from tests.services.credits import asking
from tests.services.pathways.worlds import SEL, cycle, earn, furnish_pathways
from tests.services.worlds import World, furnished_world

COOPERATIVE = Principal("key", frozenset({"scsc"}))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a world in which somebody has earned one of three parts."""
    made = furnish_pathways(furnished_world(tmp_path))
    asking.furnish(made)
    earn(made, SEL[0])
    cycle(made)
    yield made
    made.toolkit.database.close()


def make(world: World, principal: Principal = OPERATOR, **change: Any) -> Made[KeptLink]:
    return making.make(world.toolkit, principal, MakeLink(**({"person": "t01"} | change)))


def token(made: Made[KeptLink]) -> str:
    return (made.url or "").rpartition("/progress/")[2]


def test_a_link_shows_what_counts_and_what_is_left(world: World) -> None:
    made = make(world)
    assert made.url is not None
    assert made.url.startswith("https://badges.demo.example/progress/")
    shown = opening.open_link(world.toolkit, token(made))
    assert [item.sentence for item in shown.standings] == ["1 of 3. Left: SEL-02, SEL-03."]
    assert shown.lane is None
    assert world.events(made.kept.record.id) == ["progress_link.created"]


def test_a_district_tells_what_reaches_the_next_lane(world: World) -> None:
    asking.keep(world, on_file=Fraction(12))
    asking.import_rules(world)
    shown = opening.open_link(world.toolkit, token(make(world, district="north")))
    assert shown.lane is not None
    assert shown.lane.decision.sentences()[0] == "1.5 quarter hours count."
    (prospect, *_others) = shown.lane.prospects
    assert prospect.sentence == "One micro-credential more and you reach BA+15 on March 16, 2026."


def test_without_rules_of_today_there_is_no_lane(world: World) -> None:
    assert opening.open_link(world.toolkit, token(make(world, district="south"))).lane is None


def test_a_link_is_made_once_and_told_once(world: World) -> None:
    first, again = (make(world, external_id="hr-1") for _ in range(2))
    assert (first.is_new, again.is_new, again.url) == (True, False, None)
    assert again.kept == first.kept
    with pytest.raises(ConflictError):
        make(world, external_id="hr-1", district="north")


def test_a_closed_and_an_ended_link_say_so(world: World) -> None:
    closed, ended = make(world), make(world, expires_at=world.clock() + timedelta(days=1))
    for _again in range(2):
        kept = links.revoke(world.toolkit, OPERATOR, PROGRESS_LINKS, closed.kept.record.id)
    assert kept.record.revoked_at is not None
    world.clock.forward(days=2)
    for made, words in ((closed, "closed on March 16, 2026"), (ended, "ended on March 17, 2026")):
        with pytest.raises(NotFoundError, match=words) as caught:
            opening.open_link(world.toolkit, token(made))
        assert caught.value.code == "LINK_ENDED"


@pytest.mark.parametrize("wrong", ["", "x", "A" * 43, "…" * 43])
def test_a_link_that_never_was_shows_nothing(world: World, wrong: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        opening.open_link(world.toolkit, wrong)
    assert caught.value.code == "NOT_FOUND"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"person": "nobody"}, NotFoundError),
        ({"profile": "none"}, NotFoundError),
        ({"profile": "nesc"}, NotFoundError),
        ({"external_id": "a b"}, InputError),
        ({"days": -1}, InputError),
        ({"days": 400}, InputError),
    ],
)
def test_what_cannot_be_is_refused(world: World, change: dict[str, Any], error: type[IssuerError]) -> None:
    days = change.pop("days", None)
    if days is not None:
        change = {"expires_at": world.clock() + timedelta(days=days)}
    with pytest.raises(error):
        make(world, **change)
    assert shelves.page(world.toolkit, OPERATOR, PROGRESS_LINKS, Asked()).items == ()


def test_a_profile_shows_its_own_and_no_lanes(world: World) -> None:
    made = make(world, COOPERATIVE, profile="scsc")
    shown = opening.open_link(world.toolkit, token(made))
    assert {item.profile.slug for item in shown.standings} == {"scsc"}
    for change in ({}, {"profile": "nesc"}, {"profile": "scsc", "district": "north"}):
        with pytest.raises(NotAuthorizedError):
            make(world, COOPERATIVE, **change)
    other = Principal("other", frozenset({"nesc"}))
    for act in (shelves.get, links.revoke):
        with pytest.raises(NotFoundError):
            act(world.toolkit, other, PROGRESS_LINKS, made.kept.record.id)
    assert shelves.page(world.toolkit, other, PROGRESS_LINKS, Asked(profile="nesc")).items == ()
    with pytest.raises(InputError):
        shelves.page(world.toolkit, other, PROGRESS_LINKS, Asked(profile="nesc", after=made.kept.record.id))


def test_links_are_listed_page_by_page(world: World) -> None:
    made = []
    for _ in range(3):
        world.clock.forward(minutes=1)
        made.append(make(world).kept.record.id)
    first = shelves.page(world.toolkit, OPERATOR, PROGRESS_LINKS, Asked(person="t01", limit=2))
    rest = shelves.page(
        world.toolkit, OPERATOR, PROGRESS_LINKS, Asked(person="t01", after=first.after or "", limit=2)
    )
    assert [item.record.id for item in first.items + rest.items] == made[::-1]
    assert shelves.page(world.toolkit, OPERATOR, PROGRESS_LINKS, Asked(person="t02")).items == ()
