"""`/progress/<token>`: a holder reads what counts, what is left and what comes next; it names nobody."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from issuer.services import revocation
from issuer.services.handed_out import links, shelves
from issuer.services.handed_out.shelves import Asked
from issuer.services.principal import OPERATOR
from issuer.services.progress_links import making
from issuer.services.progress_links.making import PROGRESS_LINKS, MakeLink
from issuer.store import Category
from issuer.web.app import create_app
from tests.services.credits import asking
from tests.services.pathways.worlds import SEL, cycle, earn, furnish_pathways
from tests.services.worlds import World, furnished_world
from tests.web.reading import Page, read
from tests.web.shown import BROWSER


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnish_pathways(furnished_world(tmp_path))
    yield made
    made.toolkit.database.close()


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def path(world: World, district: str | None = None) -> str:
    made = making.make(world.toolkit, OPERATOR, MakeLink(person="t01", district=district))
    return (made.url or "").removeprefix(world.toolkit.base_url)


def visit(client: FlaskClient, where: str, status: int = 200) -> Page:
    answer = client.get(where, headers=BROWSER)
    assert answer.status_code == status
    page = read(answer.text)
    page.require_inert()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Marigold" not in page.text
    return page


def test_before_the_first_part_it_says_how_to_begin(world: World, client: FlaskClient) -> None:
    assert "You have not begun a micro-endorsement yet." in visit(client, path(world)).text


def test_it_follows_a_holder_from_the_first_part_to_the_review(world: World, client: FlaskClient) -> None:
    where = path(world)
    first = earn(world, SEL[0])
    page = visit(client, where)
    assert "1 of 3 parts. 2 more and it is issued by itself." in page.text
    assert page.text.count("Left to earn") == 2
    assert "/a/sel-02" in page.values("a", "href")
    assert page.values("progress", "value") == ["1"]
    for code in SEL[1:]:
        earn(world, code)
    assert "3 of 3 parts: complete. It is issued by itself within a minute." in visit(client, where).text
    cycle(world)
    assert "Earned on March 16, 2026. Its certificate number is SCSC-" in visit(client, where).text
    revocation.revoke(world.toolkit, OPERATOR, first.credential.id, Category.ASSESSMENT_INVALID)
    cycle(world)
    text = visit(client, where).text
    assert "On hold. A part does not count any more, because the assessment did not stand." in text
    assert "decides after April 15, 2026; give your side before." in text
    assert "it is withdrawn, on hold or has ended" in text


def test_a_choice_names_what_may_fill_the_place(world: World, client: FlaskClient) -> None:
    earn(world, "PRL-01")
    assert "Left to earn: any 1 of these" in visit(client, path(world)).text


def test_a_district_adds_its_lanes(world: World, client: FlaskClient) -> None:
    asking.furnish(world)
    asking.keep(world, on_file=Fraction(12))
    earn(world, SEL[0])
    text = visit(client, path(world, "north")).text
    assert "North District (demonstration)" in text
    assert "One micro-credential more and you reach BA+15" in text
    assert "1.5 quarter hours count." in text
    assert "Nothing is promised" in text


def test_a_closed_link_says_so_and_another_never_was(world: World, client: FlaskClient) -> None:
    where = path(world)
    (kept,) = shelves.page(world.toolkit, OPERATOR, PROGRESS_LINKS, Asked()).items
    links.revoke(world.toolkit, OPERATOR, PROGRESS_LINKS, kept.record.id)
    assert "This link was closed on March 16, 2026." in visit(client, where, 410).text
    assert "There is nothing at this address." in visit(client, "/progress/" + "A" * 43, 404).text


def test_what_a_district_does_not_count_is_told_once_with_its_reason(
    world: World, client: FlaskClient
) -> None:
    asking.furnish(world)
    asking.import_rules(world, recognises="microEndorsement")
    for code in SEL[:2]:
        earn(world, code)
    text = visit(client, path(world, "north")).text
    assert text.count("Only micro-endorsements count here") == 1
    assert "Title of SEL-02" in text
