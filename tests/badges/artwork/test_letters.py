"""Words before they are set: made safe, made legible, measured, set to fit their place."""

import math
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from issuer.badges.artwork import letters, setting
from tests.badges.artwork.pieces import HOSTILE


@settings(deadline=None)
@given(st.text(st.characters()) | st.sampled_from(HOSTILE))
def test_plain_text_is_one_short_line_without_hidden_characters(text: str) -> None:
    safe = letters.plain(text)
    assert len(safe) <= letters.LONGEST
    assert safe == " ".join(safe.split())
    assert all(unicodedata.category(c)[0] != "C" or c in "\u200c\u200d" for c in safe)
    assert letters.plain(safe) == safe


def test_plain_text_keeps_what_people_write() -> None:
    for text in (
        "Gi\u1ea3i th\u00edch v\u00e0 \u0111\u00e1nh gi\u00e1",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645",
        "Grade 3+ / 4: \u201cSEL\u201d",
    ):
        assert letters.plain(text) == text
        assert letters.plain(unicodedata.normalize("NFD", text)) == unicodedata.normalize("NFC", text)


def test_a_tower_of_marks_is_cut_down() -> None:
    assert letters.plain("Z" + "\u0301" * 200 + "algo") == "\u0179" + "\u0301" * 4 + "algo"


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        ("Number Talks", "Number Talks"),
        ("Number Talks \U0001f389", "Number Talks"),
        ("\U0001f389", "instead"),
        ("\u591a\u8bed\u8a00\u5b66\u4e60\u8005", "instead"),
        ("Half \u591a", "instead"),
        ("\u062a\u062d\u0644\u064a\u0644", "\u062a\u062d\u0644\u064a\u0644"),
        ("\u092a\u093e\u0920", "\u092a\u093e\u0920"),
        ("", "instead"),
    ],
)
def test_a_text_that_no_face_can_draw_gives_way(text: str, legible: str) -> None:
    assert letters.legible(text, "instead") == legible


def test_widths_are_exact_for_known_letters_and_estimated_for_others() -> None:
    assert letters.width("M", "serif") == 0.93
    assert letters.width("\u591a") == 1.0
    assert letters.width("e\u0301") == letters.width("e")
    assert letters.is_measured("Routines", "serif")
    assert not letters.is_measured("\u591a\u8bed\u8a00\u5b66", "serif")


def test_joined_scripts_have_no_capitals_and_no_letter_spacing() -> None:
    assert letters.capitals("stra\u00dfe") == "STRASSE"
    assert letters.is_joined("\u062a\u062d\u0644\u064a\u0644")
    assert letters.capitals("a\u0645b") == "a\u0645b"
    assert not letters.is_joined("Routines")


@pytest.mark.parametrize("limit", [2, 5, 12, 40])
def test_shortened_text_stays_within_its_limit_and_says_that_it_is_cut(limit: int) -> None:
    cut = letters.shorten("Supporting Newcomer Adolescents with Interrupted Formal Education", limit)
    assert len(cut) <= limit
    assert cut.endswith(letters.ELLIPSIS)
    assert letters.shorten("Short", 40) == "Short"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C"]), max_size=300) | st.sampled_from(HOSTILE))
def test_every_title_fits_inside_its_circle(text: str) -> None:
    title = letters.plain(text) or "x"
    fitted = setting.in_circle(title, radius=158, top=-72, bottom=61, largest=46)
    assert 1 <= len(fitted.lines) <= setting.MOST_LINES
    assert 46 * 0.45 < fitted.size <= 46
    assert fitted.leading * (len(fitted.lines) - 1) + fitted.size * 0.95 <= 133.01
    for place, line in enumerate(fitted.lines):
        y = -5.5 + (place - (len(fitted.lines) - 1) / 2) * fitted.leading
        worst = max(abs(y - fitted.size * 0.42), abs(y + fitted.size * 0.42))
        assert letters.width(line) * fitted.size <= 2 * math.sqrt(158**2 - worst**2)


def test_lines_are_balanced_and_lose_no_word() -> None:
    title = "Supporting Newcomer Adolescents with Interrupted Formal Education in Content Classes"
    fitted = setting.in_circle(title, radius=178, top=-82, bottom=75, largest=52)
    assert " ".join(fitted.lines) == title
    assert len(fitted.lines) == 5
    assert fitted.size >= 24


def test_a_hyphen_breaks_only_a_word_too_long_for_a_line() -> None:
    long = setting.in_circle("Relationship-Centered Routines", radius=158, top=-72, bottom=61, largest=46)
    assert long.lines[0] == "Relationship-"
    short = setting.in_circle("Project-Based Tasks", radius=90, top=-60, bottom=60, largest=46)
    assert not any(line.endswith("-") for line in short.lines)


def test_wide_scripts_break_between_letters() -> None:
    fitted = setting.in_circle(
        "\u591a\u8bed\u8a00\u5b66\u4e60\u8005\u7684\u8bfe\u5802", radius=158, top=-72, bottom=61, largest=46
    )
    assert "".join(fitted.lines) == "\u591a\u8bed\u8a00\u5b66\u4e60\u8005\u7684\u8bfe\u5802"


@pytest.mark.parametrize("text", HOSTILE)
def test_one_line_is_made_smaller_before_it_is_cut(text: str) -> None:
    words, size = setting.line(
        letters.plain(text), room=200, largest=27, smallest=14, face="sans", spacing=0.08
    )
    spacing = 0 if letters.is_joined(words) else 0.08
    assert (letters.width(words, "sans") + spacing * len(words)) * size <= 200.1
    assert 14 <= size <= 27
    assert setting.line("SEL-01", room=200, largest=27, smallest=14, face="sans") == ("SEL-01", 27)
