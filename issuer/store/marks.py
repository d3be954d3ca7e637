"""What every request asks of a database, at little cost: the mark of what seldom changes (`rows.marks`) above all.

On SQLite the driver is asked directly, which costs a tenth of a statement of SQLAlchemy; its errors become
ours here. For questions without parameters alone.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, select

from issuer.errors import StoreUnavailableError
from issuer.store.rows.marks import REFERENCE_MARK

_MARK: Final = select(REFERENCE_MARK.c.mark)
QUESTION: Final = "SELECT mark FROM reference_mark"
"""What `ask_directly` answers with the mark."""


@contextmanager
def directly() -> Iterator[None]:
    """Turn the errors of SQLite's driver into ours.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    try:
        yield
    except sqlite3.Error as exc:
        raise StoreUnavailableError(f"The database did not answer: {type(exc).__name__}.") from exc


def read_mark(connection: Connection) -> str:
    """Return the mark as the transaction of a connection sees it.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    if connection.dialect.name == "sqlite":
        return str(ask_directly(connection.connection.dbapi_connection, QUESTION))
    return str(connection.execute(_MARK).scalar_one())


def ask_directly(connection: Any, question: str = QUESTION) -> object:  # noqa: ANN401  (of the driver)
    """Return the one value that SQLite answers.

    Args:
        connection: of the driver.
        question: SQL without parameters.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    with directly():
        return connection.execute(question).fetchone()[0]


def begin_directly(connection: Any) -> None:  # noqa: ANN401  (of the driver)
    """Begin a transaction of SQLite that only reads.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    with directly():
        connection.execute("BEGIN")
