"""Badges of Open Badges 2.0 baked into pictures: token, JSON or address, and what stands beside them."""

import zlib
from typing import Final

import pytest

from issuer.badges.baking import png as baking
from issuer.documents import strict_json
from issuer.verify import Verdict
from tests.badges.baking import pictures as p
from tests.papers import credential
from tests.verify.open_badges_2.town import ASSERTION, MAIL, Town, assertion, cautions, signed
from tests.worlds import codes, sign

KEYWORD: Final = b"openbadges"


@pytest.fixture
def town() -> Town:
    return Town()


def itxt(text: str | bytes) -> bytes:
    return p.text_chunk(text if isinstance(text, bytes) else text.encode(), keyword=KEYWORD)


def text(value: str) -> bytes:
    return p.chunk(b"tEXt", KEYWORD + b"\0" + value.encode())


def svg(inside: str = "", *, verify: str = "") -> bytes:
    attribute = f' verify="{verify}"' if verify else ""
    return p.svg(
        f'<openbadges:assertion xmlns:openbadges="http://openbadges.org"{attribute}>'
        f"<![CDATA[{inside}]]></openbadges:assertion>"
    )


JSON: Final = strict_json.encode(assertion()).decode()


@pytest.mark.parametrize(
    ("picture", "form"),
    [
        (p.png(itxt(JSON)), "hosted"),
        (p.png(itxt(ASSERTION)), "hosted"),
        (p.png(text(ASSERTION)), "hosted"),
        (p.png(itxt(signed())), "jws"),
        (svg(JSON), "hosted"),
        (svg(JSON, verify=ASSERTION), "hosted"),
        (svg(verify=ASSERTION), "hosted"),
        (svg(verify=signed()), "jws"),
    ],
)
def test_every_way_of_baking_is_read(town: Town, picture: bytes, form: str) -> None:
    report = town.verify(picture)
    assert (report.verdict, report.form) == (Verdict.VALID, form), codes(report)
    assert report.media_type in {"image/png", "image/svg+xml"}


def test_an_address_alone_shows_what_the_host_says(town: Town) -> None:
    report = town.verify(p.png(itxt(ASSERTION)), recipient=MAIL)
    assert report.issuer is not None
    assert report.credential is not None
    assert report.credential["id"] == ASSERTION
    town.down[ASSERTION] = "FETCH_FAILED"
    report = town.verify(p.png(itxt(ASSERTION)))
    assert (report.verdict, report.credential) == (Verdict.INDETERMINATE, {"id": ASSERTION})


def test_the_host_counts_and_not_what_is_painted_in_the_picture(town: Town) -> None:
    other = strict_json.encode(
        assertion(issuedOn="2026-01-01T00:00:00Z", badge="https://attacker.example/b")
    ).decode()
    for picture in (p.png(itxt(other)), svg(other)):
        report = town.verify(picture)
        assert report.verdict is Verdict.VALID
        assert "COPY_DIFFERS" in cautions(report)
        assert "attacker" not in str(report.credential)


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (p.png(itxt(JSON), itxt(JSON)), "AMBIGUOUS_CONTAINER"),
        (p.png(itxt(JSON), text(ASSERTION)), "AMBIGUOUS_CONTAINER"),
        (p.png(p.chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + zlib.compress(JSON.encode()))), "IMAGE_MALFORMED"),
        (p.png(itxt("https://badges.example/a 1")), "PARSING_ERROR"),
        (p.png(itxt(b"https://badges.example/\xff")), "PARSING_ERROR"),
        (p.png(itxt("{")), "PARSING_ERROR"),
        (p.png(itxt("x" * 300_000)), "INPUT_TOO_LARGE"),
        (p.svg(svg(JSON).decode()[svg(JSON).decode().index("<openbadges") : -6] * 2), "AMBIGUOUS_CONTAINER"),
    ],
)
def test_what_cannot_be_read_is_said(town: Town, picture: bytes, code: str) -> None:
    report = town.verify(picture)
    assert (report.verdict, codes(report)) == (Verdict.MALFORMED, [code])
    assert town.asked == []


def test_a_picture_with_a_badge_of_three_too_is_one_of_three(town: Town) -> None:
    new = strict_json.encode(sign(credential(town.issuer), town.issuer.key()))
    report = town.verify(baking.bake(p.png(itxt(JSON)), new))
    assert (report.verdict, report.kind) == (Verdict.VALID, "badge")
