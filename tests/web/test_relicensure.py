"""The page for a relicensure committee: the same words on the page and on paper, only of what is in force."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from issuer.badges.certificate import Area, mandated_areas
from issuer.services import catalog, revocation
from issuer.services.principal import OPERATOR
from issuer.store import Category
from issuer.verify.pdf import attached_credential
from issuer.web.app import create_app
from tests.badges import samples
from tests.badges.certificate.papers import read
from tests.services.worlds import World, furnished_world
from tests.web.shown import by_id, share, visit


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def test_page_and_paper_say_the_same(world: World, client: FlaskClient) -> None:
    record = samples.record(code="LIT-09", name="Reading", mandatedAreas=["Reading preparation"])
    record["clockHours"] = {"value": 15}
    catalog.publish_version(world.toolkit, OPERATOR, "msc", record)
    with world.toolkit.database.reader() as reader:
        version = catalog.value(reader, catalog.find_version(reader, "LIT-09", None))
    judged = samples.attested(
        achievement="LIT-09", achievementVersion=version.version, rubricDigest=version.rubric_digest()
    )
    issued = world.issue(attestation=judged)
    path = share(world, issued)
    page = visit(client, path + "/relicensure").text
    answer = client.get(path + "/relicensure.pdf")
    number = issued.credential.certificate_number
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert f'filename="{number}-relicensure.pdf"' in answer.headers["Content-Disposition"]
    assert attached_credential(answer.data) == issued.version.body
    paper = read(answer.data).text
    for words in (
        "Certificate of completion for relicensure review",
        "15 clock hours",
        "suggested by the issuer",
        "Demonstration Review Council (demonstration), 2 assessors",
        "Reading preparation (issuer's tag)",
        "Only the local committee can approve hours.",
        number,
    ):
        assert words in page, page
        assert words in paper, paper
    assert "attached to this PDF" in paper
    assert "attached to this PDF" not in page
    assert path + "/relicensure" in client.get(path, headers={"Accept": "text/html"}).text


def test_what_was_ended_or_is_not_shown_has_no_such_page(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    path = share(world, issued)
    ends = ("/relicensure", "/relicensure.pdf")
    assert {client.get(path + end).status_code for end in ends} == {200}
    assert {client.get(by_id(issued) + end).status_code for end in ends} == {404}
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.FRAUD)
    assert {client.get(path + end).status_code for end in ends} == {404}
    assert path + "/relicensure" not in client.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("value", [None, "Reading", 7, [7, None, "  "], {}])
def test_areas_that_are_no_list_of_names_are_none(value: object) -> None:
    assert mandated_areas({"mandatedAreas": value}) == ()  # type: ignore[dict-item]


def test_an_area_is_named_once() -> None:
    assert mandated_areas({"mandatedAreas": ["a ", "a", "b"]}) == (Area("a", True), Area("b", True))
