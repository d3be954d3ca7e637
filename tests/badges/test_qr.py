"""QR codes: what a reader reads is the address, whole and with its quiet zone, in SVG and PNG."""

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from issuer.badges import qr
from issuer.badges.artwork import render
from issuer.errors import InputError
from tests.badges.artwork.pieces import opened
from tests.badges.artwork.sanitiser import read, title_of

ADDRESS = "https://badges.demo.example/c/0f8c5f6e-2d1b-4f7e-9a53-6d0c9b1e7a42"


def scanned(picture: Image.Image) -> str:
    found = zxingcpp.read_barcodes(picture.convert("RGB"))
    assert len(found) == 1
    assert found[0].format == zxingcpp.BarcodeFormat.QRCode
    return str(found[0].text)


@pytest.mark.parametrize("module", [2, 8, 40])
def test_a_reader_reads_the_address_from_the_png(module: int) -> None:
    picture = opened(qr.qr_png(ADDRESS, module=module))
    assert picture.mode == "1"
    assert scanned(picture) == ADDRESS


@settings(max_examples=30, deadline=None)
@given(st.from_regex(r"https://[a-z0-9.-]{3,40}/c/[A-Za-z0-9_-]{1,60}", fullmatch=True))
def test_any_address_is_read_as_it_is(address: str) -> None:
    assert scanned(opened(qr.qr_png(address, module=4))) == address


def test_a_reader_reads_the_address_from_the_svg_at_a_level_that_forgives() -> None:
    svg = qr.qr_svg(ADDRESS, label="QR code of this page")
    root = read(svg)
    assert title_of(root) == "QR code of this page"
    picture = opened(render.png(svg.decode(), 450))
    assert scanned(picture) == ADDRESS
    # A thumb over the middle: level M restores 15 percent of the code words.
    spoiled = picture.convert("L")
    spoiled.paste(255, (200, 200, 250, 250))
    assert scanned(spoiled) == ADDRESS
    assert len(svg) < 6500


def test_the_quiet_zone_is_four_white_modules_in_the_picture() -> None:
    picture = opened(qr.qr_png(ADDRESS, module=5)).convert("L")
    assert picture.point(lambda value: 255 - value).getbbox() == (
        20,
        20,
        picture.width - 20,
        picture.height - 20,
    )


def test_the_same_address_gives_the_same_bytes() -> None:
    assert qr.qr_png(ADDRESS) == qr.qr_png(ADDRESS)
    assert qr.qr_svg(ADDRESS, label="x") == qr.qr_svg(ADDRESS, label="x")


@pytest.mark.parametrize("address", ["", "https://x.example/" + "a" * 400, "https://x.example/\n"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        qr.qr_png(address)
    with pytest.raises(InputError):
        qr.qr_svg(address, label="x")


@pytest.mark.parametrize("module", [0, 41])
def test_a_module_that_no_page_needs_is_refused(module: int) -> None:
    with pytest.raises(ValueError, match="40"):
        qr.qr_png(ADDRESS, module=module)


def test_a_hostile_label_stays_a_label() -> None:
    label = '"><script>alert(1)</script>'
    assert title_of(read(qr.qr_svg(ADDRESS, label=label))) == label
