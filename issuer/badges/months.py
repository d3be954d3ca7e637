"""Months of the calendar: the same day some months later."""

from calendar import monthrange
from datetime import datetime
from typing import Final

MONTHS: Final = 12


def add_months(moment: datetime, months: int) -> datetime:
    """Return the same day some months later, or the last day of a month that has no such day."""
    years, month = divmod(moment.month - 1 + months, MONTHS)
    year = moment.year + years
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
