"""Rules about amounts, days and lanes; `limits`, `windows` and `lanes` of the room apply them.

`alternativeCreditCap`, `singleUse`, `windows`, `retroactive`, `maxLaneChangesPerYear`, `maxLanesPerChange`,
`pilot`.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from issuer.credits import units
from issuer.credits.predicates import values
from issuer.credits.predicates.socket import Predicate, Stage
from issuer.credits.predicates.values import MonthDay

CAREER: Final = "career"
YEAR: Final = "year"
SCHOOL_YEAR_START: Final = "school-year-start"


@dataclass(frozen=True)
class Cap:
    """The most hours of micro-credentials that count, in a career or in a school year."""

    value: Fraction
    unit: str
    per: str


@dataclass(frozen=True)
class Window:
    """When a request may be handed in, and from when the new lane is paid.

    Attributes:
        effective: a day of the year; None for the start of the school year.
    """

    submit_from: MonthDay
    submit_to: MonthDay
    effective: MonthDay | None


def read_caps(value: Any, pointer: str) -> tuple[Cap, ...]:  # noqa: ANN401  (any JSON value may stand there)
    """Read one cap, or a list of them."""
    many = isinstance(value, list)
    items = value if isinstance(value, list) else [value]
    if not items:
        values.refuse("a cap, or a list of caps", pointer)
    return tuple(_cap(item, f"{pointer}/{n}" if many else pointer) for n, item in enumerate(items))


def _cap(value: Any, pointer: str) -> Cap:  # noqa: ANN401  (any JSON value may stand there)
    found = values.members(value, pointer, required=("value", "unit", "per"))
    return Cap(
        values.amount(found["value"], f"{pointer}/value"),
        values.unit(found["unit"], f"{pointer}/unit"),
        values.choice(found["per"], f"{pointer}/per", (CAREER, YEAR)),
    )


def read_windows(value: Any, pointer: str) -> tuple[Window, ...]:  # noqa: ANN401  (any JSON value)
    """Read the windows of a year."""
    if not isinstance(value, list) or not value:
        values.refuse("a list of windows", pointer)
    return tuple(_window(item, f"{pointer}/{place}") for place, item in enumerate(value))


def _window(value: Any, pointer: str) -> Window:  # noqa: ANN401  (any JSON value may stand there)
    found = values.members(value, pointer, required=("submitFrom", "submitTo", "effective"))
    effective = found["effective"]
    return Window(
        values.month_day(found["submitFrom"], f"{pointer}/submitFrom"),
        values.month_day(found["submitTo"], f"{pointer}/submitTo"),
        None if effective == SCHOOL_YEAR_START else values.month_day(effective, f"{pointer}/effective"),
    )


def _pilot(value: Any, pointer: str) -> dict[str, Any]:  # noqa: ANN401  (any JSON value may stand there)
    found = values.members(value, pointer, required=("from", "to"), optional=("incentivePerEndorsement",))
    values.calendar_day(found["from"], f"{pointer}/from")
    values.calendar_day(found["to"], f"{pointer}/to")
    if "incentivePerEndorsement" in found:
        at = f"{pointer}/incentivePerEndorsement"
        incentive = values.members(found["incentivePerEndorsement"], at, required=("amount", "currency"))
        values.amount(incentive["amount"], f"{at}/amount")
    return found


def _caps_in_words(caps: tuple[Cap, ...]) -> str:
    told = [
        f"at most {units.in_words(cap.value, cap.unit)} in a {'career' if cap.per == CAREER else 'school year'}"
        for cap in caps
    ]
    return f"Hours of micro-credentials count up to a limit: {', '.join(told)}."


def _windows_in_words(windows: tuple[Window, ...]) -> str:
    told = [
        f"from {window.submit_from} to {window.submit_to}, paid from "
        f"{'the start of the school year' if window.effective is None else window.effective}"
        for window in windows
    ]
    return f"Requests are taken (month-day): {'; '.join(told)}."


PREDICATES: Final = (
    Predicate(
        "singleUse",
        Stage.LEDGER,
        values.flag,
        lambda once: (
            "A credit moves a lane once in this district."
            if once
            else "A credit may be used again in this district."
        ),
    ),
    Predicate("alternativeCreditCap", Stage.AMOUNT, read_caps, _caps_in_words),
    Predicate("windows", Stage.DAY, read_windows, _windows_in_words),
    Predicate(
        "retroactive",
        Stage.DAY,
        values.flag,
        lambda back: (
            "The new lane may be paid from a day before the request."
            if back
            else "The new lane is never paid from a day before the request."
        ),
    ),
    Predicate(
        "maxLaneChangesPerYear",
        Stage.LANE,
        values.whole,
        lambda most: f"At most {most} lane change{'s' if most > 1 else ''} in a school year.",
    ),
    Predicate(
        "maxLanesPerChange",
        Stage.LANE,
        values.whole,
        lambda most: f"At most {most} lane{'s' if most > 1 else ''} at a time.",
    ),
    Predicate(
        "pilot",
        Stage.NOTE,
        _pilot,
        lambda pilot: f"Pilot from {pilot['from']} to {pilot['to']}; it changes no hours.",
    ),
)
