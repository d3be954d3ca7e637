"""What every command prints alike: errors as words, JSON, plain tables.

Human text goes through `safe`, because names and sentences may come from a hostile file: control and
bidirectional characters are shown as escapes, so that no credential can rewrite the screen.
"""

import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from issuer.documents.strict_json import Json, encode
from issuer.errors import IssuerError
from issuer.terms.codes import CODES

T = TypeVar("T")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def safe(text: str) -> str:
    """Return `text` with every control, format and separator character escaped."""
    return "".join(
        character if unicodedata.category(character) not in _HIDDEN else f"\\u{ord(character):04x}"
        for character in text
    )


def print_json(value: Json) -> None:
    """Print one JSON value on one line, for a program."""
    click.echo(encode(value).decode())


def print_list(
    items: Sequence[T],
    as_object: Callable[[T], Json],
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    as_json: bool,
) -> None:
    """Print a list: one JSON object a line for a program, a table for people.

    Args:
        items: what is listed.
        as_object: one of them for a program.
        headings: of the table.
        rows: one for each item.
        as_json: for whom it is.
    """
    if as_json:
        for item in items:
            print_json(as_object(item))
    else:
        print_table(headings, rows)


def print_error(error: IssuerError) -> None:
    """Print code, sentence, place and what to do, on standard error."""
    meaning = CODES.get(error.code)
    click.echo(f"{error.code}: {safe(error.detail)}", err=True)
    if error.pointer is not None:
        click.echo(f"  where: {safe(error.pointer) or 'the whole document'}", err=True)
    hint = error.hint or (meaning.advice if meaning else None)
    if hint:
        click.echo(f"  hint:  {safe(hint)}", err=True)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows in columns; numbers stand to the right."""
    cells = [[safe(str(cell)) for cell in row] for row in rows]
    widths = [max([len(head), *(len(row[i]) for row in cells)]) for i, head in enumerate(headings)]
    numeric = [bool(rows) and all(isinstance(row[i], int) for row in rows) for i in range(len(headings))]

    def line(values: Sequence[str]) -> str:
        padded = (
            value.rjust(width) if right else value.ljust(width)
            for value, width, right in zip(values, widths, numeric, strict=True)
        )
        return "  ".join(padded).rstrip()

    click.echo(line(list(headings)))
    click.echo(line(["-" * width for width in widths]))
    for row in cells:
        click.echo(line(row))
