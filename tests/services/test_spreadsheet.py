"""No cell of an export may become a formula (API-28, API-29)."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.services.spreadsheet import csv_lines, neutral


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1",
        "\n=1",
        "\N{FULLWIDTH EQUALS SIGN}1+1",
        "  =1+1",
        "\u00a0=cmd|' /C calc'!A0",
        "|x",
    ],
)
def test_a_formula_is_made_text(cell: str) -> None:
    assert neutral(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "text"), [("Søren Æbleskov", "Søren Æbleskov"), (5, "5"), (-1.5, "-1.5"), (None, "")]
)
def test_plain_values_stay_as_they_are(cell: str | float | None, text: str) -> None:
    assert neutral(cell) == text


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3)))
def test_a_reader_gets_back_every_cell(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(["a", "b", "c"], rows))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[1:] == [[neutral(cell) for cell in row] for row in rows]
    assert not any(cell[:1] in "=+-@\t\r" for row in read[1:] for cell in row if cell)
