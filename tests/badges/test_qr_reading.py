"""Reading codes from photos: our own certificate as a phone sees it, and what hostile pictures may cost."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from issuer.badges.qr_reading import MAX_BYTES, texts_in
from issuer.errors import InputError
from issuer.workers import Pool
from tests.badges import photos
from tests.badges.photos import ADDRESS


@pytest.fixture(scope="module")
def paper() -> Image.Image:
    return photos.scan_of_certificate()


TAKEN: Final[dict[str, Callable[[Image.Image], Image.Image]]] = {
    "flat": lambda page: page,
    "quarter turn": lambda page: photos.turned(page, 90),
    "upside down": lambda page: photos.turned(page, 180),
    "slanted": lambda page: photos.turned(page, 23),
    "blurred": lambda page: photos.blurred(page, 1.2),
    "low contrast": lambda page: photos.faded(page, 0.25),
    "from the side": photos.skewed,
    "grey and small": lambda page: page.convert("L").resize((page.width * 3 // 4, page.height * 3 // 4)),
    "all at once": lambda page: photos.faded(photos.blurred(photos.turned(photos.skewed(page), 7), 0.8), 0.5),
}


@pytest.mark.parametrize("name", TAKEN)
def test_the_code_of_our_certificate_is_read_from_a_photo(paper: Image.Image, name: str) -> None:
    taken = TAKEN[name](paper)
    assert texts_in(photos.jpeg(taken)) == [ADDRESS]
    assert texts_in(photos.png(taken)) == [ADDRESS]


def test_a_small_code_on_a_large_photo_is_found() -> None:
    large = Image.new("RGB", (4032, 3024), (200, 196, 190))
    large.paste(photos.code(module=5), (2500, 1800))
    assert texts_in(photos.jpeg(large)) == [ADDRESS]


def test_transparent_paper_is_white() -> None:
    drawn = photos.code().convert("RGBA")
    clear = Image.new("RGBA", drawn.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=drawn.convert("L").point(lambda grey: 255 - grey))
    assert texts_in(photos.png(clear)) == [ADDRESS]


def test_several_codes_come_each_once_and_no_code_gives_none() -> None:
    other = "https://badges.demo.example/c/other"
    assert sorted(texts_in(photos.jpeg(photos.on_table(photos.code(), photos.code(other))))) == sorted(
        [ADDRESS, other]
    )
    assert texts_in(photos.jpeg(photos.on_table(photos.code(), photos.code()))) == [ADDRESS]
    assert texts_in(photos.jpeg(Image.new("RGB", (300, 300), "white"))) == []


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few kilobytes that says to be as large as asked."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


BAD: Final[dict[str, tuple[bytes, str]]] = {
    "too many bytes": (b"\xff\xd8\xff" + bytes(MAX_BYTES), "IMAGE_TOO_LARGE"),
    "more pixels than any camera": (bomb(100_000, 100_000), "IMAGE_TOO_LARGE"),
    "more pixels than are decoded": (bomb(5_000, 5_000), "IMAGE_TOO_LARGE"),
    "no pixels": (bomb(0, 10), "IMAGE_MALFORMED"),
    "nothing behind the beginning": (b"\xff\xd8\xff\xe0", "IMAGE_MALFORMED"),
    "cut short": (photos.jpeg(photos.code())[:900], "IMAGE_MALFORMED"),
    "another format": (b"GIF89a" + bytes(30), "IMAGE_MALFORMED"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_decoded_is_named(name: str) -> None:
    data, code = BAD[name]
    with pytest.raises(InputError) as error:
        texts_in(data)
    assert error.value.code == code


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_bytes_do_more_than_be_refused(junk: bytes, place: int) -> None:
    good = photos.png(photos.code(module=2))
    for data in (junk, b"\xff\xd8\xff" + junk, good[:place] + junk + good[place:]):
        assert outcome(data) in {"read", "IMAGE_MALFORMED", "IMAGE_TOO_LARGE"}


def outcome(data: bytes) -> str:
    try:
        texts_in(data)
    except InputError as exc:
        return exc.code
    return "read"


def test_a_worker_reads_it_within_its_limits(paper: Image.Image) -> None:
    large = paper.resize((4032, 3024))
    with Pool(1) as pool:
        assert pool.run("issuer.badges.qr_reading:texts_in", photos.jpeg(large)) == [ADDRESS]


def test_a_photo_of_more_pixels_than_are_decoded_is_halved() -> None:
    large = Image.new("L", (8000, 6000), 180)
    large.paste(photos.code(module=16).convert("L"), (3000, 2000))
    out = io.BytesIO()
    large.save(out, "JPEG", quality=60)
    assert texts_in(out.getvalue()) == [ADDRESS]
