"""What every table shares: the metadata, names of constraints, and how our values lie in columns.

Text is compared and sorted by code point in both databases, and never holds NUL, which PostgreSQL cannot
keep. Times are kept as text of one width in UTC, so that they sort as they follow each other.
JSON is kept as the text that our own encoder wrote, members in order. Bytes that were signed or hashed
are kept as bytes and never pass through a column type.
"""

import json
import re
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Column, Index, MetaData, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from issuer.documents import strict_json
from issuer.documents.strict_json import EncodedObject, JsonObject
from issuer.errors import InputError

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_BY_CODE_POINT: Final = Text(collation="C")


def _text_in(dialect: Dialect) -> TypeEngine[str]:
    """Return the type of a text column; SQLite compares by code point anyway."""
    return dialect.type_descriptor(_BY_CODE_POINT if dialect.name == "postgresql" else Text())


class PlainText(TypeDecorator[str]):
    """Text as it came."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column."""
        return _text_in(dialect)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Let text through that both databases can keep.

        Raises:
            InputError: it holds NUL or half a surrogate pair.
        """
        if value is not None:
            require_kept(value)
        return value


def require_kept(text: str) -> None:
    """Return quietly when both databases can keep a text.

    Raises:
        InputError: it holds NUL or half a surrogate pair.
    """
    if "\0" in text or not (text.isascii() or _is_whole(text)):
        raise InputError("Text with a NUL character or half a surrogate pair cannot be kept.")


def _is_whole(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


TEXT: Final = PlainText()


_MOMENT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


class Moment(TypeDecorator[datetime]):
    """An aware datetime as `YYYY-MM-DDTHH:MM:SS.ffffffZ`: always 27 characters, always UTC."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column."""
        return _text_in(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Write a moment; a naive one is a mistake of the caller."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Read a moment in the one form in which it is written.

        Raises:
            InputError: somebody else wrote it.
        """
        if value is None:
            return None
        # An edit by hand may have left bytes on SQLite.
        if not _MOMENT.fullmatch(str(value)):
            raise InputError("A row holds a moment that is not one of ours.")
        return datetime.fromisoformat(value)


@lru_cache(maxsize=1024)
def moment_text(moment: datetime) -> str:
    """Return the stored form of a moment; the rows of a chunk share a few of them.

    Raises:
        ValueError: the datetime is naive.
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("a naive datetime has no moment")
    return (moment.replace(tzinfo=None) - offset).isoformat(timespec="microseconds") + "Z"


def json_text(value: JsonObject | EncodedObject) -> str:
    """Return the stored form of a JSON object."""
    text = value.text if isinstance(value, EncodedObject) else strict_json.encode(value)
    return text.decode("utf-8")


class JsonText(TypeDecorator[JsonObject]):
    """A JSON object as the text that `strict_json.encode` writes."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column."""
        return _text_in(dialect)

    def process_bind_param(self, value: JsonObject | EncodedObject | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Write an object."""
        return None if value is None else json_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> JsonObject | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Read an object; our own encoder wrote it, so that it is not held against the rules of the border again.

        Raises:
            InputError: somebody else wrote it.
        """
        if value is None:
            return None
        try:
            found = json.loads(value)
        except ValueError as exc:
            raise InputError("A row holds something that is not JSON.") from exc
        if not isinstance(found, dict):
            raise InputError("A row holds JSON that is not an object.")
        return found


class Choice(TypeDecorator[StrEnum]):
    """One of the words of a StrEnum; the table carries the matching CHECK."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the column."""
        return _text_in(dialect)

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Write a word."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002  (as SQLAlchemy calls it)
        """Read a word.

        Raises:
            InputError: somebody else wrote it.
        """
        if value is None:
            return None
        try:
            return self.words(value)
        except ValueError as exc:
            raise InputError("A row holds a word that is not one of ours.") from exc


def one_of(column: str, words: type[StrEnum]) -> str:
    """Return the SQL of a CHECK that `column` holds one of the words."""
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    """Return a column for a moment."""
    return Column(name, Moment(), nullable=nullable)


def index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """Return an index of the rows alone for which a condition holds; the others cost no page of it."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
