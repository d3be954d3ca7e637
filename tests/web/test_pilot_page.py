"""The page of a pilot: only where its district shows it, counts alone, small groups hidden (SEED-07, SEED-08)."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from issuer.services.pilots import answers
from issuer.services.principal import OPERATOR
from issuer.web.app import create_app
from tests.services.pathways.worlds import SEL, cycle, earn
from tests.services.pilots.worlds import furnish, pilot
from tests.services.worlds import World, furnished_world
from tests.web.reading import Page, read
from tests.web.shown import BROWSER


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give a cohort of 36: 12 finished, 12 have a part, 12 have nothing yet."""
    made = furnish(furnished_world(tmp_path_factory.mktemp("pilot-page")))
    pilot(made, cohort=36, is_public=True)
    for number in range(1, 25):
        for code in SEL if number <= 12 else SEL[:1]:
            earn(made, code, person=f"p{number:02}")
    cycle(made)
    yield made
    made.toolkit.database.close()


@pytest.fixture(scope="module")
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def visit(client: FlaskClient, code: str, status: int = 200) -> Page:
    answer = client.get(f"/p/north/pilots/{code}", headers=BROWSER)
    assert answer.status_code == status
    page = read(answer.text)
    page.require_inert()
    return page


def test_seed_07_the_page_tells_how_far_a_cohort_is(client: FlaskClient) -> None:
    page = visit(client, "first-year")
    for words in (
        "From February 1, 2026 to June 30, 2026. 43 of 150 days are over.",
        "36 educators take part.",
        "Micro-endorsement: Social Emotional Learning 12 12 12",
        "It is told when ten people have answered.",
    ):
        assert words in page.text, words
    assert "p01" not in page.text


@pytest.mark.parametrize(
    ("cohort", "words"),
    [
        (9, "Fewer than ten educators take part"),
        (15, "15 educators take part."),
        (0, "0 educators take part."),
    ],
)
def test_small_groups_are_not_told(world: World, client: FlaskClient, cohort: int, words: str) -> None:
    code = f"small-{cohort}"
    pilot(world, code, cohort=cohort, is_public=True)
    page = visit(client, code)
    assert words in page.text
    # Of fifteen, twelve finished and three have a part: the three are hidden, and the twelve with them.
    told = {9: "Learning not told not told not told", 15: "Learning not told not told 0", 0: "Learning 0 0 0"}
    assert told[cohort] in page.text


def test_seed_08_what_ten_people_answered_is_told(world: World, client: FlaskClient) -> None:
    made = pilot(world, "asked", codes=("ME-SEL", "SEL-01"), is_public=True)
    rows = [f"a{number},yes,yes,{'no' if number == 0 else 'yes'}" for number in range(10)]
    answers.take_in(
        world.toolkit, OPERATOR, made, "\n".join(["id,practice,students,incentive", *rows]).encode()
    )
    page = visit(client, "asked")
    assert "changed their practice 100%" in page.text
    assert "were moved by the incentive 90%" in page.text
    assert "All of them 0 0 0" in page.text


def test_a_pilot_that_is_not_shown_is_not_there(world: World, client: FlaskClient) -> None:
    pilot(world, "unseen", title="A title that nobody sees")
    assert "A title that nobody sees" not in visit(client, "unseen", 404).text
    visit(client, "none", 404)
    assert client.get("/p/nobody/pilots/first-year", headers=BROWSER).status_code == 404
