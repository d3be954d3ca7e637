"""Files of the hire desk as work: taken, settled, taken again after a worker died."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select, tuple_, update

from issuer.store.fixed import Fixed
from issuer.store.rows.desk import (
    DESK_FILES,
    DESK_SESSIONS,
    WAITING_RANK,
    DeskFile,
    DeskResult,
    FileState,
)
from issuer.store.statements import Statements

_SESSION = DESK_SESSIONS.c
_FILE = DESK_FILES.c
_FREE = {"state": FileState.WAITING, "worker": None, "leased_until": None}
_UNJUDGED: dict[str, Any] = {
    "verdict": None, "rank": WAITING_RANK, "holder": "", "achievement": "", "code": None, "words": None,
    "checked_at": None, "report": None,
}  # fmt: skip


def _free(now: datetime | BindParameter[Any]) -> Select[Any]:
    waits: ColumnElement[bool] = or_(
        _FILE.state == FileState.WAITING,
        and_(_FILE.state == FileState.LEASED, _FILE.leased_until <= now),
    )
    return (
        select(_FILE.session_id, _FILE.number)
        .join(DESK_SESSIONS, _SESSION.id == _FILE.session_id)
        .where(_SESSION.is_open == 1, _SESSION.expires_at > now, waits)
    )


# Every process asks it twice a second, beside the requests that it serves.
_WAITING: Final = Fixed(_free(bindparam("now")).limit(1))


class DeskWorkRepository:
    """Who judges which file; sessions that ended are left alone."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def is_waiting(self, *, now: datetime) -> bool:
        """Say whether there is a file to take."""
        return bool(self._statements.rows(_WAITING, now=now))

    def lease(self, *, worker: str, now: datetime, until: datetime, limit: int) -> tuple[DeskFile, ...]:
        """Take up to `limit` files that wait, or whose lease has ended; the oldest session first.

        Workers that ask at the same time get different files and do not wait for each other.
        """
        query = _free(now).order_by(_SESSION.created_at, _FILE.session_id, _FILE.number).limit(limit)
        keys = [
            tuple(row) for row in self._statements.run(query.with_for_update(of=DESK_FILES, skip_locked=True))
        ]
        if not keys:
            return ()
        mine = tuple_(_FILE.session_id, _FILE.number).in_(keys)
        self._statements.run(
            update(DESK_FILES)
            .where(mine)
            .values(state=FileState.LEASED, worker=worker, leased_until=until, tries=_FILE.tries + 1)
        )
        columns = [_FILE[name] for name in DeskFile.__dataclass_fields__]
        return self._statements.all(
            DeskFile, select(*columns).where(mine).order_by(_FILE.session_id, _FILE.number)
        )

    def districts(self, session_ids: Iterable[str]) -> dict[str, str]:
        """Return by session the district whose rules are asked, "" where none is."""
        query = select(_SESSION.id, _SESSION.district).where(_SESSION.id.in_(sorted(session_ids)))
        return {row.id: row.district for row in self._statements.run(query)}

    def settle(self, results: Sequence[DeskResult], *, worker: str) -> None:
        """Record what was found about files that this worker holds; what was forgotten meanwhile stays so."""
        if not results:
            return
        statement = (
            update(DESK_FILES)
            .where(
                _FILE.session_id == bindparam("b_session_id"),
                _FILE.number == bindparam("b_number"),
                _FILE.state == FileState.LEASED,
                _FILE.worker == worker,
            )
            .values(
                {name: bindparam(f"b_{name}") for name in _UNJUDGED}
                | {"state": FileState.DONE, "worker": None, "leased_until": None}
            )
        )
        rows = [{f"b_{name}": value for name, value in vars(result).items()} for result in results]
        self._statements.run(statement, rows)

    def give_back(self, *, worker: str) -> int:
        """Let go of everything a worker has and return how much that was."""
        held = _FILE.state == FileState.LEASED, _FILE.worker == worker
        return self._statements.run(update(DESK_FILES).where(*held).values(**_FREE)).rowcount

    def again(self, session_id: str, *, verdict: str) -> int:
        """Let the files of one verdict be judged once more and return how many they are."""
        judged = _FILE.session_id == session_id, _FILE.verdict == verdict
        return self._statements.run(
            update(DESK_FILES).where(*judged).values(**_UNJUDGED, **_FREE, tries=0)
        ).rowcount
