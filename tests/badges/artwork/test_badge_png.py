"""The badge as PNG: square, clear round the coin, with every word drawn, and fit to carry a credential."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.badges.artwork import SIZES, Slot, badge_png, badge_svg
from issuer.badges.artwork.badge import Size
from issuer.badges.artwork.coin import coin_of
from issuer.badges.baking import png as baking
from tests.badges.artwork.pieces import HOSTILE, ISSUER, credential, issuer, opened, stack

CHINESE = "\u591a\u8bed\u8a00\u5b66\u4e60\u8005\u7684\u8bfe\u5802\u5bf9\u8bdd"


@pytest.mark.parametrize(
    ("size", "pixels", "most"), [("full", 600, 220), ("medium", 128, 28), ("small", 48, 4)]
)
def test_a_picture_is_square_clear_round_the_coin_and_not_heavy(size: Size, pixels: int, most: int) -> None:
    for made in (credential(), stack()):
        data = badge_png(made, ISSUER, pixels=pixels, size=size)
        picture = opened(data)
        assert (picture.format, picture.size, picture.mode) == ("PNG", (pixels, pixels), "RGBA")
        assert {picture.getpixel((x, y))[3] for x in (0, pixels - 1) for y in (0, pixels - 1)} == {0}  # type: ignore[index]
        assert picture.getpixel((pixels // 2, pixels // 2))[3] == 255  # type: ignore[index]
        assert len(data) < most * 1024


def test_every_line_of_words_leaves_ink() -> None:
    whole = badge_png(credential(), ISSUER, pixels=300)
    for change in ({"name": " "}, {"hours": None}, {"field_of_study": "x"}, {"code": "X"}, {"version": "9"}):
        assert badge_png(credential(**change), ISSUER, pixels=300) != whole
    assert badge_png(credential(), issuer(name="x (demonstration)"), pixels=300) != whole


def test_a_title_that_no_shipped_face_can_draw_gives_way_to_kind_and_code() -> None:
    foreign = credential(name=CHINESE, language="zh")
    assert coin_of(foreign, ISSUER).legible().title == "Micro-credential SEL-01"
    assert CHINESE in coin_of(foreign, ISSUER).legible().alt
    same = badge_png(credential(name="Micro-credential SEL-01"), ISSUER, pixels=200)
    assert badge_png(foreign, ISSUER, pixels=200) == same
    assert CHINESE in badge_svg(foreign, ISSUER).decode()


def test_a_long_code_is_cut_and_still_stands_on_every_size() -> None:
    long = coin_of(credential(code="AAAAAAAAAAAA-BBBBBBBBBBBB-CCCCCCCCCCCC"), ISSUER).legible()
    assert long.code.startswith("AAAAAAAAAAAA-")
    assert long.code.endswith("\N{HORIZONTAL ELLIPSIS}")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_drawn_as_words(text: str) -> None:
    made = stack(name=text, code=text or "X")
    assert opened(badge_png(made, issuer(name=text), pixels=64, components=(Slot(text),))).size == (64, 64)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=60), st.sampled_from(SIZES))
def test_any_words_give_a_picture(text: str, size: Size) -> None:
    assert opened(badge_png(credential(name=text), issuer(name=text), pixels=32, size=size)).size == (32, 32)


@pytest.mark.parametrize("pixels", [0, -1, 2401, 10**9])
def test_a_size_that_no_page_needs_is_refused(pixels: int) -> None:
    with pytest.raises(ValueError, match="2400"):
        badge_png(credential(), ISSUER, pixels=pixels)


def test_a_credential_can_be_baked_into_it_and_read_again() -> None:
    baked = baking.bake(badge_png(credential(), ISSUER, pixels=100), b'{"a":1}')
    assert baking.unbake(baked) == b'{"a":1}'
