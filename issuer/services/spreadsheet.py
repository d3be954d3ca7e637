"""CSV for people who open it in a spreadsheet: RFC 4180 rows whose cells cannot become formulas.

A cell that a spreadsheet would read as a formula gets an apostrophe before it (OWASP, CSV injection):
that is any text whose first visible character is = + - @ or their full-width forms, or that begins with
a tab or a line break. Numbers stay numbers. The JSON form of an export is the one for programs.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_FORMULA_STARTS: Final = frozenset("=+-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
                                   "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}\N{MINUS SIGN}|%")  # fmt: skip
_CONTROL_STARTS: Final = frozenset("\t\r\n\0")

Cell = str | int | float | None


def neutral(cell: Cell) -> str:
    """Return the text of a cell, made harmless where a spreadsheet would compute it."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    visible = cell.lstrip()
    if cell[:1] in _CONTROL_STARTS or visible[:1] in _FORMULA_STARTS:
        return "'" + cell
    return cell


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the header and each row as one CSV record, CRLF included."""
    yield _record(headings)
    for row in rows:
        yield _record([neutral(cell) for cell in row])


def _record(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
