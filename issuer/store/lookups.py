"""Looking many rows up by their keys, in words that do not change with how many there are.

A list of keys written out in a statement is another statement for every length of it, and SQLAlchemy spells
it anew each time. Here the keys are one parameter: an array for PostgreSQL, a JSON text for SQLite, which
finds each of them by the same index.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql

from issuer.errors import InputError
from issuer.store.base import PlainText, require_kept

LONGEST_NAME: Final = 800
"""Bytes of a text that is looked up; three of them fit one index row of PostgreSQL (2,704 bytes)."""
_KEYS: Final = (PrimaryKeyConstraint, UniqueConstraint)


def among(dialect: str, column: Column[Any], keys: Sequence[str] | Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of the keys.

    Raises:
        InputError: a key is a text that neither database can keep.
    """
    require_kept("".join([key for key in keys if isinstance(key, str)]))
    if dialect == "postgresql":
        kind = Integer() if isinstance(column.type, Integer) else Text()
        return column == any_(bindparam(None, list(keys), type_=postgresql.ARRAY(kind)))
    each = func.json_each(json.dumps(list(keys))).table_valued("value")
    return column.in_(select(each.c.value))


def among_given(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Return the same condition with a parameter, for a statement that is made once; `given` writes its value."""
    if dialect == "postgresql":
        kind = Integer() if isinstance(column.type, Integer) else Text()
        return column == any_(bindparam(name, type_=postgresql.ARRAY(kind)))
    each = func.json_each(bindparam(name, type_=Text())).table_valued("value")
    return column.in_(select(each.c.value))


def given(dialect: str, keys: Sequence[str] | Sequence[int]) -> object:
    """Return keys as the value of a parameter of `among_given`.

    Raises:
        InputError: a key is a text that neither database can keep.
    """
    require_kept("".join([key for key in keys if isinstance(key, str)]))
    return list(keys) if dialect == "postgresql" else json.dumps(list(keys))


def require_short(table: Table, columns: Mapping[str, Sequence[Any]]) -> None:
    """Refuse what PostgreSQL's indexes cannot hold, on SQLite as well.

    Raises:
        InputError: a value of a column that stands in an index is too long.
    """
    for name in looked_up(table) & columns.keys():
        for value in columns[name]:
            require_short_value(name, value)


def require_short_value(name: str, value: str | None) -> None:
    """Refuse a text that no index of PostgreSQL can hold; as `require_short`.

    Raises:
        InputError: it is too long.
    """
    if value is not None and len(value) > LONGEST_NAME // 4 and len(value.encode()) > LONGEST_NAME:
        raise InputError(f"The value of {name} is longer than {LONGEST_NAME} bytes.")


@cache
def looked_up(table: Table) -> frozenset[str]:
    """Return the text columns of a table that stand in an index."""
    keys = (*table.indexes, *(rule for rule in table.constraints if isinstance(rule, _KEYS)))
    return frozenset(c.name for key in keys for c in key.columns if isinstance(c.type, PlainText))
