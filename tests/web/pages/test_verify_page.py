"""`/verify` as people use it: a number, a link, a file, text; every result in words (API-49, VER-01, VER-02)."""

import io
import tempfile

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from issuer.badges import certificate_number
from issuer.errors import FetchError
from issuer.fetch import Fetched
from issuer.services import revocation
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.services.transcripts import issue as transcripts
from issuer.services.transcripts.issue import IssueTranscript
from issuer.store import Category, Visibility
from issuer.web.limits import UPLOAD_BODY
from tests.services.worlds import World
from tests.web.reading import Page, read

BASE = "https://badges.demo.example"
BROWSER = {"Accept": "text/html"}


class Elsewhere:
    """A network of one document."""

    def __init__(self) -> None:
        self.documents: dict[str, tuple[str, bytes]] = {}

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = 0) -> Fetched:
        del accept, max_bytes
        if url not in self.documents:
            raise FetchError("The host does not answer.")
        media_type, body = self.documents[url]
        return Fetched(url=url, media_type=media_type, body=body)


@pytest.fixture(scope="module")
def elsewhere() -> Elsewhere:
    return Elsewhere()


@pytest.fixture(scope="module")
def body(world: World) -> bytes:
    return world.issue().version.body or b""


def post(client: FlaskClient, **fields: object) -> TestResponse:
    return client.post("/verify", data=fields, headers=BROWSER, content_type="multipart/form-data")


def upload(client: FlaskClient, data: bytes, name: str = "badge.json") -> Page:
    answer = post(client, file=(io.BytesIO(data), name))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = read(answer.text)
    page.require_inert()
    return page


def test_the_form_has_one_button_and_a_key_to_the_marks(client: FlaskClient) -> None:
    page = read(client.get("/verify", headers=BROWSER).text)
    page.require_inert()
    assert page.values("form", "method") == ["post"]
    assert "Could not check" in page.text
    assert page.values("input", "value") == [""]


def test_a_handed_on_number_stands_in_the_form_and_starts_nothing(client: FlaskClient) -> None:
    page = read(client.get("/verify?q=SCSC-7K4F-9Q2M-X", headers=BROWSER).text)
    assert page.values("input", "value") == ["SCSC-7K4F-9Q2M-X"]
    assert "Genuine?" not in page.text


@pytest.mark.parametrize("end", [".json", ".jwt", ".png", ".svg", ".pdf"])
def test_every_form_of_our_own_is_genuine(world: World, client: FlaskClient, end: str) -> None:
    path = sharing.path_of(sharing.of(world.toolkit, world.issue().credential.id))
    page = upload(client, client.get(path + end).data, f"badge{end}")
    assert "Genuine and current" in page.text
    assert "Genuine? Yes" in page.text
    assert "graduate-equivalent, suggested by the issuer" in page.text
    assert "What this does not say" in page.text
    assert "Signature" in page.text


def test_the_criteria_of_a_file_are_shown_without_links(client: FlaskClient, body: bytes) -> None:
    page = upload(client, body)
    assert "What had to be done, in the issuer\u2019s words" in page.text
    assert "Submit a portfolio of evidence:" in page.text
    assert "li" in {tag for tag, _ in page.elements}


def test_pasted_text_is_checked_alike(client: FlaskClient, body: bytes) -> None:
    answer = post(client, text="\n " + body.decode() + " \n")
    assert "Genuine and current" in read(answer.text).text


def test_a_tampered_file_is_not_genuine_and_lends_no_link(client: FlaskClient, body: bytes) -> None:
    page = upload(client, body.replace(b'"creditsEarned":1', b'"creditsEarned":9'))
    for words in (
        "Not genuine",
        "Genuine? No",
        "Current? Not checked",
        "Known issuer? Not checked",
        "A file that is not genuine cannot count.",
        "What the file claims",
        "Names as issuer",
        "Claims hours",
        "PROOF_VERIFICATION_ERROR",
        "Do not tell the holder that the file is a fraud.",
    ):
        assert words in page.text, words
    own = [href for href in page.values("a", "href") if href.startswith(("/p/", "/a/", "/c/"))]
    assert own == []
    # Its hours do not agree with its own words, so that the unit is not borrowed from them.
    assert "of a kind that the file does not name" in page.text


@pytest.mark.parametrize(
    "data", [b"", b"{", b"not a badge", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"\xff\xfe", b"<svg/>"]
)
def test_what_cannot_be_read_is_told_in_words(client: FlaskClient, data: bytes) -> None:
    answer = post(client, file=(io.BytesIO(data), "x"))
    page = read(answer.text)
    page.require_inert()
    if data:
        assert answer.status_code == 200
        assert "We could not read this file" in page.text
        assert "A screenshot, a scan" in page.text
    else:
        assert answer.status_code == 422


