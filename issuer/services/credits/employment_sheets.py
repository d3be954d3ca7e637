"""Reading what a district knows of its teachers from a CSV file, as a payroll or HR program writes it.

The first line names the columns: `person`, and any of `hired`, `degree`, `lane`, `on_file`. Comma, semicolon and
tab separate. Every mistake is told with its line; nothing is kept here.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from issuer.credits.units import read_amount
from issuer.errors import InputError
from issuer.services.credits.employments import Employment

COLUMNS: Final = ("person", "hired", "degree", "lane", "on_file")
MOST_BYTES: Final = 8_000_000
MOST_PEOPLE: Final = 50_000
_SEPARATORS: Final = (",", ";", "\t")


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a line; 1 is the first line of the file."""

    line: int
    sentence: str


@dataclass(frozen=True)
class EmploymentSheet:
    """What a file says.

    Attributes:
        facts: one for each line without a mistake, in order.
        mistakes: everything that is wrong; while there is any, nothing should be kept.
    """

    facts: tuple[Employment, ...]
    mistakes: tuple[Mistake, ...]


def read(content: bytes, *, district: str) -> EmploymentSheet:
    """Read a file.

    Args:
        content: UTF-8, with or without a byte-order mark.
        district: slug of the district whose file it is.

    Raises:
        InputError: it is too large, or no text.
    """
    if len(content) > MOST_BYTES:
        raise InputError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError("The file is no UTF-8 text. Save it as CSV UTF-8.") from exc
    found = list(_lines(text, district))
    facts = tuple(item for item in found if isinstance(item, Employment))
    mistakes = [item for item in found if isinstance(item, Mistake)]
    if len(facts) > MOST_PEOPLE:
        mistakes.append(Mistake(1, f"A file has at most {MOST_PEOPLE} people."))
    return EmploymentSheet(facts, tuple(mistakes))


def _lines(text: str, district: str) -> Iterator[Employment | Mistake]:
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] | None = None
    seen: dict[str, int] = {}
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Mistake(line, "This is no line of CSV: look for a quotation mark that is not closed.")
            return
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip().lower() for cell in cells]
            wrong = list(_wrong_columns(names))
            yield from wrong
            if wrong:
                return
            continue
        yield _line(dict(zip(names, cells, strict=False)), line, seen, district=district)
    if names is None:
        yield Mistake(1, "The file is empty.")


def _wrong_columns(names: list[str]) -> Iterator[Mistake]:
    if "person" not in names:
        yield Mistake(1, "The first line names no column person.")
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            yield Mistake(1, f"There is no column {name[:40]!r}; the columns are {', '.join(COLUMNS)}.")
        elif names.count(name) > 1:
            yield Mistake(1, f"The column {name} is there twice.")


def _line(cells: dict[str, str], line: int, seen: dict[str, int], *, district: str) -> Employment | Mistake:
    told = {name: value.strip() for name, value in cells.items()}
    person = told.get("person", "")
    if not person:
        return Mistake(line, "No person is named.")
    if person in seen:
        return Mistake(line, f"This person stands on line {seen[person]} already.")
    seen[person] = line
    try:
        on_file = told.get("on_file") or None
        return Employment(
            district=district,
            person=person,
            hired_on=_day(told.get("hired", ""), "hired"),
            degree_on=_day(told.get("degree", ""), "degree"),
            lane=told.get("lane") or None,
            on_file=None if on_file is None else read_amount(on_file),
        )
    except InputError as exc:
        return Mistake(line, exc.detail)


def _day(text: str, column: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as exc:
        raise InputError(f"{column}: {text[:40]!r} is no day; write it as 2026-09-01.") from exc
