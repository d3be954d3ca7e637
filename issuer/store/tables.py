"""Which revision of the tables a database has, and which one this program needs.

Asked at every start. Alembic is not: it is as large as the rest of this room, and only an upgrade needs it
(`migrate`). The migrations are one chain whose files are numbered by their revisions.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text
from sqlalchemy.engine import URL

from issuer.errors import ConfigurationError
from issuer.store.engines import make_engine, parse_url
from issuer.store.refusals import translated

FOLDER: Final = Path(__file__).parent / "migrations"
_TABLE: Final = "alembic_version"


def head_revision() -> str:
    """Return the revision that this program needs."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def current_revision(url: str) -> str | None:
    """Return the revision of a database, None when it has no tables yet.

    Raises:
        ConfigurationError: the address cannot be understood.
        StoreUnavailableError: the database did not answer.
    """
    address = parse_url(url)
    if not exists(address):
        return None
    engine = make_engine(address, begin="BEGIN", read_only=True)
    try:
        with translated(), engine.connect() as connection:
            if not inspect(connection).has_table(_TABLE):
                return None
            found = connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar_one_or_none()  # noqa: S608  (a constant)
            return None if found is None else str(found)
    finally:
        engine.dispose()


def require_current(url: str) -> None:
    """Return quietly when a database has the tables that this program needs.

    Raises:
        ConfigurationError: it has not.
        StoreUnavailableError: the database did not answer.
    """
    found, needed = current_revision(url), head_revision()
    if found != needed:
        raise ConfigurationError(
            f"The database is at {found or 'nothing'}; this program needs {needed}.",
            hint="Run `mintmark db upgrade`.",
        )


def exists(address: URL) -> bool:
    """Say whether there is anything at an address; of a server that is only known when it is asked."""
    return address.get_backend_name() != "sqlite" or Path(str(address.database)).exists()
