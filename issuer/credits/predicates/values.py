"""How the parameters of rules are read; each refuses what is not of its form, naming the place."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, NoReturn

from issuer.credits import units
from issuer.errors import InputError

_MONTH_DAY: Final = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_ORDINARY_YEAR: Final = 2001
MOST: Final = 1_200


@dataclass(frozen=True, order=True)
class MonthDay:
    """A day of every year."""

    month: int
    day: int

    def in_year(self, year: int) -> date:
        """Return the day in one year."""
        return date(year, self.month, self.day)

    def on_or_after(self, moment: date) -> date:
        """Return the first such day that is not before another."""
        found = self.in_year(moment.year)
        return found if found >= moment else self.in_year(moment.year + 1)

    def on_or_before(self, moment: date) -> date:
        """Return the last such day that is not after another."""
        found = self.in_year(moment.year)
        return found if found <= moment else self.in_year(moment.year - 1)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


def refuse(expected: str, pointer: str) -> NoReturn:
    """Refuse a value.

    Raises:
        InputError: MALFORMED_VALUE_ERROR, always.
    """
    raise InputError(f"{expected} is expected here", pointer=pointer)


def flag(value: Any, pointer: str) -> bool:  # noqa: ANN401  (any JSON value may stand there)
    """Read true or false."""
    return value if isinstance(value, bool) else refuse("true or false", pointer)


def whole(value: Any, pointer: str) -> int:  # noqa: ANN401  (any JSON value may stand there)
    """Read a whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
        refuse(f"a whole number from 1 to {MOST}", pointer)
    return value


def month_day(value: Any, pointer: str) -> MonthDay:  # noqa: ANN401  (any JSON value may stand there)
    """Read a day of every year, such as "08-01"; February 29 is not in every year."""
    match = _MONTH_DAY.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        found = MonthDay(int(match[1]), int(match[2]))
        try:
            found.in_year(_ORDINARY_YEAR)
        except ValueError:
            refuse("a day that is in every year, such as 08-01", pointer)
        return found
    return refuse("a month and a day, such as 08-01", pointer)


def calendar_day(value: Any, pointer: str) -> date:  # noqa: ANN401  (any JSON value may stand there)
    """Read a day, such as "2026-08-01"."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else refuse("a day", pointer)
    except ValueError:
        return refuse("a day such as 2026-08-01", pointer)


def choice(value: Any, pointer: str, allowed: Collection[str]) -> str:  # noqa: ANN401  (any JSON value)
    """Read one of some words."""
    if not isinstance(value, str) or value not in allowed:
        refuse(f"one of {', '.join(allowed)}", pointer)
    return value


def choices(value: Any, pointer: str, allowed: Collection[str]) -> tuple[str, ...]:  # noqa: ANN401  (JSON, judged here)
    """Read a list of some words, or one of them alone."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not items:
        refuse(f"a list of {', '.join(allowed)}", pointer)
    return tuple(choice(item, f"{pointer}/{place}", allowed) for place, item in enumerate(items))


def texts(value: Any, pointer: str) -> tuple[str, ...]:  # noqa: ANN401  (any JSON value may stand there)
    """Read a list of texts."""
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        refuse("a list of texts", pointer)
    return tuple(value)


def members(
    value: Any,  # noqa: ANN401  (any JSON value may stand there)
    pointer: str,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
) -> dict[str, Any]:
    """Read an object with exactly these members."""
    if not isinstance(value, dict):
        refuse(f"an object with {', '.join(required)}", pointer)
    for name in required:
        if name not in value:
            refuse(f"the member {name}", pointer)
    for name in value:
        if name not in required and name not in optional:
            raise InputError(f"the member {name[:40]!r} is not known here", pointer=f"{pointer}/{name[:40]}")
    return value


def unit(value: Any, pointer: str) -> str:  # noqa: ANN401  (any JSON value may stand there)
    """Read the name of a unit."""
    return choice(value, pointer, units.UNITS)


def amount(value: Any, pointer: str) -> Fraction:  # noqa: ANN401  (any JSON value may stand there)
    """Read an amount of credit."""
    return units.read_amount(value, pointer)
