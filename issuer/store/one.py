"""One row of a table in one statement of SQLite: what a request adds, turned value by value.

The same rules as in `many`, which turns columns and is the dearer the fewer rows there are. PostgreSQL gets one row as it
gets many. Names of tables and columns come from `rows/` alone; values never stand in the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, LargeBinary, Table

from issuer.store import lookups
from issuer.store.base import Choice, JsonText, Moment, PlainText, json_text, moment_text, require_kept
from issuer.store.many import Sql


@dataclass(frozen=True)
class _Row:
    """How a row of a table with some columns is added.

    Attributes:
        text: with a mark for each column.
        texts: places of what is kept as it is, once both databases can keep it.
        short: names of texts that stand in an index.
        turns: places of what is turned, and how.
    """

    text: str
    texts: tuple[int, ...]
    short: tuple[str, ...]
    turns: tuple[tuple[int, Callable[[Any], Any]], ...]


def insert(table: Table, values: Mapping[str, Any]) -> Sql:
    """Return the statement of SQLite that adds a row, and its parameters.

    Args:
        table: where to.
        values: what it holds, by column.

    Raises:
        InputError: a value cannot be kept by either database.
    """
    row = _row(table, tuple(values))
    given = list(values.values())
    require_kept("".join([given[place] for place in row.texts if given[place] is not None]))
    for place, turn in row.turns:
        if given[place] is not None:
            given[place] = turn(given[place])
    return Sql(row.text, tuple(given))


def require_short(table: Table, values: Mapping[str, Any]) -> None:
    """Refuse what PostgreSQL's indexes cannot hold; as `lookups.require_short`.

    Raises:
        InputError: a value of a column that stands in an index is too long.
    """
    for name in _row(table, tuple(values)).short:
        lookups.require_short_value(name, values[name])


@cache
def _row(table: Table, names: tuple[str, ...]) -> _Row:
    columns = [table.c[name] for name in names]
    marks = ", ".join("?" * len(names))
    turned = [(place, _turn(column)) for place, column in enumerate(columns)]
    looked_up = lookups.looked_up(table)
    return _Row(
        text=f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608  (names of ours)
        texts=tuple(place for place, column in enumerate(columns) if isinstance(column.type, PlainText)),
        short=tuple(name for name in names if name in looked_up),
        turns=tuple((place, turn) for place, turn in turned if turn is not None),
    )


def _turn(column: Column[Any]) -> Callable[[Any], Any] | None:
    """Return what turns a value of a column into the one that lies in it; None where they are the same.

    Raises:
        TypeError: no table of ours has such a column, so that no rule says how.
    """
    kind = column.type
    if isinstance(kind, PlainText | Integer | LargeBinary):
        return None
    if isinstance(kind, Moment):
        return moment_text
    if isinstance(kind, JsonText):
        return json_text
    if isinstance(kind, Choice):
        words = kind.words
        return lambda value: words(value).value
    raise TypeError(f"the column {column} has a type of its own")
