"""How repositories speak to the database: one connection, plain records out, our own errors.

A statement that fails leaves a transaction that cannot be trusted on every database, so the unit is
spoiled by it: it can no longer be committed, whatever the caller catches.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    CursorResult,
    Executable,
    Row,
    Select,
    Table,
)
from sqlalchemy.dialects import postgresql, sqlite

from issuer.errors import ConflictError, NotFoundError
from issuer.store import lookups, many, marks, one, patience, wire
from issuer.store.fixed import Fixed, Worded
from issuer.store.many import Change, Columns, Sql
from issuer.store.memory import Memory, Recall
from issuer.store.refusals import CONTRADICTION, translated

T = TypeVar("T")
Query = Select[Any] | Fixed
_AT_ONCE: Final = 1000


class Statements:
    """Runs statements of one transaction. Not safe to share between threads.

    Args:
        connection: with a transaction begun.
        memory: what readers keep of what seldom changes; None for a unit that may write.
    """

    def __init__(self, connection: Connection, memory: Memory | None = None) -> None:
        self._connection = connection
        self._memory = memory
        self._recall: Recall | None = None
        self.is_spoiled = False

    @property
    def dialect(self) -> str:
        """Say which database this is: "sqlite" or "postgresql"."""
        return self._connection.dialect.name

    def run(
        self,
        statement: Executable,
        rows: Sequence[Mapping[str, Any]] | None = None,
        *,
        conflict: str = "",
        values: Mapping[str, Any] | None = None,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement, for each of `rows` if there are any.

        A statement that was made once, with `bindparam` for what differs, costs a third of one that is made for
        each call: what is asked in every request is made once.

        Args:
            statement: what to run.
            rows: its parameters, when it runs several times.
            conflict: how the sentence begins that says what refused.
            values: its parameters, when it runs once.

        Raises:
            ConflictError: a rule of the database refused.
            StoreUnavailableError: the database did not answer.
        """
        whole = False
        try:
            with translated(conflict or CONTRADICTION), patience.waiting():
                result = self._connection.execute(statement, [dict(row) for row in rows] if rows else values)
            whole = True
        finally:
            self.is_spoiled = self.is_spoiled or not whole
        return result

    def add(self, table: Table, record: object, *, conflict: str) -> None:
        """Insert one record, whose fields are columns.

        Raises:
            ConflictError: a rule of the database refused.
            InputError: a value that is looked up is longer than an index of either database holds.
            StoreUnavailableError: the database did not answer.
        """
        self.add_all(table, [record], conflict=conflict)

    def add_all(
        self,
        table: Table,
        records: Sequence[object],
        *,
        conflict: str,
        unless_there: bool = False,
        **more: Any,  # noqa: ANN401  (values of columns, each of its own type)
    ) -> int:
        """Insert records of one kind in one go, and `more` columns that are the same for all of them.

        Args:
            table: where to.
            records: what; their fields are columns.
            conflict: how the sentence begins that says what refused.
            unless_there: pass over a record whose primary key is there.
            more: other columns.

        Returns:
            how many were inserted.

        Raises:
            ConflictError: a rule of the database refused one; none of them is kept.
            InputError: a value that is looked up is longer than an index of either database holds.
            StoreUnavailableError: the database did not answer.
        """
        if not records:
            return 0
        if len(records) == 1 and not unless_there and self.dialect == "sqlite":
            values = {**vars(records[0]), **more}
            one.require_short(table, values)
            self._directly(lambda: one.insert(table, values), conflict=conflict)
            return 1
        by_column = zip(*(vars(record).values() for record in records), strict=True)
        columns: dict[str, Sequence[Any]] = dict(zip(vars(records[0]), by_column, strict=True))
        columns |= {name: [value] * len(records) for name, value in more.items()}
        return self.add_columns(table, columns, conflict=conflict, unless_there=unless_there)

    def add_columns(
        self, table: Table, columns: Columns, *, conflict: str, unless_there: bool = False
    ) -> int:
        """Insert rows by column, and return how many; as `add_all`, for what was never a record of its own.

        Raises:
            ConflictError: a rule of the database refused one; none of them is kept.
            InputError: a value that is looked up is longer than an index of either database holds.
            StoreUnavailableError: the database did not answer.
        """
        lookups.require_short(table, columns)
        inserted: int = self._directly(
            lambda: many.insert(self.dialect, table, columns, unless_there=unless_there), conflict=conflict
        ).rowcount
        return inserted

    def add_unless_there(self, table: Table, record: object, *, conflict: str, **more: Any) -> bool:  # noqa: ANN401  (values of columns, each of its own type)
        """Insert one record; False, and nothing else, when a row of the same primary key is there.

        On PostgreSQL this also waits for a unit that is about to commit such a row.

        Raises:
            ConflictError: another rule of the database refused.
            InputError: a value that is looked up is longer than an index of either database holds.
            StoreUnavailableError: the database did not answer.
        """
        values = vars(record) | more
        lookups.require_short(table, {name: [value] for name, value in values.items()})
        key = list(table.primary_key)
        statement = self.upsert(table).values(**values).on_conflict_do_nothing(index_elements=key)
        return self.run(statement.returning(*key), conflict=conflict).first() is not None

    def upsert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """Return an INSERT that can say what happens when the row is there, in this database's words."""
        return postgresql.insert(table) if self.dialect == "postgresql" else sqlite.insert(table)

    def among(self, column: Column[Any], keys: Sequence[str] | Sequence[int]) -> ColumnElement[bool]:
        """Return the condition that a column holds one of the keys; as `lookups.among`."""
        return lookups.among(self.dialect, column, keys)

    def find(self, kind: type[T], query: Query, **values: Any) -> T | None:  # noqa: ANN401  (values of columns, each of its own type)
        """Return the record that a query with its parameters answers, or None."""
        if isinstance(query, Fixed):
            worded, found = self._ask(query, values)
            # A question for one row has one answer by the rules of the tables.
            return kind(**dict(zip(worded.names, worded.values(found[0]), strict=True))) if found else None
        row = self.run(query, values=values).mappings().one_or_none()
        return None if row is None else kind(**row)

    def get(self, kind: type[T], query: Query, *, missing: str, **values: Any) -> T:  # noqa: ANN401  (values of columns, each of its own type)
        """Return the record that a query with its parameters answers.

        Raises:
            NotFoundError: with the sentence `missing`.
        """
        found = self.find(kind, query, **values)
        if found is None:
            raise NotFoundError(missing)
        return found

    def rows(self, query: Fixed, **values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401  (values of columns, each of its own type)
        """Return every row that a query with its parameters answers, as plain values."""
        worded, found = self._ask(query, values)
        return [worded.values(row) for row in found]

    def all(self, kind: type[T], query: Query, **values: Any) -> tuple[T, ...]:  # noqa: ANN401  (values of columns, each of its own type)
        """Return every record that a query with its parameters answers."""
        if isinstance(query, Fixed):
            worded, rows = self._ask(query, values)
            return tuple(kind(**dict(zip(worded.names, worded.values(row), strict=True))) for row in rows)
        found = self.run(query, values=values)
        names = tuple(found.keys())
        return tuple(kind(**dict(zip(names, row, strict=True))) for row in found)

    def recall(
        self, question: tuple[Hashable, ...], kind: type[T], query: Callable[[], Select[Any]]
    ) -> T | None:
        """Return the record that a query of marked tables answers, or None; asked again when the mark changed.

        Args:
            question: the query and its values.
            kind: of the record.
            query: makes the query, when it has to be asked.
        """
        return self._known(question, lambda: self.find(kind, query()))

    def recall_all(
        self, question: tuple[Hashable, ...], kind: type[T], query: Callable[[], Select[Any]]
    ) -> tuple[T, ...]:
        """Return every record that a query of marked tables answers; as `recall`."""
        return self._known(question, lambda: self.all(kind, query())) or ()

    def known(self, question: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Return what is made of rows of marked tables alone; made again when the mark changed, or in a unit.

        Args:
            question: names what is made, and of what.
            make: makes it; nothing that it gives is changed by anybody.
        """
        return cast("T", self._known(question, make))

    def _known(self, question: tuple[Hashable, ...], ask: Callable[[], T | None]) -> T | None:
        if self._memory is None:
            return ask()
        if self._recall is None:
            with translated():
                self._recall = self._memory.under(marks.read_mark(self._connection))
        return self._recall.find(question, ask)

    def each(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """Yield the rows of a query a thousand at a time, so that a large answer needs little memory.

        Read them to the end, or not beyond the end of the unit.
        """
        # `yield_per` makes the server keep the rest of the answer, where it would send all of it.
        piecemeal = query.execution_options(yield_per=_AT_ONCE)
        with translated(), self._connection.execute(piecemeal) as found:
            yield from found

    def change(self, statement: Executable | Fixed, *, otherwise: str, **values: Any) -> None:  # noqa: ANN401  (values of columns, each of its own type)
        """Run a statement with its parameters, which must change exactly one row.

        Raises:
            ConflictError: it changed none, with the sentence `otherwise`; the unit is spoiled.
        """
        conflict = otherwise.rstrip(".")
        if isinstance(statement, Fixed):
            worded = statement.worded(self._connection.dialect)
            changed = self._directly(lambda: worded.sql(values), conflict=conflict).rowcount
        else:
            changed = self.run(statement, conflict=conflict, values=values).rowcount
        if changed != 1:
            self.is_spoiled = True
            raise ConflictError(otherwise)

    def change_all(self, table: Table, change: Change, *, otherwise: str) -> None:
        """Change many rows of a table; every one of them must be there, and hold what it must hold before.

        Raises:
            ConflictError: one did not, with the sentence `otherwise`; the unit is spoiled.
            InputError: a value cannot be kept by either database.
        """
        count = len(next(iter(change.keys.values())))
        if not count:
            return
        changed = self._directly(
            lambda: many.update(self.dialect, table, change), conflict=otherwise.rstrip(".")
        ).rowcount
        if changed != count:
            self.is_spoiled = True
            raise ConflictError(otherwise)

    def _ask(self, query: Fixed, values: Mapping[str, Any]) -> tuple[Worded, list[tuple[Any, ...]]]:
        """Return a query's words, and the rows with which the driver answered."""
        worded = query.worded(self._connection.dialect)
        cursor = self._directly(lambda: worded.sql(values), conflict=CONTRADICTION)
        return worded, cursor.fetchall()

    def _directly(self, make: Callable[[], Sql], *, conflict: str) -> Any:  # noqa: ANN401  (the driver's cursor)
        """Make a statement in the words of the driver and run it."""
        whole = False
        try:
            sql = make()
            cursor = wire.execute(self._connection, sql.text, sql.parameters, conflict=conflict)
            whole = True
        finally:
            self.is_spoiled = self.is_spoiled or not whole
        return cursor
