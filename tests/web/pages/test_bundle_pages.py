"""The page of a transfer bundle: one report, its files, its end (HR-01; S13, S24; VER-05, VER-10)."""

import csv
import io
import zipfile
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from issuer.services import revocation
from issuer.services.bundles import making
from issuer.services.bundles.making import BUNDLES, MakeBundle
from issuer.services.handed_out import links
from issuer.services.issuing.issuance import IssuedCredential
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, Visibility
from tests.services.worlds import World
from tests.web.reading import Page, read
from tests.web.shown import BROWSER


@dataclass(frozen=True)
class Link:
    """A bundle of one good and private credential and one that was withdrawn."""

    id: str
    path: str
    good: IssuedCredential
    revoked: IssuedCredential


@pytest.fixture
def link(world: World) -> Link:
    good, revoked = world.issue(), world.issue()
    sharing.change(world.toolkit, OPERATOR, good.credential.id, visibility=Visibility.PRIVATE)
    revocation.revoke(world.toolkit, OPERATOR, revoked.credential.id, Category.ISSUED_IN_ERROR)
    wanted = MakeBundle(
        credentials=[good.credential.id, revoked.credential.id], recipient="North Tamarack <b>"
    )
    made = making.make(world.toolkit, OPERATOR, wanted)
    path = (made.url or "").removeprefix(world.toolkit.base_url)
    return Link(made.kept.record.id, path, good, revoked)


def visit(client: FlaskClient, path: str, status: int = 200, **form: str) -> Page:
    answer = client.post(path, data=form, headers=BROWSER) if form else client.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = read(answer.text)
    page.require_inert()
    return page


def openings(world: World, link: Link) -> dict[str, int]:
    found = making.openings(world.toolkit, OPERATOR, link.id)
    return {item.kind.value: item.times for item in found}


def test_the_page_is_one_report_with_four_answers_each(client: FlaskClient, link: Link) -> None:
    page = visit(client, link.path)
    for words in (
        "Marigold Quillfeather",
        "For North Tamarack <b>",
        "semester hour, graduate-equivalent, suggested by the issuer, each counted once",
        "Genuine and current",
        "Withdrawn by the issuer",
        "Not counted, because it is not both genuine and current.",
        "no transcript stands behind",
        "never by whom",
    ):
        assert words in page.text, words
    assert page.text.count("Counts here? Not asked") == 2
    assert page.text.count("Genuine? Yes") == 2
    assert page.meta("robots") == "noindex, nofollow"
    assert page.meta("referrer") == "no-referrer"


def test_links_that_are_looked_at_by_machines_stay_good(
    world: World, client: FlaskClient, link: Link
) -> None:
    for _ in range(20):
        assert client.head(link.path).status_code == 200
        visit(client, link.path)
    assert openings(world, link) == {"page": 20}


def test_the_files_are_the_signed_bytes(world: World, client: FlaskClient, link: Link) -> None:
    number = link.good.credential.certificate_number
    signed = client.get(f"{link.path}/{number}.json")
    assert signed.data == link.good.version.body
    assert signed.headers["Content-Type"] == "application/vc"
    packed = client.get(f"{link.path}/everything.zip")
    assert packed.headers["Content-Disposition"] == 'attachment; filename="bundle.zip"'
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert archive.read(f"{number}.json") == link.good.version.body
    table = client.get(f"{link.path}/table.csv")
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"))))
    assert [row["verdict"] for row in rows] == ["valid", "revoked"]
    assert openings(world, link) == {"file": 1, "files": 1, "table": 1}
    other = world.issue().credential.certificate_number
    assert client.get(f"{link.path}/{other}.json").status_code == 404


def test_a_link_that_ended_says_so_everywhere(world: World, client: FlaskClient, link: Link) -> None:
    links.revoke(world.toolkit, OPERATOR, BUNDLES, link.id)
    page = visit(client, link.path, 410)
    assert "This link has ended" in page.text
    assert "Its owner closed this link on March 16, 2026" in page.text
    assert "Marigold" not in page.text
    for end in ("/everything.zip", "/table.csv", f"/{link.good.credential.certificate_number}.json"):
        assert client.get(link.path + end).status_code == 410
    assert client.post(link.path, data={"name": "x"}).status_code == 410
    assert client.post("/verify", data={"q": world.toolkit.url(link.path)}).status_code == 410
    assert visit(client, "/b/" + "A" * 43, 404).text
    assert client.get("/b/short").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Marigold Quillfeather", "The names are the same."),
        ("Marigold Testname; Marigold Quillfeather", "It is a former name that was given."),
        ("Oona Vale", "The names differ."),
        ("<script>", "The names differ."),
    ],
)
def test_a_name_is_compared_and_kept_nowhere(
    world: World, client: FlaskClient, link: Link, typed: str, words: str
) -> None:
    page = visit(client, link.path, name=typed)
    assert words in page.text
    assert "the decision is yours" in page.text
    assert typed in page.values("input", "value")
    assert openings(world, link) == {}
    assert "the decision is yours" not in visit(client, link.path).text


def test_the_link_opens_at_the_form_with_a_name(world: World, client: FlaskClient, link: Link) -> None:
    for host in (world.toolkit.base_url, "http://127.0.0.1:8000"):
        answer = client.post("/verify", data={"q": host + link.path, "name": "Marigold Quillfeather"})
        assert "The names are the same." in read(answer.text).text
        assert "Withdrawn by the issuer" in answer.text


def test_the_form_compares_names_where_a_page_shows_one(
    world: World, client: FlaskClient, link: Link
) -> None:
    opened = sharing.change(world.toolkit, OPERATOR, link.good.credential.id, visibility=Visibility.LINK)
    asked = {"q": world.toolkit.url(sharing.path_of(opened)), "name": "Marigold Quillfeather"}
    assert "The names are the same." in client.post("/verify", data=asked).text
    number = link.good.credential.certificate_number
    closed = read(client.post("/verify", data={**asked, "q": number}).text)
    assert "a number in place of a name" in closed.text
    assert "The names are the same." not in closed.text
    body = link.good.version.body or b""
    filed = read(client.post("/verify", data={"text": body.decode(), "name": "Marigold Quillfeather"}).text)
    assert "The names could not be compared." in filed.text
    assert "Compare a name as well" in client.get("/verify").text
