"""`/credit` and the choice of a district on `/verify`: answers in words, for anybody."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from issuer.documents import strict_json
from issuer.services import catalog
from issuer.services.credits import rules
from issuer.services.principal import OPERATOR
from issuer.web.app import create_app
from tests.badges import samples
from tests.services.credits import asking
from tests.services.worlds import World, furnished_world
from tests.web.reading import read


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def client(bare: World) -> FlaskClient:
    return create_app(bare.toolkit).test_client()


@pytest.fixture
def districts(bare: World) -> World:
    asking.furnish(bare)
    document = {**asking.RULES, "rules": {"recognises": "either"}}
    rules.import_rules(bare.toolkit, OPERATOR, "south", document)
    return bare


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def test_before_there_are_rules_nobody_is_asked(client: FlaskClient) -> None:
    assert "No district has published its rules here yet" in text(client, "/credit")
    assert 'name="district"' not in client.get("/verify").get_data(as_text=True)


@pytest.mark.usefixtures("districts")
def test_crd_02_suggested_and_accepted_hours_stand_apart(client: FlaskClient) -> None:
    page = text(client, "/credit?achievement=sel-01&district=south")
    assert '<h2 id="answer">Accepted</h2>' in page
    assert "Suggested by the issuer" in page
    assert "1.0 semester hour, graduate-equivalent" in page
    assert "1.5 quarter hours, as the issuer suggests" in page
    assert "/credit?achievement=SEL-01" in client.get("/a/sel-01").get_data(as_text=True)


@pytest.mark.usefixtures("districts")
def test_what_is_not_known_is_said(client: FlaskClient) -> None:
    for query in (
        "achievement=NO-01&district=south",
        "achievement=SEL-01&district=pmu",
        "achievement=%3Cb%3E&district=%3Cb%3E",
    ):
        assert "We do not know that" in text(client, f"/credit?{query}", 404)
    assert "<select" in text(client, "/credit?achievement=SEL-01")


def test_ver_01_a_district_is_chosen_on_the_verify_page(client: FlaskClient, districts: World) -> None:
    issued = districts.issue()
    assert '<option value="south">' in client.get("/verify").get_data(as_text=True)
    body = (issued.version.body or b"").decode()
    page = client.post("/verify", data={"text": body, "district": "south"}).get_data(as_text=True)
    assert "In South District (demonstration) it counts 1.5 quarter hours." in page
    assert "Each rule, and what it looked at" in page
    for none in ("", "pmu", "nobody"):
        other = client.post("/verify", data={"text": body, "district": none}).get_data(as_text=True)
        assert "Each rule, and what it looked at" not in other


def test_ver_01_the_api_asks_a_district(client: FlaskClient, districts: World) -> None:
    body = strict_json.parse_object(districts.issue().version.body or b"")
    answer = client.post("/api/v1/verifications", json={"credential": body, "district": "south"})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["answers"]["countsHere"]["value"] == "yes"
    unknown = client.post("/api/v1/verifications", json={"credential": body, "district": "pmu"})
    assert unknown.status_code == 404


@pytest.mark.usefixtures("districts")
def test_seed_20_a_page_leads_from_a_badge_to_a_lane(client: FlaskClient) -> None:
    page = read(text(client, "/credit/road?achievement=SEL-01&district=south"))
    page.require_inert()
    for words in (
        "You earn the micro-credential",
        "It counts 1.5 quarter hours.",
        "BA BA+15 15.0 quarter hours",
    ):
        assert words in page.text, words
    # Fifteen quarter hours are ten semester hours, one for each badge of this kind.
    assert "March 16, 2026 10" in page.text
    assert "From this badge to a salary lane" in text(client, "/credit?achievement=SEL-01&district=south")


def test_seed_20_a_micro_endorsement_is_shown_with_its_parts_and_a_part_with_where_it_leads(
    districts: World, client: FlaskClient
) -> None:
    stack = samples.stack_record(code="ME-SEL", componentRule={"all": ["SEL-01"]}, creditsAvailable=1.0)
    catalog.publish_version(districts.toolkit, OPERATOR, "msc", stack)
    own = {
        **asking.RULES,
        "version": "v9",
        "effectiveFrom": "2025-09-01",
        "rules": {"recognises": "microEndorsement"},
    }
    rules.import_rules(districts.toolkit, OPERATOR, "south", own)
    whole = read(text(client, "/credit/road?achievement=ME-SEL&district=south")).text
    assert "They become the micro-endorsement" in whole
    assert "SEL-01 Relationship-Centered Classroom Routines" in whole
    part = read(text(client, "/credit/road?achievement=SEL-01&district=south")).text
    assert "By itself it moves no lane in this district. Look at the micro-endorsement" in part


@pytest.mark.usefixtures("districts")
def test_a_road_that_nobody_knows_is_not_made_up(client: FlaskClient) -> None:
    assert "We do not know that" in text(client, "/credit/road?achievement=NONE&district=south", 404)
    assert "We do not know that" in text(client, "/credit/road?achievement=SEL-01&district=scsc", 404)
