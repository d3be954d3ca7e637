"""Statements handed to the driver of a transaction's connection, past SQLAlchemy and not past anybody who listens.

Whoever listens to the engine (`before_cursor_execute`, `after_cursor_execute`: the tests that break every write)
hears of these as of all others. Errors of the driver become ours here.
"""

from typing import Any

from sqlalchemy import Connection

from issuer.store import patience
from issuer.store.many import Parameters
from issuer.store.refusals import refusal, translated


def execute(
    connection: Connection,
    text: str,
    parameters: Parameters,
    *,
    conflict: str,
) -> Any:  # noqa: ANN401  (of the driver)
    """Run a statement in the transaction of a connection, and return the driver's cursor.

    Args:
        connection: with a transaction begun.
        text: in the words of the driver.
        parameters: of one run; a list of them for as many runs.
        conflict: how the sentence begins that says what refused.

    Raises:
        ConflictError: a rule of the database refused.
        InputError: the database cannot keep a value.
        StoreUnavailableError: the database did not answer.
    """
    is_many = isinstance(parameters, list)
    told = connection.engine.dispatch
    if told.before_cursor_execute or told.after_cursor_execute:
        # Whoever listens may refuse in SQLAlchemy's words.
        with translated(conflict), patience.waiting():
            return _told(connection, text, parameters, conflict=conflict, is_many=is_many)
    driver: Any = connection.dialect.loaded_dbapi
    try:
        with patience.waiting():
            cursor: Any = connection.connection.cursor()
            (cursor.executemany if is_many else cursor.execute)(text, parameters)
    except driver.Error as exc:
        raise refusal(exc, driver, conflict) from exc
    return cursor


def _told(connection: Connection, text: str, parameters: Parameters, *, conflict: str, is_many: bool) -> Any:  # noqa: ANN401  (of the driver)
    """Do the same, and tell those who listen before and after."""
    told = connection.engine.dispatch
    driver: Any = connection.dialect.loaded_dbapi
    try:
        cursor: Any = connection.connection.cursor()
        for tell in told.before_cursor_execute:
            tell(connection, cursor, text, parameters, None, is_many)
        (cursor.executemany if is_many else cursor.execute)(text, parameters)
        for tell in told.after_cursor_execute:
            tell(connection, cursor, text, parameters, None, is_many)
    except driver.Error as exc:
        raise refusal(exc, driver, conflict) from exc
    return cursor
