"""Moments as text: XML Schema dateTimeStamp, read strictly, written one way.

VCDM 2.0 section 4.9 and Open Badges `DateTimeZ`: a date, `T`, a time and a zone. Week dates, basic
forms, a space for `T`, a missing zone and days that do not exist are refused. A moment that UTC
cannot hold (the last hours of the year 9999 in the far west) is taken as the nearest one it can.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from issuer.errors import InputError

_FORM: Final = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
EARLIEST: Final = datetime(1, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
LARGEST_OFFSET: Final = timedelta(hours=14)
LONGEST: Final = 35
"""Characters of the longest text of this form."""


def parse_time(text: object, pointer: str = "") -> datetime:
    """Read a dateTimeStamp as an aware UTC datetime.

    Args:
        text: the JSON value; anything but a string is refused.
        pointer: where it stands, for the error.

    Raises:
        InputError: MALFORMED_VALUE_ERROR, with the pointer.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise _no_time(pointer)
    try:
        return _read(text)
    except _NoTimeError:
        raise _no_time(pointer) from None
    except ValueError as exc:
        raise InputError("this date or time does not exist", pointer=pointer) from exc


def _no_time(pointer: str) -> InputError:
    return InputError("a date with time and zone is expected, like 2026-03-01T12:00:00Z", pointer=pointer)


class _NoTimeError(Exception):
    """A text of another form."""


@lru_cache(4_096)
def _read(text: str) -> datetime:
    """Return the moment that a text spells; documents name few, and each of them often."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise _NoTimeError
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    fraction = (match.group(7) or ".0")[1:7].ljust(6, "0")
    moment = datetime(year, month, day, hour, minute, second, int(fraction), tzinfo=_zone(match.group(8)))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return LATEST if year > 1 else EARLIEST


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > LARGEST_OFFSET:  # noqa: PLR2004  (minutes of an hour)
        raise ValueError(text)
    return timezone(-offset if text[0] == "-" else offset)


def format_time(moment: datetime) -> str:
    """Write an aware datetime as `YYYY-MM-DDTHH:MM:SSZ` (fractions only when there are any).

    Raises:
        ValueError: the datetime is naive, which is a mistake of the caller.
    """
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no moment")
    return _utc_text(moment.astimezone(UTC))


@lru_cache(maxsize=2048)
def _utc_text(moment: datetime) -> str:
    # In UTC alone equal moments have one text: elsewhere the two hours of one clock time compare as equal.
    plain = moment.replace(tzinfo=None)
    return plain.isoformat(timespec="microseconds" if plain.microsecond else "seconds") + "Z"
