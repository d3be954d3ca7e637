"""PNG: the credential comes out as it went in, no other byte changes, and unsound files are named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.badges.baking import png
from issuer.errors import InputError
from tests.badges.baking import pictures as p


@given(st.binary(max_size=300))
def test_what_is_baked_comes_out_and_nothing_else_changes(credential: bytes) -> None:
    picture = p.png()
    baked = png.bake(picture, credential)
    assert png.unbake(baked) == credential
    added = p.text_chunk(credential)
    assert baked.replace(added, b"", 1) == picture
    assert baked.endswith(added + p.chunk(b"IEND", b""))


def test_bytes_behind_the_end_are_kept_and_not_read() -> None:
    picture = p.png() + b"what a tool appended"
    assert png.unbake(png.bake(picture, p.JSON)) == p.JSON


@pytest.mark.parametrize("keyword", [b"openbadgecredential", b"clrcredential"])
def test_a_credential_behind_the_end_is_one_too_many(keyword: bytes) -> None:
    behind = p.text_chunk(b"{}", keyword=keyword)
    for read in (png.unbake, lambda data: png.bake(data, p.JSON)):
        with pytest.raises(InputError) as error:
            read(p.png() + behind)
        assert error.value.code == "AMBIGUOUS_CONTAINER"
    with pytest.raises(InputError):
        png.unbake(p.png(p.text_chunk(p.JSON)) + behind)


def test_the_keyword_of_a_transcript_is_read_too() -> None:
    assert png.unbake(p.png(p.text_chunk(p.TOKEN, keyword=b"clrcredential"))) == p.TOKEN


@pytest.mark.parametrize(
    "extra",
    [b"", p.text_chunk(b"{}", keyword=b"openbadges"), p.chunk(b"tEXt", b"openbadgecredential\0{}")],
    ids=["nothing", "another keyword", "another chunk"],
)
def test_a_picture_without_a_credential_says_so(extra: bytes) -> None:
    with pytest.raises(InputError) as error:
        png.unbake(p.png(extra))
    assert error.value.code == "IMAGE_WITHOUT_CREDENTIAL"


ONE = p.text_chunk(b"{}")
UNSOUND = {
    "nothing": (b"", "IMAGE_MALFORMED"),
    "only the signature": (p.SIGNATURE, "IMAGE_MALFORMED"),
    "another format": (b"\xff\xd8\xff" + p.png(ONE), "IMAGE_MALFORMED"),
    "cut short": (p.png(ONE)[:-1], "IMAGE_MALFORMED"),
    "no end": (p.png(ONE)[:-12], "IMAGE_MALFORMED"),
    "length beyond the end": (p.SIGNATURE + b"\xff\xff\xff\xffIHDR" + bytes(20), "IMAGE_MALFORMED"),
    "bad sum": (p.png(ONE[:-1] + bytes([ONE[-1] ^ 1])), "IMAGE_MALFORMED"),
    "no header": (p.png(ONE, first=b""), "IMAGE_MALFORMED"),
    "two headers": (p.png(p.header(), ONE), "IMAGE_MALFORMED"),
    "header cut short": (p.png(ONE, first=p.chunk(b"IHDR", bytes(12))), "IMAGE_MALFORMED"),
    "compressed": (p.png(p.text_chunk(b"{}", flags=b"\1\0")), "IMAGE_MALFORMED"),
    "another method": (p.png(p.text_chunk(b"{}", flags=b"\0\1")), "IMAGE_MALFORMED"),
    "no flags": (p.png(p.chunk(b"iTXt", b"openbadgecredential")), "IMAGE_MALFORMED"),
    "no translated keyword": (p.png(p.chunk(b"iTXt", b"openbadgecredential\0\0\0{}")), "IMAGE_MALFORMED"),
    "two credentials": (p.png(ONE, ONE), "AMBIGUOUS_CONTAINER"),
    "two kinds": (p.png(ONE, p.text_chunk(b"{}", keyword=b"clrcredential")), "AMBIGUOUS_CONTAINER"),
    "no width": (p.png(ONE, first=p.header(0, 1)), "IMAGE_TOO_LARGE"),
    "many pixels": (p.png(ONE, first=p.header(100_000, 100_000)), "IMAGE_TOO_LARGE"),
    "many chunks": (p.png(*[p.chunk(b"tEXt", b"")] * png.MAX_CHUNKS), "IMAGE_TOO_LARGE"),
    "many bytes": (p.png() + bytes(png.MAX_BYTES), "IMAGE_TOO_LARGE"),
}


@pytest.mark.parametrize(("picture", "code"), UNSOUND.values(), ids=UNSOUND.keys())
def test_an_unsound_picture_is_refused_both_ways(picture: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        png.unbake(picture)
    assert error.value.code == code
    with pytest.raises(InputError):
        png.bake(picture, p.JSON)


def test_a_picture_is_baked_once() -> None:
    with pytest.raises(InputError) as error:
        png.bake(png.bake(p.png(), p.JSON), p.JSON)
    assert error.value.code == "AMBIGUOUS_CONTAINER"


def test_nothing_is_baked_that_could_not_be_read_back() -> None:
    full = p.png(*[p.chunk(b"tEXt", b"")] * (png.MAX_CHUNKS - 3))
    for picture, credential in ((full, p.JSON), (p.png(), bytes(png.MAX_BYTES))):
        with pytest.raises(InputError) as error:
            png.bake(picture, credential)
        assert error.value.code == "IMAGE_TOO_LARGE"
