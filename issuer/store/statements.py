"""How repositories speak to the database: one connection, plain records out, our own errors.

A statement that fails leaves a transaction that cannot be trusted on every database, so the unit is
spoiled by it: it can no longer be committed, whatever the caller catches.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable, Select, Table, insert
from sqlalchemy.exc import DBAPIError, IntegrityError

from issuer.errors import ConflictError, NotFoundError, StoreUnavailableError

T = TypeVar("T")


@contextmanager
def translated(conflict: str = "This contradicts what is recorded") -> Iterator[None]:
    """Turn the database's errors into ours, keeping the cause.

    Raises:
        ConflictError: a UNIQUE, CHECK, FOREIGN KEY or trigger rule refused; `conflict` begins the sentence.
        StoreUnavailableError: locked, full, gone or read-only.
    """
    try:
        yield
    except IntegrityError as exc:
        raise ConflictError(f"{conflict} ({_rule(exc)}).") from exc
    except DBAPIError as exc:
        raise StoreUnavailableError(f"The database did not answer: {type(exc.orig).__name__}.") from exc


def _rule(exc: IntegrityError) -> str:
    """Name the rule that refused, without the values that broke it."""
    named = getattr(getattr(exc.orig, "diag", None), "constraint_name", None)
    return str(named) if named else str(exc.orig).splitlines()[0]


class Statements:
    """Runs statements of one transaction. Not safe to share between threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.is_spoiled = False

    def run(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None, *, conflict: str = ""
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement, for each of `rows` if there are any.

        Raises:
            ConflictError: a rule of the database refused.
            StoreUnavailableError: the database did not answer.
        """
        whole = False
        try:
            with translated(conflict or "This contradicts what is recorded"):
                result = self._connection.execute(statement, [dict(row) for row in rows] if rows else None)
            whole = True
        finally:
            self.is_spoiled = self.is_spoiled or not whole
        return result

    def add(self, table: Table, record: object, *, conflict: str, **more: Any) -> None:  # noqa: ANN401
        """Insert one record, whose fields are columns, and `more` columns.

        Raises:
            ConflictError: a rule of the database refused.
            StoreUnavailableError: the database did not answer.
        """
        self.run(insert(table).values(**vars(record), **more), conflict=conflict)

    def find(self, kind: type[T], query: Select[Any]) -> T | None:
        """Return the record that a query answers, or None."""
        row = self.run(query).mappings().one_or_none()
        return None if row is None else kind(**row)

    def get(self, kind: type[T], query: Select[Any], *, missing: str) -> T:
        """Return the record that a query answers.

        Raises:
            NotFoundError: with the sentence `missing`.
        """
        found = self.find(kind, query)
        if found is None:
            raise NotFoundError(missing)
        return found

    def all(self, kind: type[T], query: Select[Any]) -> tuple[T, ...]:
        """Return every record that a query answers."""
        return tuple(kind(**row) for row in self.run(query).mappings())

    def change(self, statement: Executable, *, otherwise: str) -> None:
        """Run a statement that must change exactly one row.

        Raises:
            ConflictError: it changed none, with the sentence `otherwise`; the unit is spoiled.
        """
        if self.run(statement, conflict=otherwise.rstrip(".")).rowcount != 1:
            self.is_spoiled = True
            raise ConflictError(otherwise)
