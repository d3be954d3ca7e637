"""Resolve what a crash left behind: versions, endorsements and transcripts that were prepared and never finished.

A version in preparation may belong to a caller that is still at work. Giving it up is safe all the same:
that caller's commit 2 then finds it abandoned and begins the next version of the same id, or a new endorsement.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from issuer.errors import ConflictError
from issuer.services.endorsements import road
from issuer.services.issuing import versions
from issuer.services.principal import SYSTEM
from issuer.services.toolkit import Toolkit
from issuer.store import Unit

Left = TypeVar("Left")

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
    versions_left = _give_up(
        toolkit,
        lambda reader: reader.credentials.stale(before=before, limit=_PER_READ),
        lambda unit, left: versions.abandon(unit, toolkit, SYSTEM, left, category="stale"),
    )
    endorsements_left = _give_up(
        toolkit,
        lambda reader: reader.endorsements.stale(before=before, limit=_PER_READ),
        lambda unit, left: road.abandon(unit, toolkit, SYSTEM, left, category="stale"),
    )
    transcripts_left = _give_up(
        toolkit,
        lambda reader: reader.transcripts.stale(before=before, limit=_PER_READ),
        lambda unit, left: unit.transcripts.abandon(left.id, at=toolkit.clock()),
    )
    return SweepResult(
        abandoned=tuple((version.credential_id, version.number) for version in versions_left),
        endorsements=tuple(endorsement.id for endorsement in endorsements_left),
        transcripts=tuple(transcript.id for transcript in transcripts_left),
    )


def _give_up(
    toolkit: Toolkit, stale: Callable[[Unit], Sequence[Left]], abandon: Callable[[Unit, Left], None]
) -> list[Left]:
    """Give up everything of one kind that is stale, each in a unit of its own, oldest first."""
    given_up: list[Left] = []
    while True:
        with toolkit.database.reader() as reader:
            found = stale(reader)
        for left in found:
            try:
                with toolkit.database.unit("sweep") as unit:
                    abandon(unit, left)
            except ConflictError:
                continue  # It was finished, or given up by another sweep, since it was read.
            given_up.append(left)
        if len(found) < _PER_READ:
            return given_up
