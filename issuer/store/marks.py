"""What every request asks of a database, at little cost: the mark of what seldom changes (`rows.marks`) above all.

On SQLite the driver is asked directly, which costs a tenth of a statement of SQLAlchemy; its errors become
ours here.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, select, text

from issuer.errors import StoreUnavailableError
from issuer.store.rows.marks import REFERENCE_MARK

_MARK: Final = select(REFERENCE_MARK.c.mark)
QUESTION: Final = "SELECT mark FROM reference_mark"
"""What `ask_directly` answers with the mark."""
LIST_QUESTION: Final = (
    "SELECT (SELECT mark FROM reference_mark) || ' ' || changes || ' ' || sequence"
    " || ' ' || coalesce(signed_from, '') FROM status_lists WHERE slug = "
)
"""What answers with the word of a status list: its bits, and which signature of them is kept."""
_LIST_WORD: Final = text(LIST_QUESTION + ":slug")


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


def read_list_word(connection: Connection, slug: str) -> str:
    """Return a word for a status list: while it is the same, so are its bits, its signed bytes and all keys.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    return str(connection.execute(_LIST_WORD, {"slug": slug}).scalar_one_or_none())


def ask_directly(connection: Any, question: str, *values: str) -> object:  # noqa: ANN401  (of the driver)
    """Return the one value that SQLite answers, None where it answers nothing.

    Args:
        connection: of the driver.
        question: SQL.
        values: of its parameters.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    with directly():
        found = connection.execute(question, values).fetchone()
    return None if found is None else found[0]


def begin_directly(connection: Any, begin: str) -> None:  # noqa: ANN401  (of the driver)
    """Begin a transaction of SQLite: every request begins four, and SQLAlchemy's statement costs ten times this one.

    Raises:
        StoreUnavailableError: the database did not answer, or another process writes and goes on writing.
    """
    with directly():
        connection.execute(begin)


def set_patience(connection: Any, seconds: float) -> None:  # noqa: ANN401  (of the driver)
    """Let a connection of SQLite wait this long for locks.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    with directly():
        connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
