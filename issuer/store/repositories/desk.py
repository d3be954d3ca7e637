"""Sessions of the hire desk: kept, read, and forgotten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, or_, select, update

from issuer.store.rows.desk import (
    DESK_FILES,
    DESK_SESSIONS,
    WAITING_RANK,
    DeskFile,
    DeskResult,
    DeskRow,
    DeskSession,
    FileState,
)
from issuer.store.statements import Statements

_SESSION = DESK_SESSIONS.c
_FILE = DESK_FILES.c
_LISTED: Final = tuple(DESK_FILES.c[name] for name in DeskRow.__dataclass_fields__)


@dataclass(frozen=True)
class DeskFilter:
    """Which files of a session.

    Attributes:
        verdicts: of these verdicts alone; None for all, also those that are not judged.
        words: a part of the name of the file, the holder or the achievement.
        order: "problems", "name" or "file".
    """

    verdicts: frozenset[str] | None = None
    words: str = ""
    order: str = "problems"


class DeskRepository:
    """Every statement about sessions of the desk; the work on their files is `DeskWorkRepository`'s."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def begin(self, session: DeskSession) -> None:
        """Keep a new session.

        Raises:
            ConflictError: its id is taken.
        """
        self._statements.add(DESK_SESSIONS, session, conflict="This session cannot be added")

    def find(self, session_id: str, *, now: datetime) -> DeskSession | None:
        """Return a session that is open and has not ended, or None."""
        query = select(DESK_SESSIONS).where(
            _SESSION.id == session_id, _SESSION.is_open == 1, _SESSION.expires_at > now
        )
        return self._statements.find(DeskSession, query)

    def add(self, session_id: str, files: Sequence[DeskFile], results: Sequence[DeskResult]) -> None:
        """Add files to a session that is being filled, and what is known at once about some of them.

        Raises:
            ConflictError: there is no such session, or it is open.
        """
        known = {result.number: result for result in results}
        rows = [_row(file, known.get(file.number)) for file in files]
        self._statements.change(
            update(DESK_SESSIONS)
            .where(_SESSION.id == session_id, _SESSION.is_open == 0)
            .values(
                total=_SESSION.total + len(rows), bytes=_SESSION.bytes + sum(len(file.data) for file in files)
            ),
            otherwise="This session is not being filled.",
        )
        self._statements.run(insert(DESK_FILES), rows, conflict="A file stands twice in this session")

    def open(self, session_id: str, *, name: str = "", district: str = "") -> None:
        """Give a session its name and the district whose rules are asked, and let the work on it begin.

        Raises:
            ConflictError: there is no such session, or it is open.
        """
        self._statements.change(
            update(DESK_SESSIONS)
            .where(_SESSION.id == session_id, _SESSION.is_open == 0)
            .values(is_open=1, name=name, district=district),
            otherwise="This session is not being filled.",
        )

    def forget(self, session_id: str) -> int:
        """Delete a session and everything of it; return how many there were."""
        return self._statements.run(delete(DESK_SESSIONS).where(_SESSION.id == session_id)).rowcount

    def forget_ended(self, *, now: datetime) -> int:
        """Delete every session that has ended and return how many."""
        return self._statements.run(delete(DESK_SESSIONS).where(_SESSION.expires_at <= now)).rowcount

    def has_ended(self, *, now: datetime) -> bool:
        """Say whether a session is due to be deleted."""
        query = select(_SESSION.id).where(_SESSION.expires_at <= now).limit(1)
        return self._statements.run(query).first() is not None

    def bytes_held(self) -> int:
        """Return the size of every file of every session together."""
        return int(self._statements.run(select(func.coalesce(func.sum(_SESSION.bytes), 0))).scalar_one())

    def counts(self, session_id: str) -> dict[str | None, int]:
        """Return how many files have each verdict; None stands for those that wait or are being judged."""
        query = (
            select(_FILE.verdict, func.count()).where(_FILE.session_id == session_id).group_by(_FILE.verdict)
        )
        return {verdict: int(count) for verdict, count in self._statements.run(query)}

    def rows(self, session_id: str, asked: DeskFilter, *, offset: int, limit: int) -> tuple[DeskRow, ...]:
        """Return a page of the list."""
        order: dict[str, tuple[Any, ...]] = {
            "problems": (_FILE.rank, _FILE.number),
            "name": (_FILE.holder, _FILE.number),
            "file": (_FILE.number,),
        }
        query = _asked(select(*_LISTED), session_id, asked).order_by(*order[asked.order])
        return self._statements.all(DeskRow, query.offset(offset).limit(limit))

    def count(self, session_id: str, asked: DeskFilter) -> int:
        """Return how many files the list has."""
        return int(self._statements.run(_asked(select(func.count()), session_id, asked)).scalar_one())

    def row(self, session_id: str, number: int) -> DeskRow | None:
        """Return one file with what was found, or None."""
        query = select(*_LISTED).where(_FILE.session_id == session_id, _FILE.number == number)
        return self._statements.find(DeskRow, query)

    def data(self, session_id: str, number: int) -> bytes | None:
        """Return the bytes of one file as they were handed in, or None."""
        query = select(_FILE.data).where(_FILE.session_id == session_id, _FILE.number == number)
        return self._statements.run(query).scalar_one_or_none()


def _asked(query: Select[Any], session_id: str, asked: DeskFilter) -> Select[Any]:
    query = query.where(_FILE.session_id == session_id)
    if asked.verdicts is not None:
        query = query.where(_FILE.verdict.in_(sorted(asked.verdicts)))
    if asked.words:
        columns: Iterable[Any] = (_FILE.name, _FILE.holder, _FILE.achievement)
        query = query.where(or_(*(column.icontains(asked.words, autoescape=True) for column in columns)))
    return query


def _row(file: DeskFile, result: DeskResult | None) -> dict[str, Any]:
    known = {} if result is None else dict(vars(result))
    unknown = {
        "verdict": None, "rank": WAITING_RANK, "holder": "", "achievement": "", "code": None, "words": None,
        "checked_at": None, "report": None,
    }  # fmt: skip
    state = FileState.WAITING if result is None else FileState.DONE
    return unknown | known | vars(file) | {"size": len(file.data), "state": state}
