"""`/verify` with a photo of a printed code, badges of older standards, and numbers with a mistake in them."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from issuer.badges import certificate_number
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.services import revocation
from issuer.services.principal import OPERATOR
from issuer.services.showing import sharing
from issuer.store import Category, Visibility
from tests.badges import photos
from tests.services.worlds import World
from tests.verify.open_badges_2.town import ASSERTION, BADGE, PROFILE, Town, assertion
from tests.web.reading import Page, read

BASE = "https://badges.demo.example"
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def town() -> Town:
    return Town()


@pytest.fixture(scope="module")
def elsewhere(town: Town) -> Town:
    return town


def post(client: FlaskClient, **fields: object) -> TestResponse:
    return client.post("/verify", data=fields, headers=BROWSER, content_type="multipart/form-data")


def send(client: FlaskClient, data: bytes, *, field: str = "photo") -> Page:
    answer = post(client, **{field: (io.BytesIO(data), "IMG_0001.jpg")})
    assert answer.status_code == 200
    page = read(answer.text)
    page.require_inert()
    return page


def printed(world: World, visibility: Visibility) -> tuple[bytes, str]:
    """Return a photo of the code of a new credential, and its id."""
    issued = world.issue()
    share = sharing.change(world.toolkit, OPERATOR, issued.credential.id, visibility=visibility)
    path = "/c/" + issued.credential.id.removeprefix("urn:uuid:")
    if visibility is Visibility.LINK:
        path = sharing.path_of(share)
    return photos.jpeg(photos.on_table(photos.code(BASE + path))), issued.credential.id


@pytest.mark.parametrize("field", ["photo", "file"])
def test_a_photo_of_our_certificate_shows_what_its_page_shows(
    world: World, client: FlaskClient, field: str
) -> None:
    for visibility in (Visibility.LINK, Visibility.PUBLIC):
        page = send(client, printed(world, visibility)[0], field=field)
        assert "Genuine and current" in page.text
        assert "Relationship-Centered" in page.text


def test_a_photo_of_a_private_ones_code_answers_the_status_alone(world: World, client: FlaskClient) -> None:
    photo, credential_id = printed(world, Visibility.PRIVATE)
    page = send(client, photo)
    assert "Genuine and current" in page.text
    assert "The holder has not made this page public" in page.text
    for secret in ("Relationship", "Marigold"):
        assert secret not in page.text
    revocation.revoke(world.toolkit, OPERATOR, credential_id, Category.ISSUED_IN_ERROR)
    assert "Withdrawn by the issuer" in send(client, photo).text


def test_a_photo_of_a_code_of_ours_that_leads_nowhere_says_so(client: FlaskClient) -> None:
    photo = photos.jpeg(photos.code(BASE + "/c/" + "A" * 24))
    answer = post(client, photo=(io.BytesIO(photo), "x.jpg"))
    assert answer.status_code == 422
    assert "There is no credential of this number or link here" in read(answer.text).text


def test_a_photo_without_a_code_says_how_to_take_one(client: FlaskClient) -> None:
    page = send(client, photos.jpeg(Image.new("RGB", (200, 200), "white")))
    assert "We could not read this file" in page.text
    assert "no QR code that we can read" in page.text
    assert "a photo of the QR code on the paper" in page.text


def test_a_photo_from_a_phone_in_another_format_is_refused_in_words(client: FlaskClient) -> None:
    page = send(client, b"\0\0\0\x24ftypheic" + bytes(300))
    assert "HEIC" in page.text


def test_a_machine_gets_the_same_report_of_a_photo(world: World, client: FlaskClient) -> None:
    for visibility, verdict in ((Visibility.LINK, "valid"), (Visibility.PRIVATE, "indeterminate")):
        photo, _ = printed(world, visibility)
        answer = client.post("/api/v1/verifications", data=photo, content_type="image/jpeg")
        assert answer.status_code == 200
        report = answer.get_json()
        assert (report["verdict"], report["mediaType"]) == (verdict, "image/jpeg")
        assert ("Marigold" in answer.text) is False


def test_the_form_takes_photos_without_a_script(client: FlaskClient) -> None:
    page = read(client.get("/verify", headers=BROWSER).text)
    assert "image/*" in page.values("input", "accept")
    assert page.values("input", "capture") == ["environment"]


def test_a_hosted_badge_of_two_is_shown_with_its_limits(client: FlaskClient) -> None:
    page = send(client, strict_json.encode(assertion()), field="file")
    for words in (
        "Its host confirms it today",
        "Genuine? Yes",
        "It is not signed, so the host can change it.",
        "Questions that open a lesson",
        "Lakes Cooperative (demonstration)",
        "not signed, confirmed by its host",
        "not who runs that host",
    ):
        assert words in page.text, words
    assert "Genuine and current" not in page.text
    assert "signed it" not in page.text


def test_the_link_of_a_hosted_badge_is_checked_like_its_file(client: FlaskClient) -> None:
    page = read(post(client, q=ASSERTION).text)
    assert "Its host confirms it today" in page.text
    assert "it is not the award of one" in read(post(client, q=BADGE).text).text
    assert "It describes an issuer" in read(post(client, q=PROFILE).text).text


def test_an_older_badge_is_named_and_the_advice_helps(client: FlaskClient) -> None:
    older: JsonObject = {"uid": "1", "recipient": {}, "badge": "https://x.example", "verify": {}}
    page = read(post(client, text=strict_json.encode(older).decode()).text)
    assert "We do not check Open Badges 1" in page.text
    assert "Ask the issuer for a new one, as an Open Badge 3.0." in page.text
    assert "Try again in a few minutes" not in page.text


def test_a_mistyped_number_is_said_to_be_one(world: World, client: FlaskClient) -> None:
    number = world.issue().credential.certificate_number
    assert "Genuine and current" in read(post(client, q=number.replace("-", "").lower()).text).text
    other = number[:-1] + ("2" if number[-1] != "2" else "3")
    for typed in (
        other,
        other.lower().replace("-", " "),
        number.replace(number[5], "0", 1),
        number[:5] + "OOOO" + number[9:],
    ):
        answer = post(client, q=typed)
        assert answer.status_code == 422
        assert "There is a typing mistake in this certificate number" in read(answer.text).text, typed
    right = certificate_number.make(prefix="scsc", chance=bytes(16))
    assert "There is no credential of this number" in read(post(client, q=right).text).text
