"""Signed reports of the desk: about one file or all of them, checked again later like anything else."""

import io
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from issuer.services import verification
from issuer.verify import Verdict
from issuer.web.app import create_app
from tests.services.worlds import World
from tests.web.reading import read
from tests.web.season import BROWSER, files_of, opened, work_through


@pytest.fixture
def season(world: World) -> dict[str, bytes]:
    return files_of(world)


@pytest.mark.parametrize(("below", "files"), [("/report", 6), ("/4/report", 1)])
def test_a_signed_report_verifies_later(
    client: FlaskClient, world: World, season: dict[str, bytes], below: str, files: int
) -> None:
    path = opened(client, season)
    work_through(world)
    assert "It makes us store" in read(client.get(path, headers=BROWSER).text).text
    paper = client.post(path + below)
    assert paper.mimetype == "application/pdf", paper.text
    assert paper.headers["Cache-Control"] == "no-store"
    client.post(path + "/forget")
    later = client.post("/verify", data={"file": (io.BytesIO(paper.data), "report.pdf")}, headers=BROWSER)
    page = read(later.text)
    page.require_inert()
    report = verification.check(world.toolkit, paper.data)
    assert report.verdict is Verdict.VALID, report.checks
    (statement,) = report.statements
    assert statement.statement is not None
    items = statement.statement["items"]
    assert isinstance(items, list)
    assert len(items) == files
    assert b"forged.json" not in paper.data


def test_there_is_nothing_to_sign_before_anything_is_checked(
    client: FlaskClient, season: dict[str, bytes]
) -> None:
    path = opened(client, season)
    assert "Signed report" not in client.get(path, headers=BROWSER).text
    for below in ("/report", "/1/report", "/77/report"):
        assert client.post(path + below).status_code == 400


def test_a_report_holds_a_bounded_number_of_files(
    client: FlaskClient, world: World, season: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = opened(client, season)
    work_through(world)
    monkeypatch.setattr("issuer.services.desk.signed.MOST_ITEMS", 5)
    monkeypatch.setattr("issuer.web.pages.desk.MOST_ITEMS", 5)
    assert client.post(path + "/report").status_code == 413
    assert "about 5 files at most" in read(client.get(path, headers=BROWSER).text).text


def test_where_the_operator_wants_no_reports_none_are_signed(world: World, season: dict[str, bytes]) -> None:
    toolkit = replace(world.toolkit, settings=replace(world.toolkit.settings, public_reports=False))
    client = create_app(toolkit).test_client()
    path = opened(client, season)
    work_through(world)
    assert "Signed report" not in client.get(path, headers=BROWSER).text
    assert "Signed report" not in client.get(path + "/1", headers=BROWSER).text
    assert client.post(path + "/report").status_code == 404
