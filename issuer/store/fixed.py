"""Statements that never change, in the words of a driver: what every request asks is worded once.

SQLAlchemy makes a statement, looks its text up, turns each value and wraps each answer, for every call; on SQLite that
costs ten times what the database takes. Here it words a statement once for each database, and from then on text,
values and rows go to and from the driver directly. Values are turned by the types of the columns, as ever. Values
never stand in the text.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Delete, Dialect, Select, Table, Update

from issuer.store.many import Sql

Turn = Callable[[Any], Any]


@dataclass(frozen=True)
class Worded:
    """A statement in the words of one driver.

    Attributes:
        text: with a mark for each parameter.
        places: name of each parameter, and what makes the driver's value of ours; None where they are the same.
        is_by_place: whether the driver takes parameters by place (SQLite) and not by name (PostgreSQL).
        constants: parameters that are the same in every call.
        names: of what each row of the answer holds.
        turns: what makes our values of the driver's, by column; None where they are the same.
    """

    text: str
    places: tuple[tuple[str, Turn | None], ...]
    is_by_place: bool
    constants: Mapping[str, Any]
    names: tuple[str, ...]
    turns: tuple[Turn | None, ...]

    def sql(self, values: Mapping[str, Any]) -> Sql:
        """Return the statement with the parameters of one call.

        Raises:
            InputError: a value cannot be kept by either database.
        """
        given = {**self.constants, **values}
        turned = [given[name] if turn is None else turn(given[name]) for name, turn in self.places]
        if self.is_by_place:
            return Sql(self.text, tuple(turned))
        return Sql(self.text, dict(zip((name for name, _turn in self.places), turned, strict=True)))

    def values(self, answered: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a row of the answer as our values.

        Raises:
            InputError: somebody else wrote what it holds.
        """
        return tuple(
            [value if turn is None else turn(value) for turn, value in zip(self.turns, answered, strict=True)]
        )


class Fixed:
    """A statement that is made once, with `bindparam` for what differs from call to call.

    Args:
        statement: what is asked or changed.
        by_index: a table and the index by which SQLite is to read it; without statistics it would take any index of
            the condition's column, and read everything that the right one passes over.
    """

    def __init__(
        self, statement: Select[Any] | Update | Delete, *, by_index: tuple[Table, str] | None = None
    ) -> None:
        self._statement = statement
        self._by_index = by_index
        self._worded: dict[str, Worded] = {}

    def worded(self, dialect: Dialect) -> Worded:
        """Return the statement in the words of a database."""
        found = self._worded.get(dialect.name)
        if found is None:
            found = _worded(self._statement, dialect)
            if self._by_index is not None and dialect.name == "sqlite":
                found = replace(found, text=_by_index(found.text, *self._by_index))
            self._worded[dialect.name] = found
        return found


def _by_index(text: str, table: Table, index: str) -> str:
    """Name the index by which a table is read.

    Raises:
        TypeError: the statement reads the table not once.
    """
    before, *after = text.split(f"FROM {table.name} ")
    if len(after) != 1:
        raise TypeError(f"a fixed statement by an index reads {table.name} once")
    return f"{before}FROM {table.name} INDEXED BY {index} {after[0]}"


def _worded(statement: Select[Any] | Update | Delete, dialect: Dialect) -> Worded:
    """Word a statement.

    Raises:
        TypeError: a parameter holds a list, which is another text for every length of it; see `lookups`.
    """
    compiled = statement.compile(dialect=dialect)
    by_place = compiled.positiontup
    names = list(compiled.params) if by_place is None else by_place
    given = {name: compiled.binds[name] for name in names}
    if any(bind.expanding for bind in given.values()):
        raise TypeError("a parameter of a fixed statement holds one value")
    turned = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in given.items()}
    columns: list[ColumnElement[Any]] = list(statement.exported_columns)
    return Worded(
        text=str(compiled),
        places=tuple((name, turned[name]) for name in names),
        is_by_place=by_place is not None,
        constants={name: compiled.params[name] for name, bind in given.items() if not bind.required},
        names=tuple(str(column.key) for column in columns),
        turns=tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns),
    )
