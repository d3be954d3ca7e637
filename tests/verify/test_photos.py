"""A photo in place of a file: what its code holds is judged, and a picture without a usable code is told so."""

from typing import Final

import pytest
import qrcode
from PIL import Image

from issuer.badges.baking import png as baking
from issuer.documents import strict_json
from issuer.signing.key_types import KeyType
from issuer.verify import AnswerValue, Verdict
from tests.badges import photos
from tests.papers import credential
from tests.worlds import World, codes, sign, token

ADDRESS: Final = "https://badges.example/c/1"


@pytest.fixture
def world() -> World:
    made = World()
    made.publish(ADDRESS, sign(credential(made.issuer), made.issuer.key()), "application/vc")
    return made


def photo(*texts: str) -> bytes:
    return photos.jpeg(photos.on_table(*(photos.code(text) for text in texts)))


def test_the_credential_behind_the_code_is_judged(world: World) -> None:
    data = photo(ADDRESS)
    report = world.verify(data)
    assert (report.verdict, report.kind, report.media_type) == (Verdict.VALID, "badge", "image/jpeg")
    link = report.check("link")
    assert link is not None
    assert link.evidence["address"] == ADDRESS
    assert report.sha256 == world.verify(data, media_type="image/jpeg").sha256
    assert world.verify(photos.png(photos.code(ADDRESS))).verdict is Verdict.VALID


def test_a_token_in_the_code_is_judged_without_the_network(world: World) -> None:
    short = {name: value for name, value in credential(world.issuer).items() if name != "name"}
    text = token(short, world.issuer.key("t", KeyType.P256, form="JsonWebKey"))
    report = world.verify(photos.png(large_code(text)))
    assert (report.form, report.media_type) == ("jwt", "image/png")
    assert report.verdict is Verdict.VALID


def large_code(text: str) -> Image.Image:
    made = qrcode.QRCode(border=4, box_size=4)
    made.add_data(text)
    picture: Image.Image = made.make_image().get_image()
    return picture.convert("L")


WORDS: Final[dict[str, tuple[tuple[str, ...], str, str]]] = {
    "no code": ((), "IMAGE_WITHOUT_CREDENTIAL", "no QR code that we can read"),
    "another code": (("WIFI:S:school;;",), "IMAGE_WITHOUT_CREDENTIAL", "neither the address of a credential"),
    "a script": (("javascript:alert(1)",), "IMAGE_WITHOUT_CREDENTIAL", "neither"),
    "two addresses": ((ADDRESS, f"{ADDRESS}2"), "AMBIGUOUS_CONTAINER", "2 codes on this picture"),
}


@pytest.mark.parametrize("name", WORDS)
def test_what_a_picture_does_not_hold_is_said(world: World, name: str) -> None:
    texts, code, words = WORDS[name]
    report = world.verify(photo(*texts) if texts else photos.jpeg(Image.new("RGB", (90, 90), "white")))
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, [code])
    assert words in report.checks[0].sentence
    assert world.asked == []


def test_a_usable_code_counts_beside_one_that_is_not(world: World) -> None:
    assert world.verify(photo(ADDRESS, "WIFI:S:school;;")).verdict is Verdict.VALID


def test_a_badge_in_the_picture_goes_before_a_code_on_it(world: World) -> None:
    inside = strict_json.encode(sign(credential(world.issuer), world.issuer.key()))
    report = world.verify(baking.bake(photos.png(photos.code("https://elsewhere.example/c/2")), inside))
    assert report.verdict is Verdict.VALID
    assert "https://elsewhere.example/c/2" not in world.asked


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://badges.example/c/none", "FETCH_FAILED"),
        ("http://badges.example/c/1", "FETCH_BLOCKED"),
        ("https://127.0.0.1/c/1", "FETCH_BLOCKED"),
        ("https://user@badges.example/c/1", "FETCH_BLOCKED"),
    ],
)
def test_a_code_that_leads_nowhere_proves_nothing(world: World, address: str, code: str) -> None:
    report = world.verify(photo(address))
    assert (report.verdict, codes(report)) == (Verdict.INDETERMINATE, [code])
    assert report.heading == "We could not follow the code"
    assert report.answers.genuine.value is AnswerValue.COULD_NOT_CHECK


def test_a_code_is_followed_once(world: World) -> None:
    world.publish("https://badges.example/photo", photo(ADDRESS), "image/jpeg")
    report = world.verify(photo("https://badges.example/photo"))
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, ["IMAGE_WITHOUT_CREDENTIAL"])
    assert ADDRESS not in world.asked
    badge = strict_json.encode(sign(credential(world.issuer), world.issuer.key()))
    world.publish("https://badges.example/photo", baking.bake(photos.png(photos.code()), badge), "image/png")
    assert world.verify(photo("https://badges.example/photo")).verdict is Verdict.VALID


def test_a_code_to_a_web_page_says_what_to_look_for(world: World) -> None:
    world.publish(ADDRESS, b"<!DOCTYPE html><html><body>Congratulations</body></html>", "text/html")
    report = world.verify(photo(ADDRESS))
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, ["MEDIA_TYPE_NOT_SUPPORTED"])
    assert "look on that page" in report.checks[1].sentence


KINDS: Final[dict[str, tuple[bytes, str]]] = {
    "HEIC": (b"\0\0\0\x24ftypheic" + bytes(40), "HEIC"),
    "AVIF": (b"\0\0\0\x24ftypavif" + bytes(40), "HEIC"),
    "WebP": (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(40), "WebP"),
    "GIF": (b"GIF89a" + bytes(40), "GIF"),
    "TIFF": (b"II*\0" + bytes(40), "TIFF"),
    "Word": (b"\xd0\xcf\x11\xe0" + bytes(40), "Word"),
}


@pytest.mark.parametrize("name", KINDS)
def test_pictures_of_other_kinds_are_refused_in_words(world: World, name: str) -> None:
    data, words = KINDS[name]
    report = world.verify(data)
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, ["MEDIA_TYPE_NOT_SUPPORTED"])
    assert words in report.checks[0].sentence


def test_a_picture_must_be_what_its_media_type_says(world: World) -> None:
    data = photo(ADDRESS)
    for given, said in (
        (data, "image/png"),
        (data, "application/vc"),
        (photos.png(photos.code(ADDRESS)), "image/jpeg"),
    ):
        assert world.verify(given, media_type=said).verdict is Verdict.MALFORMED
    assert world.verify(data, media_type="image/jpeg").verdict is Verdict.VALID
