"""When work was done, submitted, decided and awarded: fixed days of past school years, all in UTC.

Nothing here asks for the time; `history` puts the school year behind us.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from issuer.demo import chance
from issuer.demo.dataset import Window

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)
# Offices in the central time zone are open from 14:00 to 22:00 UTC, in winter and in summer.
_OPENS_AT: Final = 14
_OPEN_MINUTES: Final = 8 * 60


@dataclass(frozen=True)
class Dates:
    """The moments of one award, in this order.

    Attributes:
        settled_at: when its fate came, for an award that is withdrawn, replaced or put on hold.
    """

    period_start: datetime
    period_end: datetime
    submitted_at: datetime
    decided_at: datetime
    awarded_at: datetime
    settled_at: datetime


def day_in(window: Window, *, place: int, of: int, words: tuple[str, ...]) -> date:
    """Return a weekday in the `place`-th of `of` equal parts of a window, so that a person's awards follow."""
    days = (window.last - window.first).days + 1
    first, end = days * place // of, days * (place + 1) // of
    return _weekday(window.first + timedelta(days=first + chance.below(max(1, end - first), "day", *words)))


def dates_of(decided: date, words: tuple[str, ...]) -> Dates:
    """Return all moments of an award whose portfolio was decided on a day."""
    decided_at = _office_hour(decided, "decided", *words)
    submitted = decided - timedelta(days=2 + chance.below(5, "submitted", *words))
    submitted_at = _office_hour(submitted, "submitted", *words)
    period_end = _office_hour(submitted - timedelta(days=1 + chance.below(4, "end", *words)), "end", *words)
    awarded = _weekday(decided + _ONE_DAY)
    settled = _weekday(awarded + timedelta(days=14 + chance.below(35, "settled", *words)))
    weeks = 5 + chance.below(7, "weeks", *words)
    return Dates(
        period_start=period_end.replace(hour=_OPENS_AT, minute=0) - timedelta(weeks=weeks),
        period_end=period_end,
        submitted_at=submitted_at,
        decided_at=decided_at,
        awarded_at=_office_hour(awarded, "awarded", *words),
        settled_at=_office_hour(settled, "settled", *words),
    )


def settled_after(dates: Dates, last: datetime, words: tuple[str, ...]) -> Dates:
    """Return the moments of an award whose fate comes after another award, as long after as it would have."""
    if dates.settled_at > last:
        return dates
    days = (dates.settled_at - dates.awarded_at).days
    settled = _weekday(last.date() + timedelta(days=days))
    return replace(dates, settled_at=_office_hour(settled, "settled", *words))


def office_opens(day: date) -> datetime:
    """Return the first office moment of a day."""
    return datetime.combine(day, time(_OPENS_AT), tzinfo=UTC)


def day_begins(day: date) -> datetime:
    """Return the first second of a day."""
    return datetime.combine(day, time(0), tzinfo=UTC)


def day_ends(day: date) -> datetime:
    """Return the last second of a day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def _weekday(day: date) -> date:
    while day.weekday() >= _SATURDAY:
        day += _ONE_DAY
    return day


def _office_hour(day: date, *words: str) -> datetime:
    return office_opens(day) + timedelta(minutes=chance.below(_OPEN_MINUTES, *words))
