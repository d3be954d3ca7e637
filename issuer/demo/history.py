"""The demonstration plays its own history: every use case runs with the clock at the moment of the plan.

So that awards lie in the school year in which they were decided, and some have ended since. Nothing
else is played: keys, ids, salts and slots come from the operating system, and the present is the present.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from issuer.clock import fixed
from issuer.demo import school_calendar
from issuer.demo.dataset import Dataset, moved_back
from issuer.demo.plan import PlannedAward, plan
from issuer.documents.times import format_time
from issuer.errors import ConfigurationError
from issuer.fetch import OfflineFetch
from issuer.services import profiles, publication
from issuer.services.local import LocalFetch
from issuer.services.toolkit import Toolkit

MOST_YEARS: Final = 30
"""How far back the school year may be put, on a machine whose clock is behind."""


def at(toolkit: Toolkit, moment: datetime) -> Toolkit:
    """Return the toolkit with its clock standing at a moment; our own documents are read as of then.

    Nobody else is asked: what is issued in the past names only addresses of ours.
    """
    then = replace(toolkit, clock=fixed(moment), fetch=OfflineFetch())
    publish = partial(publication.document_at, then)
    return replace(
        then, fetch=LocalFetch(base_url=toolkit.base_url, publish=publish, elsewhere=OfflineFetch())
    )


def founded(toolkit: Toolkit, dataset: Dataset) -> Toolkit:
    """Return the toolkit at the moment at which everything was set up."""
    return at(toolkit, school_calendar.office_opens(dataset.figures.founded))


def placed(toolkit: Toolkit, dataset: Dataset) -> Dataset:
    """Return the data with its school year where it belongs: where it was put first, else behind us.

    The year of the files, or on a machine whose clock stands before its end the newest one that is over.

    Raises:
        ConfigurationError: the clock stands before every year that could be meant.
    """
    known = next((item for item in profiles.all_profiles(toolkit) if item.slug == dataset.parent.slug), None)
    now = toolkit.clock()
    for years in range(MOST_YEARS):
        moved = moved_back(dataset, years)
        if known is not None and known.created_at == school_calendar.office_opens(moved.figures.founded):
            return moved
    for years in range(MOST_YEARS):
        moved = moved_back(dataset, years)
        if last_moment(plan(moved)) < now:
            return moved
    raise ConfigurationError(f"The clock says {format_time(now)}.", hint="Set the clock of this machine.")


def last_moment(awards: tuple[PlannedAward, ...]) -> datetime:
    """Return when the last thing of the plan happens."""
    ends = [award.valid_until for award in awards if award.valid_until is not None]
    return max(*ends, *(award.dates.settled_at for award in awards))
