"""What pages, papers and mails call hours, with and without a university that posts them (CRD-03)."""

import io
from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from issuer.credits import Basis
from issuer.errors import InputError
from issuer.services import endorsements
from issuer.services.holder_proofs import asking as holder_asking
from issuer.services.principal import OPERATOR
from issuer.store import Category, ProofMethod
from issuer.web.app import create_app
from tests.house.wording import refused
from tests.services.credits import asking
from tests.services.worlds import World, furnished_world
from tests.web.reading import read
from tests.web.shown import BROWSER, share

SAID = "posts it on a transcript as 2.0 semester hours of graduate credit"
DENIED = "It is not university credit, and no transcript stands behind it."
PLACES = ("/a/sel-01", "/credit?achievement=sel-01&district=north", "{award}")
"""Where it is said, when it is so."""
SILENT = (
    "/achievements",
    "/p/scsc",
    "/p/pmu",
    "/p/pmu/endorsements",
    "/about",
    "{award}/relicensure",
    "{award}/embed",
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = furnished_world(tmp_path)
    asking.furnish(made)
    yield made
    made.toolkit.database.close()


@pytest.fixture
def client(world: World) -> FlaskClient:
    return create_app(world.toolkit).test_client()


def words(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    if answer.content_type == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    return read(answer.text).text


def mails(world: World) -> list[str]:
    paths = sorted(world.toolkit.settings.outbox_directory.iterdir())
    read_mails = [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in paths]
    return [f"{mail['Subject']} {mail.get_content()}" for mail in read_mails]


def test_crd_03_pages_say_it_only_while_a_university_posts_it(world: World, client: FlaskClient) -> None:
    award = share(world, world.issue())
    for change, is_posted in (
        (None, False),
        ({"recogniser": "north"}, False),
        ({"recogniser": "pmu", "basis": Basis.EQUIVALENT}, False),
        ({"recogniser": "pmu", "external_id": "posted", "basis": Basis.TRANSCRIPTED}, True),
    ):
        stated = None if change is None else asking.state(world, **change)
        for place in PLACES:
            text = words(client, place.format(award=award))
            assert (SAID in text, DENIED in text) == (is_posted, not is_posted), (place, change)
            assert set(refused(text)) == ({"graduate credit"} if is_posted else set())
    assert stated is not None
    endorsements.withdraw(
        world.toolkit, OPERATOR, stated.credential.credential_id, Category.HOLDER_REQUEST, None
    )
    for place in PLACES:
        assert DENIED in words(client, place.format(award=award)), "withdrawn, and not said any more"


def test_crd_03_an_end_is_said_and_kept(world: World, client: FlaskClient) -> None:
    until = world.clock().date()
    asking.state(world, recogniser="pmu", basis=Basis.TRANSCRIPTED, valid_until=until)
    assert f"{SAID}, for whoever registers there, until March 16, 2026." in words(client, "/a/sel-01")
    world.clock.forward(days=1)
    assert DENIED in words(client, "/a/sel-01")


@pytest.mark.parametrize("is_posted", [True, False])
def test_crd_03_no_paper_mail_or_other_page_says_it(
    world: World, client: FlaskClient, *, is_posted: bool
) -> None:
    if is_posted:
        asking.state(world, recogniser="pmu", basis=Basis.TRANSCRIPTED)
    issued = world.issue()
    award = share(world, issued)
    for place in (*SILENT, "{award}.pdf", "{award}/relicensure.pdf"):
        text = words(client, place.format(award=award))
        assert len(text) > 100, place
        assert refused(text) == (), place
    holder_asking.ask(world.toolkit, issued.credential.id, ProofMethod.CODE)
    assert [refused(mail) for mail in mails(world)] == [()] * len(mails(world))


def test_crd_03_only_a_university_posts(world: World) -> None:
    with pytest.raises(InputError, match="Only a university"):
        asking.state(world, basis=Basis.TRANSCRIPTED)
