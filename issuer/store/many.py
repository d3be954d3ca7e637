"""Many rows of one table in one statement: SQL and parameters as the drivers of both databases take them.

SQLAlchemy turns every value of every row by itself, which costs more than SQLite needs to keep it. Here
values are turned a column at a time, by the rules of `base`, and the text of a statement is made once for
each table and set of columns. SQLite gets one prepared statement and a tuple for each row; PostgreSQL gets
one array for each column, so that a thousand rows are one message and one plan. The rules of the tables
hold as for one row, and whoever watches the engine sees these statements as it sees all others.

Names of tables and columns come from `rows/` alone; values never stand in the text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Integer, LargeBinary, Table

from issuer.store.base import Choice, JsonText, Moment, PlainText, json_text, moment_text, require_kept

Columns = Mapping[str, Sequence[Any]]
"""Values by name of column; every column has one for each row."""
Parameters = tuple[Any, ...] | dict[str, Any] | list[tuple[Any, ...]]
_ARRAYS: Final = {Integer: "int4", LargeBinary: "bytea"}


@dataclass(frozen=True)
class Sql:
    """A statement in the words of a driver, and its parameters."""

    text: str
    parameters: Parameters


@dataclass(frozen=True)
class Change:
    """What is changed in many rows of a table, each of which is found by its keys.

    Attributes:
        keys: what names a row.
        values: what it is to hold, by row.
        same: what every row is to hold.
        where: what every row must hold before; None for nothing.
    """

    keys: Columns
    values: Columns
    same: Mapping[str, Any]
    where: Mapping[str, Any]


def insert(dialect: str, table: Table, columns: Columns, *, unless_there: bool = False) -> Sql:
    """Return the statement that adds rows, and its parameters.

    Args:
        dialect: "sqlite" or "postgresql".
        table: where to.
        columns: what they hold.
        unless_there: whether a row whose primary key is there is passed over, and not refused.

    Raises:
        InputError: a value cannot be kept by either database.
    """
    turned = _turned(table, columns)
    sql = _insert_sql(dialect, table, tuple(columns), unless_there=unless_there)
    return Sql(sql, tuple(turned) if dialect == "postgresql" else list(zip(*turned, strict=True)))


def update(dialect: str, table: Table, change: Change) -> Sql:
    """Return the statement that changes rows, and its parameters.

    Raises:
        InputError: a value cannot be kept by either database.
    """
    by_row = _turned(table, change.values) + _turned(table, change.keys)
    held = {name: value for name, value in change.where.items() if value is not None}
    same, where = (
        [column[0] for column in _turned(table, {name: [value] for name, value in values.items()})]
        for values in (change.same, held)
    )
    names = _Names(
        tuple(change.values),
        tuple(change.same),
        tuple(change.keys),
        tuple(held),
        tuple(name for name in change.where if name not in held),
    )
    sql = _update_sql(dialect, table, names)
    if dialect == "postgresql":
        return Sql(sql, (*same, *by_row, *where))
    count, first = len(by_row[-1]), len(change.values)
    columns = [*by_row[:first], *(repeat(one, count) for one in same), *by_row[first:]]
    return Sql(sql, list(zip(*columns, *(repeat(one, count) for one in where), strict=True)))


@cache
def _insert_sql(dialect: str, table: Table, names: tuple[str, ...], *, unless_there: bool) -> str:
    marks = ", ".join("?" * len(names))
    arrays = f"SELECT * FROM unnest({_arrays(table, names)})"  # noqa: S608  (names of ours)
    given = arrays if dialect == "postgresql" else f"VALUES ({marks})"
    key = ", ".join(column.name for column in table.primary_key)
    otherwise = f" ON CONFLICT ({key}) DO NOTHING" if unless_there else ""
    return f"INSERT INTO {table.name} ({', '.join(names)}) {given}{otherwise}"


class _Names(NamedTuple):
    """The columns of a change, by what is done with them; `empty` must hold nothing."""

    values: tuple[str, ...]
    same: tuple[str, ...]
    keys: tuple[str, ...]
    held: tuple[str, ...]
    empty: tuple[str, ...]


@cache
def _update_sql(dialect: str, table: Table, names: _Names) -> str:
    nothing = [f"{table.name}.{name} IS NULL" for name in names.empty]
    if dialect == "postgresql":
        given = names.values + names.keys
        mark, source = "%s", f" FROM unnest({_arrays(table, given)}) AS given ({', '.join(given)})"
        # The constants stand before the arrays in the text.
        sets = [f"{name} = {mark}" for name in names.same] + [
            f"{name} = given.{name}" for name in names.values
        ]
        found = [f"{table.name}.{name} = given.{name}" for name in names.keys]
    else:
        mark, source = "?", ""
        sets = [f"{name} = {mark}" for name in names.values + names.same]
        found = [f"{name} = {mark}" for name in names.keys]
    found += [f"{table.name}.{name} = {mark}" for name in names.held]
    where = " AND ".join(found + nothing)
    return f"UPDATE {table.name} SET {', '.join(sets)}{source} WHERE {where}"  # noqa: S608  (names of ours)


def _arrays(table: Table, names: tuple[str, ...]) -> str:
    """Return a parameter of its own array type for each column, sent as it lies in memory."""
    return ", ".join(f"%b::{_array(table.c[name])}[]" for name in names)


def _array(column: Column[Any]) -> str:
    return next((name for kind, name in _ARRAYS.items() if isinstance(column.type, kind)), "text")


def _turned(table: Table, columns: Columns) -> list[list[Any]]:
    return [_turn(table.c[name])(values) for name, values in columns.items()]


@cache
def _turn(column: Column[Any]) -> Callable[[Sequence[Any]], list[Any]]:
    """Return what turns the values of a column into those that lie in it.

    Raises:
        TypeError: no table of ours has such a column, so that no rule says how.
    """
    kind = column.type
    if isinstance(kind, PlainText):
        return _texts
    if isinstance(kind, Moment):
        return _moments
    if isinstance(kind, JsonText):
        return _objects
    if isinstance(kind, Choice):
        words = kind.words
        return lambda values: [None if value is None else words(value).value for value in values]
    if isinstance(kind, Integer | LargeBinary):
        return list
    raise TypeError(f"the column {column} has a type of its own")


def _texts(values: Sequence[str | None]) -> list[str | None]:
    require_kept("".join([value for value in values if value is not None]))
    return list(values)


def _moments(values: Sequence[Any]) -> list[str | None]:
    return _each_once(values, moment_text)


def _objects(values: Sequence[Any]) -> list[str | None]:
    return _each_once(values, json_text)


def _each_once(values: Sequence[Any], turn: Callable[[Any], str]) -> list[str | None]:
    """Turn values, one that follows itself once: the rows of a chunk share their moments and contexts."""
    turned: list[str | None] = []
    last, text = None, None
    for value in values:
        # The same object, and not an equal one: equal values may be written differently.
        if value is not last:
            last, text = value, None if value is None else turn(value)
        turned.append(text)
    return turned
