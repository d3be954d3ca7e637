"""Characters that reorder or hide are taken out; those that a language needs stay."""

import pytest
from markupsafe import Markup

from issuer.web.text import shorten, tame


@pytest.mark.parametrize(
    "character", ["\u202e", "\u202a", "\u2066", "\u2069", "\x00", "\x1b", "\x7f", "\x85", "\u2028"]
)
def test_an_unruly_character_is_taken_out(character: str) -> None:
    assert tame(f"Badge {character}gnp.exe") == "Badge gnp.exe"


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Thị Ánh", "Sørensen-Østby", "मारी\u200dया", "שלום\u200f!", "line\nbreak\ttab", "👩\u200d🏫"],
)
def test_what_a_language_needs_stays(text: str) -> None:
    assert tame(text) == text


def test_markup_stays_markup_and_other_values_pass() -> None:
    assert isinstance(tame(Markup("<b>\x00</b>")), Markup)
    assert tame(5) == 5


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert shorten("one two three", 8) == "one two…"
    assert shorten("one", 8) == "one"
