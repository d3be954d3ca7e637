"""A fresh database for a test, in some milliseconds: migrated once, copied every time.

On SQLite unless the run says `--database postgresql`; then every installation of a test is a database of its own on
one server. Where an installation's database is stands in a file of its folder, so that other processes find it too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest

from issuer import store
from issuer.store import engines, migrate
from tests.postgresql import PostgreSQL

NAME = "mintmark.sqlite3"
_ADDRESS = "where-the-database-is"


@dataclass
class _Choice:
    server: PostgreSQL | None = None


_CHOICE = _Choice()


@contextmanager
def lying_on(server: PostgreSQL) -> Iterator[None]:
    """Put every installation of a test on a PostgreSQL server from now on.

    A test that opens a SQLite file in this process all the same fails, so that none says that it ran on PostgreSQL
    and did not.
    """

    def refuse(*_args: object, **_options: object) -> NoReturn:
        raise AssertionError("this test opens SQLite in a run that lies on PostgreSQL")

    _CHOICE.server = server
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(engines, "_sqlite", refuse)
        yield
    _CHOICE.server = None


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        migrate.upgrade(store.sqlite_url(path))
        return path.read_bytes()


def fresh_url(folder: Path, name: str = NAME) -> str:
    """Put an empty, migrated database where an installation's belongs and return its address."""
    if _CHOICE.server is not None and name == NAME:
        return _noted(folder, _CHOICE.server.fresh())
    return fresh_file_url(folder, name)


def fresh_file_url(folder: Path, name: str = NAME) -> str:
    """Put an empty, migrated SQLite database into a folder, whatever the run says, and return its address."""
    path = folder / name
    path.write_bytes(_migrated())
    return store.sqlite_url(path)


def unmade_url(folder: Path) -> str:
    """Return the address of a database without tables, where the database of an installation in a folder belongs."""
    if _CHOICE.server is None:
        return store.sqlite_url(folder / NAME)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _noted(folder, _CHOICE.server.fresh(is_migrated=False))


def copied_url(folder: Path, template: str) -> str:
    """Copy a database of the server, to which nobody is connected, and return the address of the copy."""
    if _CHOICE.server is None:
        raise ValueError("this run lies on SQLite: copy the file")
    return _noted(folder, _CHOICE.server.copy(template))


def kept_url(url: str) -> str:
    """Keep a database of the server until the run ends, for others are copied from it."""
    if _CHOICE.server is not None:
        _CHOICE.server.keep(url)
    return url


def url_of(folder: Path) -> str:
    """Return the address of the database of the installation in a folder."""
    noted = folder / _ADDRESS
    return noted.read_text() if noted.exists() else store.sqlite_url(folder / NAME)


def is_on_postgresql() -> bool:
    """Say whether this run puts installations on PostgreSQL."""
    return _CHOICE.server is not None


def _noted(folder: Path, url: str) -> str:
    (folder / _ADDRESS).write_text(url)
    return url
