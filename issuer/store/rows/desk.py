"""The hire desk: files that a clerk brought for some hours, and what was found about each.

Working rows: they end by themselves, and whoever has the link may delete them at once. A session is known by the
SHA-256 of its link's token, so that the database does not hold the link. Laws: a session ends after it began; a
file that is judged has a verdict, and one that is being judged a worker; what was handed in does not change
(`desk_files_stay_what_they_are`).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from issuer.store.base import METADATA, TEXT, Choice, moment, one_of

WAITING_RANK: Final = 8
"""Where a file that is not judged yet stands among the others: after every problem, before what is good."""


class FileState(StrEnum):
    """Where one file of the desk is."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"


DESK_SESSIONS: Final = Table(
    "desk_sessions",
    METADATA,
    Column("id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("district", TEXT, nullable=False, server_default=""),
    Column("is_open", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    moment("created_at"),
    moment("expires_at"),
    CheckConstraint("is_open IN (0, 1)", name="is_open"),
    CheckConstraint("total >= 0 AND bytes >= 0", name="total"),
    CheckConstraint("expires_at > created_at", name="ends_after_it_began"),
    CheckConstraint("length(id) = 64", name="id_is_a_digest"),
    Index("ix_desk_sessions_expires_at", "expires_at"),
)

DESK_FILES: Final = Table(
    "desk_files",
    METADATA,
    Column("session_id", TEXT, ForeignKey("desk_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", TEXT, nullable=False),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("state", Choice(FileState), nullable=False),
    Column("worker", TEXT),
    moment("leased_until", nullable=True),
    Column("tries", Integer, nullable=False),
    Column("verdict", TEXT),
    Column("rank", Integer, nullable=False),
    Column("holder", TEXT, nullable=False),
    Column("achievement", TEXT, nullable=False),
    Column("code", TEXT),
    Column("words", TEXT),
    moment("checked_at", nullable=True),
    Column("report", LargeBinary),
    PrimaryKeyConstraint("session_id", "number"),
    CheckConstraint(one_of("state", FileState), name="state"),
    CheckConstraint(
        "(state = 'leased') = (leased_until IS NOT NULL) AND (state = 'leased') = (worker IS NOT NULL)",
        name="leased_has_a_worker",
    ),
    CheckConstraint("(state = 'done') = (verdict IS NOT NULL)", name="done_has_a_verdict"),
    Index("ix_desk_files_state", "session_id", "state", "number"),
    Index("ix_desk_files_rank", "session_id", "rank", "number"),
)


@dataclass(frozen=True)
class DeskSession:
    """What a clerk asked to keep for some hours.

    Attributes:
        id: hex SHA-256 of the token in its link.
        name: what the clerk calls it, "" for nothing.
        district: slug of the district whose rules answer *Counts here?*, "" where that is not asked.
        is_open: 1 once every file is there, so that work may begin.
        total: number of files.
        bytes: their size together.
    """

    id: str
    name: str
    created_at: datetime
    expires_at: datetime
    district: str = ""
    is_open: int = 0
    total: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class DeskFile:
    """One file as it was handed in; `verdict`, `code` and `words` are set where it could not be read at all.

    Attributes:
        number: its place, from 1.
        name: what it is called.
        tries: how often a worker took it.
    """

    session_id: str
    number: int
    name: str
    data: bytes = field(repr=False)
    tries: int = 0


@dataclass(frozen=True)
class DeskResult:
    """What was found about one file.

    Attributes:
        verdict: a word of `verify.Verdict`.
        rank: its place in the list, problems first.
        holder: who holds it, as printed in the file.
        achievement: what it is for.
        code: why there is no report, None where there is one.
        words: the same for a person.
        report: the report as JSON.
    """

    session_id: str
    number: int
    verdict: str
    rank: int
    holder: str = ""
    achievement: str = ""
    code: str | None = None
    words: str | None = None
    checked_at: datetime | None = None
    report: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class DeskRow:
    """One file in the list, with what was found, if it was judged."""

    number: int
    name: str
    size: int
    verdict: str | None
    holder: str
    achievement: str
    code: str | None
    words: str | None
    checked_at: datetime | None
    report: bytes | None = field(default=None, repr=False)
