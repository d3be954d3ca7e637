"""A database whose writes fail where a test says: once as "failed", once as "failed but persisted".

Points are `insert TABLE`, `update TABLE`, `delete TABLE` and `commit NAME` with the name of the unit.
`seen` lists the points that were passed, so that a test can break every one of them in turn.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from issuer.store.database import Database
from issuer.store.engines import make_engine, parse_url

_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b(?: INTO| FROM)? \"?(\w+)", re.IGNORECASE)


class Mode(StrEnum):
    """What the one who wrote is told, and what is true."""

    FAILED = "failed"
    PERSISTED = "failed but persisted"


class ProcessDied(BaseException):
    """Stands for kill -9: nothing may catch it but the test."""


@dataclass
class _Fault:
    point: str
    mode: Mode
    skip: int
    error: BaseException


class FaultyDatabase(Database):
    """A database with at most one fault armed; it goes off once."""

    def __init__(self, url: str) -> None:
        address = parse_url(url)
        super().__init__(
            writer=make_engine(address, begin="BEGIN IMMEDIATE"),
            reading=make_engine(address, begin="BEGIN", read_only=True),
        )
        self.seen: list[str] = []
        self._fault: _Fault | None = None
        event.listen(self._writer, "before_cursor_execute", self._before)
        event.listen(self._writer, "after_cursor_execute", self._after)

    def arm(
        self, point: str, mode: Mode = Mode.FAILED, *, skip: int = 0, error: BaseException | None = None
    ) -> None:
        """Let the next write at `point` fail, after `skip` good ones, as a full disk or with `error`."""
        full = OperationalError("", {}, Exception("database or disk is full"))
        self._fault = _Fault(point, mode, skip, error or full)

    @property
    def is_armed(self) -> bool:
        """Say whether the fault has not gone off yet."""
        return self._fault is not None

    def _commit(self, connection: Connection, name: str) -> None:
        point = f"commit {name}"
        self._pass(point, Mode.FAILED)
        super()._commit(connection, name)
        self._pass(point, Mode.PERSISTED)

    def _before(self, _connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        if (point := _point(statement)) is not None:
            self._pass(point, Mode.FAILED)

    def _after(self, _connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        if (point := _point(statement)) is not None:
            self._pass(point, Mode.PERSISTED)

    def _pass(self, point: str, mode: Mode) -> None:
        if mode is Mode.FAILED:
            self.seen.append(point)
        fault = self._fault
        if fault is None or (fault.point, fault.mode) != (point, mode):
            return
        if fault.skip:
            fault.skip -= 1
            return
        self._fault = None
        raise fault.error


def _point(statement: str) -> str | None:
    match = _WRITE.match(statement)
    return f"{match.group(1).lower()} {match.group(2)}" if match else None
