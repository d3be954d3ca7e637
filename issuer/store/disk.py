"""Whether a commit of SQLite waits for the disk, or reaches it with the next one that does.

What is committed without waiting lies in SQLite's log before everything that is committed after it, and one wait makes the
whole log so far safe (https://www.sqlite.org/pragma.html#pragma_synchronous): it outlives the end of any process at once, and a power
cut takes it only together with all that follows. PostgreSQL is not asked: there a killed server would take it too.
"""

from typing import Any, Final

from sqlalchemy import Connection

from issuer.store import marks

_KEPT: Final = "mintmark waits for the disk"
"""Under which a connection keeps what it was told last; a new one waits (`engines`)."""


def choose(connection: Connection, *, waits: bool) -> None:
    """Say for the transactions to come, outside of one, whether their commits wait; told to SQLite only where it changes.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    kept: dict[Any, Any] = connection.info
    if connection.dialect.name != "sqlite" or kept.get(_KEPT, True) is waits:
        return
    # Until SQLite has answered, neither is known.
    kept[_KEPT] = None
    with marks.directly():
        driver = connection.connection.dbapi_connection
        driver.execute(f"PRAGMA synchronous = {'FULL' if waits else 'NORMAL'}")  # type: ignore[union-attr]  # a connection at work has one
    kept[_KEPT] = waits
