"""What this process made of the record, kept for as long as nothing that it stands on was committed.

For the few things that every request asks for: status lists (`unchanged_list`), and what is made of rows that
seldom change (`unmarked`: DID documents, API keys, who issues here). Before anything kept is used the database is
asked for a word that is another one after every change of what it was made of, so that a revocation by another
process is seen by the very next question. What is issued meanwhile changes none of these words.
"""

import threading
from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar
from weakref import WeakKeyDictionary

from issuer.store import Database

T = TypeVar("T", bound=Sized)
MOST: Final = 512
LONGEST: Final = 4_000_000


@dataclass
class _Kept:
    """What is known of one database: by name the word under which it was read, and the value."""

    values: dict[tuple[str, str], tuple[str, Sized]] = field(default_factory=dict)
    size: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


_KEPT: Final[WeakKeyDictionary[Database, _Kept]] = WeakKeyDictionary()


class _Moment(threading.local):
    """The marks that were asked for in a piece of work of this thread; None outside of any."""

    marks: dict[Database, str] | None = None


_MOMENT: Final = _Moment()


@contextmanager
def one_moment() -> Iterator[None]:
    """Ask for the mark of what seldom changes once, for all that one piece of work asks `unmarked`.

    For work that tells of one moment and takes a moment, such as one verification: what is committed while it goes
    on is seen by the next one.
    """
    before = _MOMENT.marks
    _MOMENT.marks = {} if before is None else before
    try:
        yield
    finally:
        _MOMENT.marks = before


def _mark_of(database: Database) -> str:
    marks = _MOMENT.marks
    if marks is None:
        return database.mark()
    found = marks.get(database)
    if found is None:
        found = marks[database] = database.mark()
    return found


def unchanged_list(database: Database, kind: type[T], slug: str, read: Callable[[], T]) -> T:
    """Return what `read` gives, or gave before when neither the status list nor a key was changed since.

    Args:
        database: the record that `read` reads.
        kind: the type of the value; its length is what it counts for.
        slug: of the list.
        read: reads the list, its bits and its signed bytes, and what `unmarked` may read: no clock, no network.

    Raises:
        StoreUnavailableError: the database did not answer; and what `read` raises.
    """
    return _keep(database, lambda: database.list_word(slug), kind, ("list", slug), read)


def unmarked(database: Database, kind: type[T], name: tuple[str, str], read: Callable[[], T]) -> T:
    """Return what `read` gives, or gave before when none of the rows that seldom change was changed since.

    Args:
        database: the record that `read` reads.
        kind: the type of the value; its length is what it counts for, and an empty one is not kept.
        name: what is read, such as ("did", "scsc"); one name stands for one question for ever.
        read: reads profiles, keys, API keys, achievements and endorsements of achievements, and nothing else.

    Raises:
        StoreUnavailableError: the database did not answer; and what `read` raises.
    """
    return _keep(database, lambda: _mark_of(database), kind, name, read)


def unmarked_before(database: Database, kind: type[T], name: tuple[str, str]) -> T | None:
    """Return what `unmarked` gave last under a name, however long ago; None where nothing is kept."""
    kept = _KEPT.get(database)
    found = None if kept is None else kept.values.get(name, ("", ()))[1]
    return found if isinstance(found, kind) else None


def _keep(
    database: Database, ask: Callable[[], str], kind: type[T], name: tuple[str, str], read: Callable[[], T]
) -> T:
    kept = _KEPT.get(database)
    if kept is None:
        kept = _KEPT.setdefault(database, _Kept())
    word = ask()
    with kept.lock:
        known, found = kept.values.get(name, ("", ()))
    if known == word and isinstance(found, kind):
        return found
    # It is read after the word was asked for, so that it is at least as new as its word.
    value = read()
    if value:
        _remember(kept, name, word, value)
    return value


def _remember(kept: _Kept, name: tuple[str, str], word: str, value: Sized) -> None:
    with kept.lock:
        kept.size -= len(kept.values.pop(name, ("", ()))[1])
        if len(kept.values) >= MOST or kept.size + len(value) > LONGEST:
            kept.values.clear()
            kept.size = 0
        kept.values[name] = (word, value)
        kept.size += len(value)
