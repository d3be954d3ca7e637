"""The demonstration plays its own history: every use case runs with the clock at the moment of the plan.

So that awards lie in the school year in which they were decided, and some have ended since. Nothing
else is played: keys, ids, salts and slots come from the operating system, and the present is the present.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from issuer.clock import fixed
from issuer.demo import school_calendar
from issuer.demo.dataset import Dataset
from issuer.demo.plan import PlannedAward
from issuer.documents.times import format_time
from issuer.errors import ConfigurationError
from issuer.fetch import OfflineFetch
from issuer.services import publication
from issuer.services.local import LocalFetch
from issuer.services.toolkit import Toolkit


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


def require_past(toolkit: Toolkit, awards: tuple[PlannedAward, ...]) -> None:
    """Return quietly when all of the plan lies behind us.

    Raises:
        ConfigurationError: the clock of this machine stands before the last moment of the plan.
    """
    now = toolkit.clock()
    last = max(moment for award in awards for moment in (award.dates.settled_at, award.valid_until) if moment)
    if now <= last:
        raise ConfigurationError(
            f"The clock says {format_time(now)}; the demonstration ends on {format_time(last)}.",
            hint="Set the clock of this machine.",
        )
