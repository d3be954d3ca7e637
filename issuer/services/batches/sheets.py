"""Reading a CSV file: its separator, its first line, and each line as one award.

Comma, semicolon and tab are recognised by the first line, because spreadsheet programs of many countries
write semicolons. A quoted cell may hold line breaks; its award then stands on the line on which it begins.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from issuer.documents.schemas import Violation
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import format_time, parse_time
from issuer.errors import InputError
from issuer.services.batches import columns as layout
from issuer.services.batches.columns import Columns
from issuer.services.batches.files import TextFile
from issuer.services.batches.rows import Found, Row, sentence

_SEPARATORS: Final = (",", ";", "\t")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_rows(file: TextFile, columns: Columns, *, timezone: str) -> Iterator[Row | Found]:
    """Yield each award of a CSV file, or what is wrong with the file as a whole, after which nothing follows.

    Args:
        file: from its beginning.
        columns: the columns that it must have.
        timezone: IANA zone in which a date without a time begins.

    Raises:
        InputError: the file is no text.
    """
    lines = file.lines()
    first = next(lines, None)
    if first is None:
        yield Found(0, "", "The file is empty.")
        return
    separator = _separator(first, columns)
    try:
        header = next(csv.reader([first], delimiter=separator, strict=True))
    except csv.Error:
        yield Found(1, "", "The first line is no line of CSV.")
        return
    names = [name.strip() for name in header]
    gaps = columns.find_gaps(names)
    if gaps:
        yield from (Found(1, gap.pointer, sentence(gap.message)) for gap in gaps)
        return
    reader = csv.reader(lines, delimiter=separator, strict=True)
    zone = ZoneInfo(timezone)
    while True:
        # One line is the header, and the reader counts from the line after it.
        line = reader.line_num + 2
        try:
            cells = next(reader, None)
        except csv.Error as exc:
            yield Found(line, "", f"The rest of the file cannot be read as CSV from here on: {exc}.")
            return
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            yield _misshapen(line, len(cells), len(names), cells[0])
            continue
        yield _row(columns, dict(zip(names, map(str.strip, cells), strict=True)), line, zone)


def _separator(first: str, columns: Columns) -> str:
    """Return the separator under which the first line names the most of our columns."""
    known = set(columns.template)

    def named(separator: str) -> int:
        return sum(cell.strip().strip('"') in known for cell in first.split(separator))

    return max(_SEPARATORS, key=named)


def _misshapen(line: int, found: int, wanted: int, first: str) -> Row:
    words = f"This line has {found} cells; the first line of the file names {wanted}."
    return Row(line, first.strip(), {}, (Found(line, "", words),))


def _row(columns: Columns, cells: Mapping[str, str], line: int, zone: ZoneInfo) -> Row:
    request, gaps = layout.read_cells(columns, cells)
    if cells.get("awarded_on"):
        awarded = _awarded_at(cells["awarded_on"], request, zone, gaps)
        if awarded is not None:
            request["awardedAt"] = awarded
    found = tuple(Found(line, gap.pointer, sentence(gap.message)) for gap in gaps)
    return Row(line, cells.get("external_id", ""), request, found)


def _awarded_at(cell: str, request: JsonObject, zone: ZoneInfo, gaps: list[Violation]) -> str | None:
    """Return the moment that a cell means: a moment as it stands, or the beginning of a day in the zone.

    On the very day of the decision an award is made at the moment of the decision, not before it.
    """
    try:
        if not _DATE.fullmatch(cell):
            return format_time(parse_time(cell))
        day = date.fromisoformat(cell)
        begins = datetime.combine(day, time(), zone)
        decided = _decided_at(request)
        if decided is not None and decided.astimezone(zone).date() == day:
            begins = decided
        return format_time(begins)
    except (InputError, ValueError, OverflowError):
        gaps.append(Violation("awarded_on", "this is neither a date like 2026-03-16 nor a moment in UTC"))
        return None


def _decided_at(request: JsonObject) -> datetime | None:
    record = request.get("attestation")
    try:
        return parse_time(record.get("decidedAt")) if isinstance(record, dict) else None
    except InputError:
        return None
