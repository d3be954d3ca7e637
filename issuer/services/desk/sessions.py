"""Taking files in, finding them again by their link, and forgetting them.

A session is opened with all of its files or not at all; its link holds 192 random bits, and the record holds
the digest of them alone. Nothing about who brought or read the files is kept, and no event tells of them.
A session that has ended is gone for every reader at that moment, and from the record within a minute.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from issuer.errors import InputError, NotFoundError, StoreUnavailableError
from issuer.services.batch_verification.inputs import Input
from issuer.services.batch_verification.judging import Judged
from issuer.services.desk.judged import result_of
from issuer.services.recognition import reading
from issuer.services.toolkit import Toolkit
from issuer.store import DeskFile, DeskResult, DeskRow, DeskSession
from issuer.verify import Verdict
from issuer.verify.summary import clean

MOST_FILES: Final = 1_000
MOST_BYTES: Final = 64 * 1024 * 1024
LONGEST_NAME: Final = 80
TOKEN_BYTES: Final = 24
_AT_ONCE: Final = 4 * 1024 * 1024
_MOST_AT_ONCE: Final = 100
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class Opened:
    """A session that was just opened, with the token of its link."""

    token: str = field(repr=False)
    session: DeskSession


def is_kept(toolkit: Toolkit) -> bool:
    """Say whether this installation has a desk."""
    return toolkit.settings.desk_hours > 0


def open_session(
    toolkit: Toolkit,
    files: Iterable[Input],
    *,
    name: Callable[[], str] = str,
    district: Callable[[], str] = str,
) -> Opened:
    """Keep files for their clerk and let the work on them begin.

    Args:
        toolkit: what to work with.
        files: read one after the other, and kept as they come.
        name: says what the clerk calls them; asked when all are read, because a form may name them last.
        district: says in the same way which district's rules answer *Counts here?*; "" asks for none.

    Raises:
        NotFoundError: this installation has no desk.
        InputError: there is no file, or there are too many or too large ones, or no such district; nothing is kept.
        StoreUnavailableError: DESK_FULL: what others brought takes all the room; nothing is kept.
    """
    if not is_kept(toolkit):
        raise NotFoundError("This installation has no hire desk.")
    token = base64.urlsafe_b64encode(toolkit.randomness.token(TOKEN_BYTES)).decode()
    now = toolkit.clock()
    session = DeskSession(
        id=id_of(token),
        name="",
        created_at=now,
        expires_at=now + timedelta(hours=toolkit.settings.desk_hours),
    )
    with toolkit.database.unit("desk.begin") as unit:
        unit.desk.begin(session)
    is_whole = False
    try:
        for chunk in _chunks(_bounded(files)):
            _add(toolkit, session, chunk)
        with toolkit.database.unit("desk.open") as unit:
            unit.desk.open(
                session.id, name=clean(name())[:LONGEST_NAME], district=_known_district(toolkit, district())
            )
            opened = unit.desk.find(session.id, now=now)
            if opened is None or not opened.total:
                raise InputError("There is no file to check.", hint="Choose at least one file.")
        is_whole = True
    finally:
        if not is_whole:
            _forget(toolkit, session.id)
    return Opened(token, opened)


def _known_district(toolkit: Toolkit, slug: str) -> str:
    if slug and slug not in {one.slug for one in reading.districts(toolkit)}:
        raise InputError("This district has no rules here.", hint="Choose a district from the list.")
    return slug


def find(toolkit: Toolkit, token: str) -> DeskSession:
    """Return the session of a link.

    Raises:
        NotFoundError: there is none, it ended, or it was forgotten; nobody is told which.
    """
    with toolkit.database.reader() as reader:
        found = reader.desk.find(id_of(token), now=toolkit.clock())
    if found is None:
        raise NotFoundError(
            "These files are not here. They were forgotten, or their time ran out.",
            hint="Bring the files to the desk again.",
        )
    return found


def forget(toolkit: Toolkit, token: str) -> None:
    """Delete a session, its files and its reports at once.

    Raises:
        NotFoundError: there is no such session.
    """
    _forget(toolkit, find(toolkit, token).id)


def check_again(toolkit: Toolkit, token: str) -> int:
    """Let the files that could not be checked be judged once more; return how many they are.

    Raises:
        NotFoundError: there is no such session.
    """
    session = find(toolkit, token)
    with toolkit.database.unit("desk.again") as unit:
        return unit.desk_work.again(session.id, verdict=Verdict.INDETERMINATE.value)


def file_of(toolkit: Toolkit, token: str, number: int) -> tuple[DeskSession, DeskRow]:
    """Return a session and one file of it, with what was found.

    Raises:
        NotFoundError: there is no such session, or no such file in it.
    """
    session = find(toolkit, token)
    with toolkit.database.reader() as reader:
        row = reader.desk.row(session.id, number)
    if row is None:
        raise NotFoundError("There is no such file in this batch.")
    return session, row


def bytes_of(toolkit: Toolkit, token: str, number: int) -> bytes:
    """Return one file as it was handed in; b"" where it was too large to be taken.

    Raises:
        NotFoundError: there is no such session, or no such file in it.
    """
    session = find(toolkit, token)
    with toolkit.database.reader() as reader:
        data = reader.desk.data(session.id, number)
    if data is None:
        raise NotFoundError("There is no such file in this batch.")
    return data


def sweep(toolkit: Toolkit) -> int:
    """Delete every session that has ended and return how many."""
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        if not reader.desk.has_ended(now=now):
            return 0
    with toolkit.database.unit("desk.sweep") as unit:
        return unit.desk.forget_ended(now=now)


def id_of(token: str) -> str:
    """Return the id of the session to which a link leads."""
    return hashlib.sha256(token.encode()).hexdigest()


def _forget(toolkit: Toolkit, session_id: str) -> None:
    with toolkit.database.unit("desk.forget") as unit:
        unit.desk.forget(session_id)


def _bounded(files: Iterable[Input]) -> Iterator[Input]:
    count, size = 0, 0
    for given in files:
        count, size = count + 1, size + len(given.data)
        if count > MOST_FILES or size > MOST_BYTES:
            raise InputError(
                f"The desk takes at most {MOST_FILES} files and {MOST_BYTES // MEGABYTE} MB at a time.",
                code="INPUT_TOO_LARGE",
                hint="Bring them in two or more parts.",
            )
        yield given


def _chunks(files: Iterable[Input]) -> Iterator[list[Input]]:
    chunk: list[Input] = []
    size = 0
    for given in files:
        chunk.append(given)
        size += len(given.data)
        if size >= _AT_ONCE or len(chunk) >= _MOST_AT_ONCE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _add(toolkit: Toolkit, session: DeskSession, chunk: list[Input]) -> None:
    room = toolkit.settings.desk_megabytes * MEGABYTE
    files = [DeskFile(session.id, given.number, given.name, given.data) for given in chunk]
    with toolkit.database.unit("desk.add") as unit:
        if unit.desk.bytes_held() + sum(len(file.data) for file in files) > room:
            raise StoreUnavailableError(
                "The desk is full of what others brought.",
                code="DESK_FULL",
                hint="Try again in an hour, or ask the operator for more room (MINTMARK_DESK_MEGABYTES).",
            )
        unit.desk.add(session.id, files, list(_known(toolkit, session, chunk)))


def _known(toolkit: Toolkit, session: DeskSession, chunk: list[Input]) -> Iterator[DeskResult]:
    """Yield what is known at once about files that could not be read in."""
    for given in chunk:
        if given.problem is not None:
            judged = Judged(given.number, given.name, problem=given.problem)
            yield result_of(session.id, judged, toolkit.clock())
