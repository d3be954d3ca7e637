"""Mails that are held until the record says that they go: written before a commit, released after it.

Whoever notes in the database that somebody was told writes the mail in the same unit, under the name of the note, and
releases it when the commit is done. A process that dies in between leaves the file, and the next round releases it
when the record says so: the mail is put on its way once, whatever dies when.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from issuer.errors import StoreUnavailableError
from issuer.services.outbox.box import Letter, write
from issuer.services.toolkit import Toolkit

HELD: Final = "held"
ABANDONED_AFTER: Final = timedelta(hours=1)
"""No unit lasts as long: what is older and not in the record was rolled back."""
_NAME: Final = re.compile(r"(?P<begun>[0-9]{10,12})-[0-9]{10,12}-0-(?P<id>[0-9a-f-]{36})\.held")


def hold(toolkit: Toolkit, letter: Letter, *, urn: str) -> None:
    """Write a mail that is not on its way yet, in place of one that was held under the same name.

    Raises:
        InputError: the address does not have the form of one.
        StoreUnavailableError: the folder cannot be written.
    """
    _drop(toolkit, urn)
    write(toolkit, letter, name=_identifier(urn), state=HELD)


def release(toolkit: Toolkit, urn: str) -> bool:
    """Put a held mail on its way; False when there is none, because another process was faster.

    Raises:
        StoreUnavailableError: the folder cannot be changed.
    """
    released = False
    try:
        for path in _files(toolkit, urn):
            path.rename(path.with_suffix(".eml"))
            released = True
    except FileNotFoundError:
        return released
    except OSError as exc:
        raise StoreUnavailableError(f"The outbox cannot be changed: {type(exc).__name__}.") from exc
    return released


def held(toolkit: Toolkit) -> tuple[str, ...]:
    """Return the names of mails that are held, as `urn:uuid:…`."""
    return tuple(f"urn:uuid:{match['id']}" for match in _matches(toolkit))


def drop_abandoned(toolkit: Toolkit, urn: str) -> None:
    """Forget a mail of which the record knows nothing, once no unit can be writing it any more.

    Raises:
        StoreUnavailableError: the folder cannot be changed.
    """
    before = (toolkit.clock() - ABANDONED_AFTER).timestamp()
    if any(match["id"] == _identifier(urn) and int(match["begun"]) < before for match in _matches(toolkit)):
        _drop(toolkit, urn)


def _drop(toolkit: Toolkit, urn: str) -> None:
    try:
        for path in _files(toolkit, urn):
            path.unlink(missing_ok=True)
    except OSError as exc:
        raise StoreUnavailableError(f"The outbox cannot be changed: {type(exc).__name__}.") from exc


def _files(toolkit: Toolkit, urn: str) -> list[Path]:
    folder = toolkit.settings.outbox_directory
    return sorted(folder.glob(f"*-{_identifier(urn)}.{HELD}")) if folder.is_dir() else []


def _matches(toolkit: Toolkit) -> list[re.Match[str]]:
    folder = toolkit.settings.outbox_directory
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return [match for name in names if (match := _NAME.fullmatch(name))]


def _identifier(urn: str) -> str:
    return urn.removeprefix("urn:uuid:")
