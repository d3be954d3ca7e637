"""Names beside each other: a table of cases (stories S15, S28), and what holds for all names."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.badges.names import Likeness, advise, compare, no_name
from issuer.badges.names.advice import FORMER

SAME, MAY_BE, DIFFERS, NOT = Likeness.SAME, Likeness.MAY_BE, Likeness.DIFFERS, Likeness.NOT_COMPARED

CASES = [
    ("Marigold Quillfeather", "Marigold Quillfeather", SAME, ""),
    ("Marigold Quillfeather", "  MARIGOLD   QUILLFEATHER ", SAME, "capital letters"),
    ("Søren Æbleskov", unicodedata.normalize("NFD", "Søren Æbleskov"), SAME, ""),
    ("Nguyệt Đồngdao-Testcase", unicodedata.normalize("NFD", "Nguyệt Đồngdao-Testcase"), SAME, ""),
    ("Clementine O’Fennimore", "Clementine O'Fennimore", SAME, "form of an apostrophe"),
    ("Oona Larkspur-Vale", "Oona Larkspur‑Vale", SAME, "a hyphen"),
    ("Vale, Oona", "Oona Vale", SAME, "with a comma"),
    ("Mononym", "Mononym", SAME, ""),
    ("Mononym", "Mononym Smith", MAY_BE, "Only one of them has smith"),
    ("Søren Æbleskov", "Soren Aebleskov", MAY_BE, "accents or special letters"),
    ("Søren Æbleskov", "Soeren Aebleskov", MAY_BE, "accents or special letters"),
    ("Jürgen Groß", "Juergen Gross", MAY_BE, "accents"),
    ("Nguyệt Đồngdao-Testcase", "Nguyet Dongdao Testcase", MAY_BE, "accents"),
    ("Nguyệt Đồngdao", "Đồngdao Nguyệt", MAY_BE, "another order"),
    ("Clementine O’Fennimore", "Clementine OFennimore", MAY_BE, "apostrophes"),
    ("Clementine O’Fennimore", "Clementine O Fennimore", MAY_BE, "apostrophes"),
    ("Oona Larkspur-Vale", "Oona Larkspur Vale", MAY_BE, "hyphens"),
    ("Oona Larkspur-Vale", "Oona LarkspurVale", MAY_BE, "hyphens"),
    ("Oona Larkspur-Vale", "Oona Vale", MAY_BE, "Only one of them has larkspur"),
    ("Thaddeus Brambleworth", "T. Brambleworth", MAY_BE, "T. may stand for thaddeus"),
    ("Ximena Maria Copperleaf", "Ximena M Copperleaf", MAY_BE, "M. may stand for maria"),
    ("Percival Duckweed III", "Percival Duckweed", MAY_BE, "Only one of them has III"),
    ("Percival Duckweed Jr.", "Percival Duckweed, Junior", MAY_BE, "spaces, hyphens, dots"),
    ("Percival Duckweed III", "Percival Duckweed Jr", DIFFERS, "two people of one family"),
    ("Dr. Hyacinth Gravelroad", "Hyacinth Gravelroad", MAY_BE, "A title is left out"),
    ("Robert Windrow", "Bob Windrow", DIFFERS, "we do not guess"),
    ("Oona Larkspur-Vale", "Oona Testname", DIFFERS, "change of name"),
    ("Oona Vale", "Bertrand Mossbank", DIFFERS, "No part"),
    ("T. Brambleworth", "B. Brambleworth", DIFFERS, "we do not guess"),
    ("Oona Vale", "Oonа Vale", MAY_BE, "not all letters are of the same alphabet"),
    ("Ivan Testov", "Иван Тестов", MAY_BE, "different alphabets"),
    ("Oona\u200b Vale", "Oona Vale", MAY_BE, "ZERO WIDTH SPACE"),
    ("Oona \u202eVale", "Oona Vale", MAY_BE, "RIGHT-TO-LEFT OVERRIDE"),
    ("１２３", "Oona Vale", NOT, "no letters"),
    ("", "Oona Vale", NOT, "no letters"),
]


@pytest.mark.parametrize(("one", "other", "likeness", "words"), CASES)
def test_two_names(one: str, other: str, likeness: Likeness, words: str) -> None:
    found = compare(one, other)
    assert found.likeness is likeness, found
    assert words in " ".join(found.reasons)
    assert bool(found.reasons) == bool(words)
    assert compare(other, one) == found


LETTERS = "aAäæøđéNyıßÆ'’.-, \u0301\u200bаеαж王ア0"
NAMES = st.text(alphabet=LETTERS, max_size=30) | st.text(max_size=40)


@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    has_letter = any(unicodedata.category(c).startswith("L") for c in name)
    expected = {SAME} if has_letter else {SAME, NOT}
    assert compare(name, name).likeness in expected


@given(NAMES, NAMES)
def test_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@given(
    st.text(alphabet="abcdefg ", min_size=1, max_size=30).filter(str.strip), st.sampled_from(["NFC", "NFD"])
)
def test_the_form_in_which_letters_are_stored_changes_nothing(name: str, form: str) -> None:
    accented = name.replace("e", "é").replace("a", "ệ")
    assert compare(accented, unicodedata.normalize(form, accented)).likeness is SAME  # type: ignore[arg-type]


@given(NAMES, NAMES)
def test_same_is_said_only_of_what_reads_the_same(one: str, other: str) -> None:
    found = compare(one, other)
    if found.likeness is SAME:
        folded = [unicodedata.normalize("NFKC", name).casefold() for name in (one, other)]
        letters = [sorted(c for c in name if unicodedata.category(c)[0] == "L") for name in folded]
        assert letters[0] == letters[1]


def test_the_best_of_the_applicants_names_is_taken_and_a_former_one_is_said() -> None:
    found = advise("Oona Larkspur-Vale", ["Oona Testname", "Oona Larkspur-Vale"])
    assert (found.likeness, found.given) == (MAY_BE, "Oona Larkspur-Vale")
    assert found.reasons[0] == FORMER
    assert advise("Oona Vale", ["Oona Vale", "Other Name"]).likeness is SAME
    assert advise("Oona Vale", ["Bob Roe", "Rob Roe"]).likeness is DIFFERS
    assert FORMER in advise("Oona Vale", ["Bob Roe", "O. Vale"]).reasons


def test_nothing_to_compare_is_said_so() -> None:
    assert advise("Oona Vale", []).likeness is NOT
    assert no_name("The file holds no name.").reasons == ("The file holds no name.",)


def test_a_very_long_name_costs_no_time_and_is_never_half_compared() -> None:
    assert compare("a " * 100, "b " * 100).likeness is DIFFERS
    assert compare("a" * 100_000, "a" * 99_999).likeness is NOT
