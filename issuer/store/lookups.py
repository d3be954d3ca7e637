"""Looking many rows up by their keys, in words that do not change with how many there are.

A list of keys written out in a statement is another statement for every length of it, and SQLAlchemy spells
it anew each time. Here the keys are one parameter: an array for PostgreSQL, a JSON text for SQLite, which
finds each of them by the same index.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Text, any_, bindparam, func, select
from sqlalchemy.dialects import postgresql

from issuer.store.base import require_kept


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
