"""Resolve what a crash left behind: versions and endorsements that were prepared and never finished.

A version in preparation may belong to a caller that is still at work. Giving it up is safe all the same:
that caller's commit 2 then finds it abandoned and begins the next version of the same id, or a new endorsement.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from issuer.errors import ConflictError
from issuer.services import versions
from issuer.services.endorsements import road
from issuer.services.principal import SYSTEM
from issuer.services.toolkit import Toolkit

STALE_AFTER: Final = timedelta(seconds=60)
"""Longer than any caller takes from commit 1 to commit 2 (security.md section 5)."""
_PER_READ: Final = 1000


@dataclass(frozen=True)
class SweepResult:
    """What a sweep did.

    Attributes:
        abandoned: (credential id, number) of every version that was given up, oldest first.
        endorsements: the id of every endorsement that was given up, oldest first.
        transcripts: the same of transcripts.
    """

    abandoned: tuple[tuple[str, int], ...]
    endorsements: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()


def sweep(toolkit: Toolkit, *, stale_after: timedelta = STALE_AFTER) -> SweepResult:
    """Give up every version that has been prepared for longer than `stale_after`; its slot stays burned.

    Asking for the credential again issues the next version of the same id.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    before = toolkit.clock() - stale_after
    abandoned: list[tuple[str, int]] = []
    while True:
        with toolkit.database.reader() as reader:
            left = reader.credentials.stale(before=before, limit=_PER_READ)
        for version in left:
            try:
                with toolkit.database.unit("sweep") as unit:
                    versions.abandon(unit, toolkit, SYSTEM, version, category="stale")
            except ConflictError:
                continue  # It was finished, or given up by another sweep, since it was read.
            abandoned.append((version.credential_id, version.number))
        if len(left) < _PER_READ:
            return SweepResult(
                tuple(abandoned), _endorsements(toolkit, before), _transcripts(toolkit, before)
            )


def _endorsements(toolkit: Toolkit, before: datetime) -> tuple[str, ...]:
    abandoned: list[str] = []
    while True:
        with toolkit.database.reader() as reader:
            left = reader.endorsements.stale(before=before, limit=_PER_READ)
        for endorsement in left:
            try:
                with toolkit.database.unit("sweep") as unit:
                    road.abandon(unit, toolkit, SYSTEM, endorsement, category="stale")
            except ConflictError:
                continue  # As above.
            abandoned.append(endorsement.id)
        if len(left) < _PER_READ:
            return tuple(abandoned)


def _transcripts(toolkit: Toolkit, before: datetime) -> tuple[str, ...]:
    abandoned: list[str] = []
    with toolkit.database.reader() as reader:
        left = reader.transcripts.stale(before=before, limit=_PER_READ)
    for transcript in left:
        with suppress(ConflictError), toolkit.database.unit("sweep") as unit:
            unit.transcripts.abandon(transcript.id, at=toolkit.clock())
            abandoned.append(transcript.id)
    return tuple(abandoned)