def test_a_withdrawn_credential_says_why_without_blame(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    revocation.revoke(world.toolkit, OPERATOR, issued.credential.id, Category.ISSUED_IN_ERROR)
    page = upload(client, issued.version.body or b"")
    assert "Withdrawn by the issuer" in page.text
    assert "Current? No" in page.text
    assert "Genuine? Yes" in page.text


def test_the_old_version_says_that_it_was_replaced(world: World, client: FlaskClient) -> None:
    issued = world.issue()
    revocation.reissue(world.toolkit, OPERATOR, issued.credential.id)
    assert "replaced" in upload(client, issued.version.body or b"").text


def test_a_certificate_number_answers_the_status_until_the_page_is_public(
    world: World, client: FlaskClient
) -> None:
    issued = world.issue()
    number = issued.credential.certificate_number
    closed = read(post(client, q=number).text)
    assert "Genuine and current" in closed.text
    assert "The holder has not made this page public" in closed.text
    for secret in ("Relationship", "Marigold", number):
        assert secret not in closed.text
    sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=Visibility.PUBLIC)
    opened = read(post(client, q=number.lower().replace("-", " ")).text)
    assert "Relationship-Centered" in opened.text
    assert "/c/" + issued.credential.id.removeprefix("urn:uuid:") in opened.values("a", "href")


@pytest.mark.parametrize(
    "before", [BASE, "http://127.0.0.1:8000", "http://localhost:8000", "HTTPS://badges.demo.example"]
)
@pytest.mark.parametrize("end", ["", ".json", ".pdf", "/qr.svg"])
def test_a_link_of_ours_is_answered_from_the_record(
    world: World, client: FlaskClient, before: str, end: str
) -> None:
    path = sharing.path_of(sharing.of(world.toolkit, world.issue().credential.id))
    page = read(post(client, q=f" {before}{path}{end} ").text)
    assert "Genuine and current" in page.text
    assert "Relationship-Centered" in page.text


def test_a_foreign_link_is_fetched_and_checked(
    client: FlaskClient, elsewhere: Elsewhere, body: bytes
) -> None:
    elsewhere.documents["https://elsewhere.example/badge"] = ("application/vc", body)
    assert "Genuine and current" in read(post(client, q="https://elsewhere.example/badge").text).text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "Give a link, a certificate number, a file"),
        ("hello", "neither a link"),
        ("http://plain.example/x", "neither a link"),
        ("javascript:alert(1)", "neither a link"),
        ("https://nowhere.example/x", "We could not get that link"),
        ("https://[", "We could not get that link"),
        (certificate_number.make(prefix="scsc", chance=bytes(16)), "There is no credential of this number"),
        (BASE + "/c/" + "A" * 24, "There is no credential of this number"),
        ('"><script>alert(1)</script>', "neither a link"),
        ("https://a.example/" + "x" * 5000, "We could not get that link"),
    ],
)
def test_a_check_that_cannot_begin_keeps_what_was_typed(
    client: FlaskClient, question: str, words: str
) -> None:
    answer = post(client, q=question)
    assert answer.status_code == 422
    page = read(answer.text)
    page.require_inert()
    assert words in page.text
    assert page.values("input", "value") == [question[:2000]]
    assert page.values("div", "role") == ["alert"]


def test_an_upload_that_is_too_large_is_413_in_words(client: FlaskClient) -> None:
    answer = raw_upload(client, UPLOAD_BODY + 1)
    assert answer.status_code == 413
    assert "larger than what we read" in read(answer.text).text


def test_an_upload_never_touches_a_disk(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was opened")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    answer = raw_upload(client, 6_000_000)
    assert answer.status_code == 200
    assert "We could not read this file" in read(answer.text).text


def raw_upload(client: FlaskClient, size: int) -> TestResponse:
    """Post a file of this size; the client's own encoder would put it on a disk."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.png"\r\n\r\n'
    return client.post(
        "/verify",
        data=head + b"x" * size + b"\r\n--x--\r\n",
        headers=BROWSER,
        content_type="multipart/form-data; boundary=x",
    )


def test_pasted_text_that_is_too_large_is_413(client: FlaskClient) -> None:
    assert post(client, text="x" * 300_000).status_code == 413


def test_results_stay_small(client: FlaskClient, body: bytes) -> None:
    for data in (body, body.replace(b"Routines", b"Routine5")):
        assert len(post(client, file=(io.BytesIO(data), "x.json")).data) < 20_480


def test_what_is_inside_a_transcript_is_called_by_its_title(world: World, client: FlaskClient) -> None:
    chosen = (world.issue().credential.id,)
    made = transcripts.issue(
        world.toolkit, OPERATOR, IssueTranscript(profile="scsc", person="t01", chosen=chosen)
    )
    page = upload(client, made.body).text
    assert "Relationship-Centered Classroom Routines, March 1" in page, page
    assert "credential 1" not in page
    forged = made.body.replace(b"Relationship-Centered", b"Relationship-Centred")
    assert "Routines, March" not in upload(client, forged).text
