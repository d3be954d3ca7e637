"""Containers of strangers: damaged, mislabeled, packed in odd ways. Each gets an answer, never an exception."""

import io
import random
import re
import struct
import zipfile
from typing import Final

import pytest
from pypdf import PdfWriter

from issuer.documents import strict_json
from issuer.errors import InputError
from issuer.verify import Verdict
from issuer.verify.pdf import MAX_OBJECTS, attached_credential
from issuer.verify.unzip import unpack
from tests.papers import credential
from tests.worlds import World, sign

TRIES: Final = 400
PACKINGS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
WORDS: Final = (
    b"/Kids",
    b"/Names",
    b"/EF",
    b"/Filter /Crypt",
    b"/Filter /LZWDecode",
    b"/Filter /JBIG2Decode",
    b"/Filter /RunLengthDecode",
    b"/DecodeParms << /Predictor 12 /Columns 0 >>",
    b"/Encrypt 1 0 R",
    b"/Type /XRef",
    b"/Type /ObjStm",
    b"/Prev 0",
    b"1 0 R",
    b"99999 0 R",
    b"null",
    b"-1",
    b"<<",
    b"]",
    b"stream",
)


def good() -> bytes:
    world = World()
    return strict_json.encode(sign(credential(world.issuer), world.issuer.key()))


def archive(packing: int, *names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as made:
        for name in names:
            made.writestr(name, good())
    return out.getvalue()


def pdf(*, is_locked: bool = False) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("credential.json", good())
    if is_locked:
        writer.encrypt("open it")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def damaged(data: bytes, dice: random.Random, words: tuple[bytes, ...]) -> bytes:
    """Return the file with a few bytes flipped, cut, doubled, or replaced by words of its own language."""
    made = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4))):
        place = dice.randrange(len(made))
        match dice.randrange(4):
            case 0:
                made[place] = dice.randrange(256)
            case 1:
                del made[place : place + dice.randrange(1, 40)]
            case 2:
                made[place : place + 4] = struct.pack("<I", dice.choice((0, 1, 0xFFFF, 0xFFFFFFFF)))
            case _:
                names = [match.start() for match in re.finditer(rb"/[A-Z]|\d+ 0 R", bytes(made))] or [place]
                at = dice.choice(names)
                made[at:at] = b" " + dice.choice(words) + b" "
    return bytes(made)


def test_a_damaged_pdf_cannot_be_read_and_says_so() -> None:
    dice = random.Random(1)  # noqa: S311  (the same damage in every run)
    seeds, refused = (pdf(), pdf(is_locked=True)), 0
    for _ in range(TRIES):
        try:
            attached_credential(damaged(dice.choice(seeds), dice, WORDS))
        except InputError:
            refused += 1
    assert refused > TRIES / 8


def test_a_damaged_zip_cannot_be_read_and_says_so() -> None:
    seeds = tuple(archive(packing, "a.json", "b.json") for packing in PACKINGS)
    dice = random.Random(2)  # noqa: S311  (the same damage in every run)
    refused = 0
    for _ in range(TRIES):
        try:
            unpack(damaged(dice.choice(seeds), dice, (b"PK\x01\x02", b"PK\x05\x06", b"\x63\x00")))
        except InputError:
            refused += 1
    assert refused > TRIES / 8


@pytest.mark.parametrize("packing", PACKINGS)
def test_every_way_of_packing_is_read(packing: int) -> None:
    assert [name for name, _ in unpack(archive(packing, "a.json", "b.json"))] == ["a.json", "b.json"]


def test_a_zip_file_without_a_name_in_it_cannot_be_read() -> None:
    nameless = archive(zipfile.ZIP_STORED, "x").replace(b"x", b"")
    with pytest.raises(InputError):
        unpack(nameless)


def test_a_pdf_of_countless_parts_is_not_looked_through() -> None:
    flood = b"%PDF-1.7\n" + b"1 0 obj\n<<>>\nendobj\n" * (MAX_OBJECTS + 1)
    with pytest.raises(InputError) as caught:
        attached_credential(flood)
    assert caught.value.code == "INPUT_TOO_LARGE"


@pytest.mark.parametrize(
    "media_type", ["application/vc", "application/vc+jwt", "image/png", "application/pdf"]
)
def test_a_zip_file_is_not_read_as_what_it_is_not(media_type: str) -> None:
    made = archive(zipfile.ZIP_DEFLATED, "a.json")
    world = World()
    assert world.verify(made, media_type=media_type).verdict is Verdict.MALFORMED
    for named in (None, "application/zip", "application/octet-stream"):
        assert world.verify(made, media_type=named).verdict is Verdict.VALID


def test_what_is_called_a_zip_file_and_is_none_cannot_be_read() -> None:
    assert World().verify(good(), media_type="application/zip").verdict is Verdict.MALFORMED
