"""What this process made of the record, kept for as long as nothing that it stands on was committed.

For the few things that every request asks for. Before anything kept is used the database is asked whether
anybody committed since: anything at all (`unchanged`, for status lists), or one of the rows that seldom change
(`unmarked`, for DID documents, API keys and who issues here), so that a revocation by another process is seen by
the very next question. When anything was, all is forgotten.
"""

import threading
from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from issuer.store import Database

T = TypeVar("T", bound=Sized)
MOST: Final = 64
LONGEST: Final = 4_000_000


@dataclass
class _Kept:
    """What is known of one database at one revision, and how long all of it is."""

    revision: str = ""
    values: dict[tuple[str, str], object] = field(default_factory=dict)
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_KEPT: Final[WeakKeyDictionary[Database, _Kept]] = WeakKeyDictionary()
_MARKED: Final[WeakKeyDictionary[Database, _Kept]] = WeakKeyDictionary()


def unchanged(database: Database, kind: type[T], name: tuple[str, str], read: Callable[[], T]) -> T:
    """Return what `read` gives, or gave before when nothing was committed since.

    Args:
        database: the record that `read` reads.
        kind: the type of the value; its length is what it counts for.
        name: what is read, such as ("did", "scsc"); one name stands for one question for ever.
        read: reads the record and nothing else that may change: no clock, no network.

    Raises:
        StoreUnavailableError: the database did not answer; and what `read` raises.
    """
    return _keep(_KEPT.setdefault(database, _Kept()), database.revision, kind, name, read)


def unmarked(database: Database, kind: type[T], name: tuple[str, str], read: Callable[[], T]) -> T:
    """Return what `read` gives, or gave before when none of the rows that seldom change was changed since.

    Args:
        database: as `unchanged`.
        kind: as there.
        name: as there.
        read: reads profiles, keys, API keys, achievements and endorsements of achievements, and nothing else.

    Raises:
        StoreUnavailableError: the database did not answer; and what `read` raises.
    """
    return _keep(_MARKED.setdefault(database, _Kept()), database.mark, kind, name, read)


def _keep(
    kept: _Kept, word: Callable[[], str], kind: type[T], name: tuple[str, str], read: Callable[[], T]
) -> T:
    revision = word()
    with kept.lock:
        if kept.revision != revision:
            kept.revision, kept.size = revision, 0
            kept.values.clear()
        found = kept.values.get(name)
    if isinstance(found, kind):
        return found
    # It is read after the revision was asked for, so that it is at least as new as its word.
    value = read()
    with kept.lock:
        if kept.revision == revision and len(kept.values) < MOST and kept.size < LONGEST:
            kept.values[name] = value
            kept.size += len(value)
    return value
