"""Certificate numbers as people type them: hyphens or none, any case, and mistakes that are noticed."""

from hypothesis import given
from hypothesis import strategies as st

from issuer.badges import certificate_number as numbers

MADE = st.builds(
    lambda prefix, chance: numbers.make(prefix=prefix, chance=chance),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12),
    st.binary(min_size=8, max_size=16),
)


@given(MADE)
def test_a_number_is_read_however_its_groups_are_typed(number: str) -> None:
    assert numbers.valid(number)
    for typed in (
        number,
        number.lower(),
        number.replace("-", " "),
        f" {number} ",
        number.replace("-", "\u2013"),
    ):
        assert numbers.normalise(typed) == number
    assert numbers.normalise(number.replace("-", "")) == number


@given(MADE, st.integers(0, 8), st.sampled_from(numbers.CHECK_ALPHABET + "01ILOQ"))
def test_one_wrong_letter_is_noticed_and_still_looks_like_a_number(
    number: str, place: int, wrong: str
) -> None:
    letters = list(number.replace("-", ""))
    at = len(letters) - 9 + place
    if letters[at] == wrong:
        return
    letters[at] = wrong
    typed = numbers.normalise(
        "-".join(("".join(letters[:-9]), "".join(letters[-9:-5]), "".join(letters[-5:])))
    )
    assert not numbers.valid(typed)
    assert numbers.looks_like(typed)


def test_other_things_that_people_type_are_no_numbers() -> None:
    for text in (
        "hello",
        "https://a.example/c/1",
        "OPEN BADGE",
        "",
        "-",
        "12345678901",
        "a b c d",
    ):
        assert not numbers.looks_like(numbers.normalise(text)), text
