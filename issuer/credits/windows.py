"""When a request is taken up, and from when a new lane is paid.

A request outside every window is not refused but taken up when the next one opens (scenario S11). The day
from which the lane is paid is the first such day on or after the window's first day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from issuer.credits.findings import THE_REQUEST, Outcome, Step
from issuer.credits.predicates.limits import Window
from issuer.credits.predicates.socket import day, met
from issuer.credits.predicates.values import MonthDay
from issuer.documents.strict_json import JsonObject


class State(StrEnum):
    """Whether a request is taken up now, at the next window, or whenever it comes."""

    OPEN = "open"
    DEFERRED = "deferred"
    ALWAYS = "always"


@dataclass(frozen=True)
class Placed:
    """Where a request falls.

    Attributes:
        opens: first day of the window that takes it up; None where there are no windows.
        closes: its last day.
        effective: from when a new lane is paid.
    """

    state: State
    opens: date | None
    closes: date | None
    effective: date

    def to_json(self) -> JsonObject:
        """Return it as JSON."""
        return {
            "state": self.state.value,
            "opens": None if self.opens is None else self.opens.isoformat(),
            "closes": None if self.closes is None else self.closes.isoformat(),
            "effective": self.effective.isoformat(),
        }


def place(
    windows: Sequence[Window], *, on: date, year_start: MonthDay, retroactive: bool
) -> tuple[Placed, Step]:
    """Find the window that takes up a request of one day.

    Args:
        windows: the district's windows; none means that a request is taken up at any time.
        on: the day of the request.
        year_start: the first day of the school year.
        retroactive: whether the lane may be paid from a day before the request.
    """
    looked = f"Asked {day(on)}."
    if not windows:
        placed = Placed(State.ALWAYS, None, None, on)
        return placed, met("windows", THE_REQUEST, looked, "This district takes requests at any time.")
    spans = [_span(window, on) for window in windows]
    opened = [item for item in spans if item[0] <= on <= item[1]]
    opens, closes, window = min(opened or spans, key=lambda item: item[0])
    state = State.OPEN if opened else State.DEFERRED
    effective = (window.effective or year_start).on_or_after(opens)
    if not retroactive:
        effective = max(effective, on)
    placed = Placed(state, opens, closes, effective)
    span = f"{day(opens)} to {day(closes)}"
    paid = f"A new lane is paid from {day(effective)}."
    if state is State.OPEN:
        return placed, met("windows", THE_REQUEST, f"{looked} The window is {span}.", f"In time. {paid}")
    words = f"It is not refused; it is taken up when the window opens. {paid}"
    step = Step(
        "windows", THE_REQUEST, Outcome.NOTE, f"{looked} The next window is {span}.", words, "deferred"
    )
    return placed, step


def _span(window: Window, on: date) -> tuple[date, date, Window]:
    """Return the window's days that hold `on`, or the next ones after it; it may run over New Year."""
    opens = window.submit_from.on_or_before(on)
    closes = window.submit_to.on_or_after(opens)
    if closes < on:
        opens = window.submit_from.on_or_after(on)
        closes = window.submit_to.on_or_after(opens)
    return opens, closes, window
