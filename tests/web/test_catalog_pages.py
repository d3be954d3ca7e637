"""Home, issuers and achievements: everything that a person needs before a credential is in hand."""

import pytest
from flask.testing import FlaskClient

from issuer.services import catalog, endorsements, keys, people, profiles
from issuer.services.catalog import programs
from issuer.services.endorsements import Subject
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, KeyPurpose, SubjectType, Visibility
from issuer.web.app import create_app
from tests.badges import samples
from tests.services.endorsements.asking import ACHIEVEMENT, issue
from tests.services.worlds import World

BROWSER = {"Accept": "text/html"}


@pytest.fixture
def browser(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    return answer.text


def test_an_empty_installation_says_what_comes_next(client: FlaskClient) -> None:
    assert "<form" in text(client, "/")
    assert "mintmark achievements publish" in text(client, "/achievements")
    assert "mintmark profiles create" in text(client, "/issuers")


def test_the_first_page_leads_on(browser: FlaskClient) -> None:
    html = text(browser, "/")
    for path in ("/verify", "/achievements", "/issuers", "/developers", "/privacy"):
        assert f'href="{path}' in html
    assert html.count('<span class="q">') == 4


def test_the_catalogue_shows_a_card_for_every_achievement(browser: FlaskClient) -> None:
    html = text(browser, "/achievements")
    assert 'href="/a/sel-01"' in html
    assert "/a/sel-01/v/1.0/badge/msc.svg" in html
    assert "suggested by the issuer" in html


def test_issuers_that_issued_stand_before_the_others(world: World, browser: FlaskClient) -> None:
    world.issue()
    html = text(browser, "/issuers")
    assert html.index("/p/scsc") < html.index("They have issued nothing here") < html.index("/p/nesc")


def test_an_issuer_shows_figures_keys_and_identifier(world: World, browser: FlaskClient) -> None:
    world.issue()
    keys.rotate(world.toolkit, OPERATOR, "scsc", KeyPurpose.DATA_INTEGRITY)
    html = text(browser, "/p/scsc")
    assert "South Central Service Cooperative (demonstration)" in html
    assert "did:web:badges.demo.example:p:scsc" in html
    assert html.count(">Active</span>") == 2
    assert html.count(">Retired</span>") == 1
    assert "micro-credentials" in html
    assert "stateOrganizationId" in html
    assert 'href="/s/scsc-1"' in html
    assert 'href="/p/msc"' in html


def test_an_organisation_without_awards_shows_no_figures(browser: FlaskClient) -> None:
    html = text(browser, "/p/rcouncil")
    assert "What it has issued" not in html
    assert "Signing keys" not in html


def test_an_achievement_shows_rubric_evidence_and_honest_hours(browser: FlaskClient) -> None:
    html = text(browser, "/a/sel-01")
    version = samples.achievement()
    for criterion in version.rubric:
        assert criterion.name in html
    assert html.count('<table class="stack rubric"') == 1
    assert html.count('<span class="tag">needed</span>') == 1
    assert "It is not university credit, and no transcript stands behind it" in html
    assert version.rubric_digest() in html
    assert '<link rel="canonical" href="https://badges.demo.example/a/sel-01">' in html


def test_criteria_with_levels_of_their_own_have_tables_of_their_own(
    world: World, browser: FlaskClient
) -> None:
    record = samples.record(code="SEL-02")
    first, *_ = record["rubric"] if isinstance(record["rubric"], list) else []
    assert isinstance(first, dict)
    first["requiredLevel"] = "approaching"
    catalog.publish_version(world.toolkit, OPERATOR, "msc", record)
    html = text(browser, "/a/sel-02")
    assert html.count('<table class="stack rubric"') == 2
    assert html.count('<span class="tag">needed</span>') == 2


def test_an_old_version_stays_and_says_that_there_is_a_newer_one(world: World, browser: FlaskClient) -> None:
    catalog.publish_version(world.toolkit, OPERATOR, "msc", samples.record(version="1.1"))
    catalog.retire_version(world.toolkit, OPERATOR, "SEL-01", "1.0")
    old = text(browser, "/a/sel-01/v/1.0")
    assert "There is a newer version." in old
    assert "Nothing new is awarded under this version." in old
    assert 'content="noindex"' in old
    new = text(browser, "/a/sel-01")
    assert "version 1.1" in new
    assert "There is a newer version." not in new
    assert 'href="/a/sel-01/v/1.0"' in new


def test_only_public_awards_name_anybody(world: World, browser: FlaskClient) -> None:
    issued = world.issue()
    sharing.of(world.toolkit, issued.credential.id)
    for path in ("/a/sel-01", "/p/scsc"):
        assert "Marigold" not in text(browser, path)
        assert "made public" not in text(browser, path)
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    page = "/c/" + issued.credential.id.removeprefix("urn:uuid:")
    assert "Marigold Quillfeather" in text(browser, "/a/sel-01")
    for path in ("/a/sel-01", "/p/scsc"):
        assert f'href="{page}"' in text(browser, path)
    people.erase(world.toolkit, OPERATOR, "t01")
    assert "Marigold" not in text(browser, "/a/sel-01")
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PRIVATE)
    assert page not in text(browser, "/a/sel-01") + text(browser, "/p/scsc")


