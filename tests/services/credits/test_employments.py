"""What a district knows of its people: kept together or not at all, from a sheet, told with its mistakes."""

from datetime import date
from fractions import Fraction

import pytest

from issuer.errors import InputError, NotAuthorizedError, NotFoundError
from issuer.services import people
from issuer.services.credits import employment_sheets, employments
from issuer.services.credits.employments import Employment
from issuer.services.principal import OPERATOR, Principal
from tests.services.worlds import World

SHEET = b"""\xef\xbb\xbfperson;hired;degree;lane;on_file
t01;2020-08-01;2019-05-01;BA;7.5

t02;;;MA;
"""


def fact(person: str, lane: str | None = "BA") -> Employment:
    return Employment(district="north", person=person, hired_on=date(2020, 8, 1), lane=lane)


def known(world: World, person: str) -> tuple[str | None, str | None, str | None]:
    found = employments.get(world.toolkit, OPERATOR, "north", person)
    return found.hired_on, found.lane, found.on_file


def test_many_are_kept_and_the_same_again_changes_nothing(world: World) -> None:
    facts = [fact("t01", "MA"), fact("t02")]
    for _again in range(2):
        rows = employments.keep_all(world.toolkit, OPERATOR, "north", facts)
        assert [row.lane for row in rows] == ["MA", "BA"]
    assert world.events(rows[1].person_id).count("credit.employment_kept") == 1
    assert known(world, "t01") == ("2020-08-01", "MA", None)


@pytest.mark.parametrize(
    ("facts", "error", "pointer"),
    [
        ([fact("t01", "MA"), fact("nobody")], NotFoundError, "/employments/1/person"),
        ([fact("t01", "MA"), fact("t01")], InputError, "/employments/1/person"),
        ([fact("t01", "MA"), fact("t02", "x\n")], InputError, "/employments/1/lane"),
    ],
)
def test_one_that_is_wrong_keeps_all_out(
    world: World, facts: list[Employment], error: type[Exception], pointer: str
) -> None:
    before = known(world, "t01")
    with pytest.raises(error) as caught:
        employments.keep_all(world.toolkit, OPERATOR, "north", facts)
    assert getattr(caught.value, "pointer", None) == pointer
    assert known(world, "t01") == before


def test_nobody_keeps_for_another_district(world: World) -> None:
    with pytest.raises(NotAuthorizedError):
        employments.keep_all(world.toolkit, Principal("k", frozenset({"south"})), "north", [fact("t01")])


def test_they_are_erased_with_the_details(world: World) -> None:
    people.erase(world.toolkit, OPERATOR, "t01")
    with pytest.raises(NotFoundError):
        known(world, "t01")


def test_a_sheet_is_read_as_a_spreadsheet_writes_it() -> None:
    sheet = employment_sheets.read(SHEET, district="north")
    assert sheet.mistakes == ()
    assert sheet.facts == (
        Employment(
            district="north",
            person="t01",
            hired_on=date(2020, 8, 1),
            degree_on=date(2019, 5, 1),
            lane="BA",
            on_file=Fraction(15, 2),
        ),
        Employment(district="north", person="t02", lane="MA"),
    )


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"lane\n", 1, "no column person"),
        (b"person,salary\n", 1, "no column 'salary'"),
        (b"person,lane,lane\n", 1, "twice"),
        (b"person\n t01 \nt01\n", 3, "line 2 already"),
        (b"person,lane\n,BA\n", 2, "No person"),
        (b"person,hired\nt01,8/1/2020\n", 2, "write it as 2026-09-01"),
        (b"person,on_file\nt01,many\n", 2, "many"),
        (b'person,lane\nt01,"BA\n', 2, "quotation mark"),
    ],
)
def test_a_mistake_is_told_with_its_line(content: bytes, line: int, words: str) -> None:
    (mistake,) = employment_sheets.read(content, district="north").mistakes
    assert mistake.line == line
    assert words in mistake.sentence


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * (employment_sheets.MOST_BYTES + 1)])
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        employment_sheets.read(content, district="north")
