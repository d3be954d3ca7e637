"""`mintmark pilots`: a cohort, its progress, its answers, what it costs and owes, and the sheet."""

import csv
from pathlib import Path

import pytest

from tests.badges import samples
from tests.cli.catalog_files import SLUG, attested_lines
from tests.cli.shell import Mintmark


@pytest.fixture
def north(furnished: Mintmark, tmp_path: Path) -> Mintmark:
    """Return the shell of an installation with a district, its pilot, and one badge of its cohort."""
    furnished("profiles", "create", "north", "--name", "North District")
    days = ("--from", "2026-01-01", "--to", "2096-12-31", "--achievement", "sel-01", "--incentive", "250")
    furnished("pilots", "begin", "north", "first-year", "--title", "First year", *days)
    furnished("people", "register", "t02")
    furnished("pilots", "members", "north", "first-year", "t01", "t02", "--on", "2026-02-01")
    furnished("credentials", "issue", attested_lines(tmp_path, samples.attested()), "--profile", SLUG)
    return furnished


def test_a_pilot_is_followed_from_its_cohort_to_its_sheet(north: Mintmark, tmp_path: Path) -> None:
    assert north("pilots", "list", "north", "--json").json["title"] == "First year"
    found = north("pilots", "show", "north", "first-year", "--json").json
    assert (found["members"], found["together"]) == (2, {"finished": 1, "part": 0, "none": 1})
    assert "2 take part." in north("pilots", "show", "north", "first-year").out
    spend = ("pilots", "spend", "north", "first-year", "--id", "inv-1", "--kind", "fee", "--on", "2026-03-01")
    assert "is kept." in north(*spend, "--amount", "1200").out
    assert "kept already" in north(*spend, "--amount", "1200").out
    assert "CONFLICT" in north(*spend, "--amount", "-1", code=2).err
    out = tmp_path / "payroll.csv"
    assert "250.00" in north("pilots", "incentives", "north", "first-year").out
    north("pilots", "incentives", "north", "first-year", "--payroll", "=run", code=2)
    north("pilots", "incentives", "north", "first-year", "--payroll", "-run", "--out", out)
    (row,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    assert (row["person"], row["amount"], row["payroll"]) == ("t01", "250.00", "'-run")
    sheet = north("pilots", "sheet", "north", "first-year", "--own-price", "450").out
    assert "cost together,1450.00,USD" in sheet
    assert "your own figure: 450.00 for a semester hour" in sheet
    north("pilots", "members", "north", "first-year", "t02", "--on", "2026-04-01", "--leave")
    assert north("pilots", "show", "north", "first-year", "--json").json["left"] == 1


def test_answers_are_taken_in_and_told_when_ten_people_gave_them(north: Mintmark, tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    lines = ["id,practice,students,incentive", *(f"a{number},yes,yes,no" for number in range(9))]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert "Too few people" in north("pilots", "answers", "north", "first-year", file).out
    file.write_text("\n".join([*lines, "a9,yes,no,yes"]), encoding="utf-8")
    told = north("pilots", "answers", "north", "first-year", file).out
    assert told.splitlines() == [
        "1 answers are new.",
        "100 percent changed their practice.",
        "90 percent saw a change in their students.",
        "10 percent were moved by the incentive.",
    ]


def test_what_cannot_be_is_refused(north: Mintmark) -> None:
    north("pilots", "show", "north", "none", code=2)
    north("pilots", "members", "north", "first-year", "t99", "--on", "2026-02-01", code=2)
    north("pilots", "incentives", "north", "first-year", "--out", "x.csv", code=2)
    refused = north("pilots", "sheet", "north", "first-year", "--own-price", "1e9", code=2)
    assert "no amount of money" in refused.err
