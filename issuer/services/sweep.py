"""Resolve what a crash left behind: versions that were prepared and never finished."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from issuer.services.toolkit import Toolkit

STALE_AFTER: Final = timedelta(seconds=60)


@dataclass(frozen=True)
class SweepResult:
    """What a sweep did: (credential id, number) of every version that was given up."""

    abandoned: tuple[tuple[str, int], ...]


def sweep(toolkit: Toolkit, *, stale_after: timedelta = STALE_AFTER) -> SweepResult:
    """Give up every version that has been prepared for longer than `stale_after`; its slot stays burned.

    Asking for the credential again issues the next version of the same id.

    Raises:
        StoreUnavailableError: the database did not answer.
    """
    raise NotImplementedError
