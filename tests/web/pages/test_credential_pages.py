"""A credential's page: who may see it and what it says (design.md section 6)."""

import pytest
from flask.testing import FlaskClient

from issuer.services import people, revocation
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, Visibility
from tests.services.worlds import World
from tests.web.shown import BROWSER, FILES, by_id, share, visit


def test_the_page_of_a_link_says_everything(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    page = visit(client, share(world, issued))
    for words in (
        "Relationship-Centered Classroom Routines",
        "Marigold Quillfeather",
        "South Central Service Cooperative (demonstration)",
        "Genuine and current",
        issued.credential.certificate_number,
        "graduate-equivalent, suggested by the issuer",
        "It is not university credit, and no transcript stands behind it.",
        "Two readers from Demonstration Review Council",
        "written analysis",
    ):
        assert words in page.text, words
    questions = ["Genuine? Yes", "Current? Yes", "Known issuer? Yes", "Counts here? Not asked"]
    places = [page.text.index(question) for question in questions]
    assert places == sorted(places)
    assert page.meta("robots") == "noindex"


def test_by_its_id_a_link_page_answers_the_status_only(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    share(world, issued)
    page = visit(client, by_id(issued))
    assert "Genuine and current" in page.text
    assert "Genuine? Yes" in page.text
    html = client.get(by_id(issued), headers=BROWSER).text
    for secret in (
        "Marigold",
        "Relationship-Centered",
        issued.credential.certificate_number,
        "og:title",
        "sel-01",
    ):
        assert secret not in html, secret
    for end in FILES:
        assert client.get(by_id(issued) + end).status_code == 404, end


def test_a_private_page_answers_the_status_only_at_every_address(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    link = share(world, issued)
    share(world, issued, Visibility.PRIVATE)
    for path in (link, by_id(issued)):
        html = client.get(path, headers=BROWSER).text
        assert "Genuine and current" in html
        assert "Marigold" not in html
        assert "Relationship-Centered" not in html
        for end in FILES:
            assert client.get(path + end).status_code == 404, end
        for accept in ("application/vc", "application/vc+jwt"):
            assert client.get(path, headers={"Accept": accept}).status_code == 404


def test_a_public_page_lies_at_its_id_and_names_its_holder_in_previews(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    path = share(world, issued, Visibility.PUBLIC)
    assert path == by_id(issued)
    page = visit(client, path)
    assert "Marigold Quillfeather" in page.meta("og:title")


def test_the_holder_is_not_in_the_preview_of_a_link(
    world: World, client: FlaskClient, issued: IssuedCredential
) -> None:
    page = visit(client, share(world, issued))
    for name in ("og:title", "og:description", "description", "og:image:alt"):
        assert "Marigold" not in page.meta(name)
    assert "Marigold" not in dict(page.scripts)["application/ld+json"]


def test_an_erased_holder_is_named_nowhere(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    path = share(world, issued, Visibility.PUBLIC)
    before = people.find_details(world.toolkit, issued.credential.person_id)
    people.erase(world.toolkit, OPERATOR, "t01")
    assert "Marigold" not in client.get(path, headers=BROWSER).text
    assert "in place of a name" in client.get(path, headers=BROWSER).text
    people.register(world.toolkit, OPERATOR, "t01", before)


def test_a_replaced_link_is_gone_at_once(world: World, client: FlaskClient, issued: IssuedCredential) -> None:
    old = share(world, issued)
    new = sharing.path_of(sharing.change(world.toolkit, OPERATOR, issued.credential.id, new_link=True))
    page = visit(client, old, 404)
    assert "We cannot find that credential" in page.text
    assert "It says nothing about whether a credential is genuine" in page.text
    visit(client, new)


@pytest.mark.parametrize(
    ("end", "heading", "answer"),
    [
        ("revoke", "Withdrawn by the issuer", "Current? No"),
        ("suspend", "On hold", "Current? Not now"),
    ],
)
def test_a_credential_out_of_force_says_so_and_is_not_offered_for_sharing(
    world: World, client: FlaskClient, end: str, heading: str, answer: str
) -> None:
    issued = world.issue()
    path = share(world, issued)
    card = client.get(path + "/card.png").data
    if end == "revoke":
        revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.ISSUED_IN_ERROR)
    else:
        revocation.suspend(world.toolkit, OPERATOR, issued.credential.id)
    page = visit(client, path)
    assert heading in page.text
    assert answer in page.text
    assert "Add to LinkedIn" not in page.text
    assert not [found for tag, found in page.elements if found.get("property", "").startswith("og:")]
    assert client.get(path + "/card.png").data != card
    assert client.get(path + ".json").status_code == 200


def test_a_replaced_version_is_shown_as_the_newest(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    path = share(world, issued)
    again = revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    assert client.get(path + ".json").data == again.version.body != issued.version.body
    page = visit(client, path)
    assert "Genuine and current" in page.text
    assert "Version 2, from" in page.text


@pytest.mark.parametrize(
    "address", ["x", "A" * 24, "00000000-0000-4000-8000-000000000000", "A" * 65, "a%2F..%2Fb"]
)
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str) -> None:
    for end in ("", *FILES, "/card.png", "/embed"):
        assert client.get(f"/c/{address}{end}", headers=BROWSER).status_code == 404


def test_pages_stay_small(world: World, client: FlaskClient, issued: IssuedCredential) -> None:
    assert len(client.get(share(world, issued), headers=BROWSER).data) < 20_000
