"""Attacks through pictures (group IMG): credentials that are doubled, hidden, packed, or in something else."""

import struct
import zlib
from typing import Final

import pytest

from issuer.documents import strict_json
from issuer.signing.key_types import KeyType
from tests.badges.baking import pictures as p
from tests.verify.attacks import attacked_world, badge, require, signed
from tests.worlds import token

SVG: Final = 'xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
WORLD: Final = attacked_world()
GOOD: Final = strict_json.encode(signed(WORLD))
TOKEN: Final = token(badge(WORLD), WORLD.issuer.key("t", KeyType.P256)).encode()
ONE: Final = p.text_chunk(GOOD)
DATA: Final = f"<![CDATA[{GOOD.decode()}]]>"
NONE: Final = "IMAGE_WITHOUT_CREDENTIAL"
DAMAGED: Final = "IMAGE_MALFORMED"


def drawing(inner: str, *, root: str = SVG, before: str = "") -> bytes:
    return f"{before}<svg {root}>{inner}</svg>".encode()


def element(inner: str, name: str = "openbadges:credential") -> str:
    return f"<{name}>{inner}</{name}>"


PICTURES: Final[dict[str, tuple[bytes, str]]] = {
    "text of another kind": (p.png(p.chunk(b"tEXt", b"openbadgecredential\0" + GOOD)), NONE),
    "packed text": (p.png(p.chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(GOOD))), NONE),
    "packed": (p.png(p.text_chunk(zlib.compress(GOOD), flags=b"\1\0")), DAMAGED),
    "a packed bomb": (p.png(p.text_chunk(zlib.compress(bytes(64 << 20)), flags=b"\1\0")), DAMAGED),
    "a keyword in other case": (p.png(p.text_chunk(GOOD, keyword=b"OpenBadgeCredential")), NONE),
    "two": (p.png(ONE, ONE), "AMBIGUOUS_CONTAINER"),
    "one behind the end": (p.png(ONE) + ONE, "AMBIGUOUS_CONTAINER"),
    "only behind the end": (p.png() + ONE, "AMBIGUOUS_CONTAINER"),
    "before the header": (p.png(first=ONE), DAMAGED),
    "a length beyond": (p.SIGNATURE + struct.pack(">I", 0xFFFFFFFF) + b"iTXt" + b"x" * 60, DAMAGED),
    "very large": (p.png(ONE, first=p.header(65_535, 65_535)), "IMAGE_TOO_LARGE"),
    "a flood of parts": (p.png(*[p.chunk(b"tEXt", b"a\0b")] * 6_000, ONE), "IMAGE_TOO_LARGE"),
    "nothing in it": (p.png(p.text_chunk(b"")), "PARSING_ERROR"),
    "an address in it": (p.png(p.text_chunk(b"https://badges.example/c/1")), "PARSING_ERROR"),
    "a picture in it": (p.png(p.text_chunk(p.png(ONE))), "PARSING_ERROR JSON_NOT_STRICT"),
    "UTF-16 in it": (p.png(p.text_chunk(GOOD.decode().encode("utf-16"))), "JSON_NOT_STRICT"),
    "too much in it": (p.png(p.text_chunk(GOOD + b" " * 300_000)), "INPUT_TOO_LARGE"),
    "another format": (b"\xff\xd8\xff\xe0" + GOOD, DAMAGED),
    "no element": (drawing("<g/>"), NONE),
    "an empty element": (drawing(element("")), NONE),
    "an element further down": (drawing(f"<g>{element(DATA)}</g>"), DAMAGED),
    "two elements": (drawing(element(DATA) * 2), "AMBIGUOUS_CONTAINER"),
    "token and text": (
        drawing(f'<openbadges:credential verify="{TOKEN.decode()}">{DATA}</openbadges:credential>'),
        "AMBIGUOUS_CONTAINER",
    ),
    "another vocabulary": (drawing(element(DATA), root=SVG.replace("ob/v3p0", "ob/v2p0")), NONE),
    "an element inside": (drawing(element("<g/>" + DATA)), DAMAGED),
    "a comment inside": (drawing(element(DATA + "<!-- -->")), DAMAGED),
    "an entity": (drawing(element("&a;"), before='<!DOCTYPE svg [<!ENTITY a "x">]>'), DAMAGED),
    "a parameter": (drawing("", before='<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://x/">%p;]>'), DAMAGED),
    "a definition elsewhere": (
        drawing(element(DATA), before='<!DOCTYPE svg SYSTEM "https://x.example/d">'),
        DAMAGED,
    ),
    "UTF-7": (drawing(element(DATA), before='<?xml version="1.0" encoding="UTF-7"?>'), DAMAGED),
    "cut": (drawing(element(DATA))[:-8], DAMAGED),
    "a page": (f"<html>{element(DATA)}</html>".encode(), "MEDIA_TYPE_NOT_SUPPORTED"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_holds_one_credential_in_one_place(name: str) -> None:
    made, code = PICTURES[name]
    require(WORLD, made, "malformed", code)


FINE: Final[dict[str, bytes]] = {
    "JSON": p.png(ONE),
    "a token": p.png(p.text_chunk(TOKEN)),
    "other texts": p.png(
        p.text_chunk(b"words", keyword=b"Comment"), ONE, p.chunk(b"tEXt", b"openbadges\0https://x/")
    ),
    "a drawing": drawing(element(DATA)),
    "escaped letters": drawing(element(GOOD.decode().replace("&", "&amp;").replace("<", "&lt;"))),
    "spaces around": drawing(element(f"\n  {DATA}\n")),
    "a token in a drawing": drawing(f'<openbadges:credential verify="{TOKEN.decode()}"/>'),
    "another prefix": drawing(
        element(DATA, "ob:credential"), root=SVG.replace("xmlns:openbadges", "xmlns:ob")
    ),
    "the last element": drawing("<g><rect/></g>" + element(DATA)),
    "a prolog": drawing(
        element(DATA), before='<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by hand -->\n'
    ),
    "scripts": drawing('<script>alert(1)</script><g onload="alert(1)"/>' + element(DATA)),
}


@pytest.mark.parametrize("name", FINE)
def test_a_good_picture_is_read(name: str) -> None:
    require(WORLD, FINE[name], "valid")


@pytest.mark.parametrize(
    "media_type", ["image/svg+xml", "application/vc", "application/vc+jwt", "application/pdf"]
)
def test_a_picture_is_not_read_as_what_it_is_not(media_type: str) -> None:
    require(WORLD, p.png(ONE), "malformed", media_type=media_type)
    require(
        WORLD,
        GOOD,
        "valid|malformed" if media_type == "application/vc" else "malformed",
        media_type=media_type,
    )


def test_a_changed_badge_in_a_picture_is_found() -> None:
    forged = GOOD.replace(b'"creditsEarned":1.5', b'"creditsEarned":4.5')
    require(WORLD, p.png(p.text_chunk(forged)), "invalid", "PROOF_VERIFICATION_ERROR")