def test_the_catalogue_is_narrowed_by_its_address_alone(world: World, browser: FlaskClient) -> None:
    stack = samples.stack_record(
        code="ME-ONE", name="One", componentRule={"all": ["SEL-01"]}, creditsAvailable=1.0
    )
    catalog.publish_version(world.toolkit, OPERATOR, "msc", stack)
    programs.choose(world.toolkit, OPERATOR, "nesc", "ME-ONE", {"W1": "Every learner feels known"})
    html = text(browser, "/achievements?q=routines&kind=micro-credential")
    assert "1 achievement fits." in html
    assert "/a/me-one" not in html
    html = text(browser, "/achievements?district=nesc")
    assert "W1, <bdi>Every learner feels known</bdi>" in html
    assert 'value="nesc" selected' in html
    assert 'href="/a/sel-01"' not in html
    assert "Nothing fits" in text(browser, "/achievements?topic=Nothing&hours=nan&issuer=nobody")
    assert 'name="robots" content="noindex"' in html
    assert 'name="robots"' not in text(browser, "/achievements?hours=many")


def test_a_micro_endorsement_shows_its_pathway_and_its_rule(world: World, browser: FlaskClient) -> None:
    rule = {"all": ["SEL-01"], "maxAgeMonths": 60, "partners": True}
    stack = samples.stack_record(code="ME-ONE", name="One", componentRule=rule, creditsAvailable=1.0)
    catalog.publish_version(world.toolkit, OPERATOR, "msc", stack)
    programs.choose(world.toolkit, OPERATOR, "nesc", "ME-ONE", {"W1": "Known and safe"})
    html = text(browser, "/a/me-one")
    assert "1 micro-credentials lead to the micro-endorsement ME-ONE, worth 1 semester hour together" in html
    assert "None may be older than 60 months" in html
    assert "Known and safe" in html
    served = browser.get("/a/me-one/v/1.0/pathway.json")
    assert served.json == {"achievement": "ME-ONE", "version": "1.0", "componentRule": rule}
    assert browser.get("/a/sel-01/v/1.0/pathway.json").status_code == 404


def test_the_work_is_told_as_its_record_tells_it(world: World, browser: FlaskClient) -> None:
    record = samples.record(
        code="SEL-07",
        methodComponents=["Analyze a need"],
        research=["A routine that is kept says: <b>expected</b>."],
        resources=[
            {"name": "Planning sheet", "kind": "sheet", "url": "https://library.demo.example/a?b=1&c=2"},
            {"name": "A script", "url": "javascript:alert(1)"},
        ],
        submissionGuidelines=["Cover every name of a learner."],
        mandatedAreas=["English learners"],
    )
    catalog.publish_version(world.toolkit, OPERATOR, "msc", record)
    html = text(browser, "/a/sel-07")
    for words in (
        "How it is done, and why",
        "Analyze a need",
        "&lt;b&gt;expected&lt;/b&gt;",
        'href="https://library.demo.example/a?b=1&amp;c=2"',
        "A script",
        "Cover every name of a learner.",
        "Areas for relicensure",
        "English learners",
    ):
        assert words in html
    assert "javascript" not in html
    plain = text(browser, "/a/sel-01")
    assert "What to learn from" not in plain
    assert "Areas for relicensure" not in plain


def test_where_many_say_what_it_is_worth_the_first_few_are_shown(world: World, browser: FlaskClient) -> None:
    about = Subject(ACHIEVEMENT, SubjectType.ACHIEVEMENT)
    for number in range(6):
        said = issue(
            world,
            external_id=f"value-{number}",
            subject=about,
            name=f"Value {number}",
            comment=f"Counts here, by rule {number}.",
            statement=None,
        )
        if number == 0:
            endorsements.withdraw(world.toolkit, OPERATOR, said.credential_id, Category.ISSUED_IN_ERROR)
    html = text(browser, "/a/sel-01")
    section = html[html.index('id="said"') :]
    shown, _, rest = section[: section.index("</section>")].partition("<summary>Show 2 more</summary>")
    # What is in force comes first; nothing is left out, and nothing needs a script.
    first, others = ({number for number in range(6) if f"Value {number}" in part} for part in (shown, rest))
    assert (len(first), len(others)) == (4, 2)
    assert first | others == set(range(6))
    (standing,) = others - {0}
    assert rest.index(f"Value {standing}") < rest.index("Value 0")


@pytest.mark.parametrize(("districts", "more"), [(8, 0), (10, 2)])
def test_where_many_districts_offer_it_the_first_eight_are_shown(
    world: World, browser: FlaskClient, districts: int, more: int
) -> None:
    for number in range(districts):
        district = profiles.CreateProfile(slug=f"district-{number:02}", name=f"District {number:02}")
        profiles.create(world.toolkit, OPERATOR, district)
        programs.choose(world.toolkit, OPERATOR, district.slug, "SEL-01", {})
    html = text(browser, "/a/sel-01")
    section = html[html.index(">Offered in<") :]
    shown, opens, rest = section[: section.index("</section>")].partition(
        f"<summary>Show {more} more</summary>"
    )
    assert bool(opens) == bool(more)
    assert (shown.count("District "), rest.count("District ")) == (districts - more, more)
