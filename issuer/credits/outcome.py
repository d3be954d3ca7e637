"""What a decision says: hours, lane, window, every credential, and the trace. Frozen, and written one way.

Amounts are exact in JSON ("7.5", "2/3"); rounding is for people. Nothing is decided here.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from issuer.credits import units
from issuer.credits.findings import Step
from issuer.credits.lanes import Move
from issuer.credits.model import Kind
from issuer.credits.predicates.socket import day
from issuer.credits.reasons import REASONS
from issuer.credits.windows import Placed, State
from issuer.documents.strict_json import JsonObject


class Result(StrEnum):
    """What became of one credential; a component inside a micro-endorsement is counted there."""

    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    PENDING = "pending"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Item:
    """One credential of the request.

    Attributes:
        credit: the credential's id.
        hours: what was counted, in the district's unit.
        worth: what it is worth in that unit before caps; 0 where that is not known.
        source: "district" where the district set the value, "issuer" where it is a suggestion.
        reason: why not, or why not all; None for one that was counted wholly.
        consumed: ids and codes that counting it uses up; none unless hours were counted.
    """

    credit: str
    code: str
    kind: Kind
    title: str | None
    result: Result
    hours: Fraction
    worth: Fraction
    source: str
    reason: str | None
    consumed: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """Return it as JSON; every member is always there."""
        reason = None if self.reason is None else REASONS[self.reason]
        return {
            "credential": self.credit,
            "achievement": self.code,
            "kind": self.kind.value,
            "title": self.title,
            "result": self.result.value,
            "hours": units.exact(self.hours),
            "worth": units.exact(self.worth),
            "valueFrom": self.source,
            "reason": self.reason,
            "fixable": None if reason is None else reason.fixable,
            "advice": None if reason is None else reason.advice,
        }


@dataclass(frozen=True)
class Decision:
    """What a district's rules say about one request. The same inputs give the same decision, always.

    Attributes:
        hours: what counts, in `unit`.
        unused: hours over a cap.
        pending: hours that wait for something that can still come.
        window: when it is taken up.
        move: what happens on the ladder; None where the lane is not known.
        items: the credentials, in the order of the request.
        steps: the trace.
    """

    district: str
    rules_version: str
    on: date
    unit: str
    hours: Fraction
    unused: Fraction
    pending: Fraction
    window: Placed
    move: Move | None
    items: tuple[Item, ...]
    steps: tuple[Step, ...]

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Return (code, reason) of every credential that was not counted wholly, then of the request."""
        found = [(item.code, item.reason) for item in self.items if item.reason is not None]
        return tuple(found)

    def sentences(self) -> tuple[str, ...]:
        """Return the decision in a few sentences for a teacher."""
        told = [f"{units.in_words(self.hours, self.unit)} count{'s' if self.hours == 1 else ''}."]
        if self.pending:
            told.append(f"{units.in_words(self.pending, self.unit)} wait for something that can still come.")
        if self.unused:
            told.append(f"{units.in_words(self.unused, self.unit)} are over the limit and stay unused.")
        if self.window.state is State.DEFERRED and self.window.opens is not None:
            told.append(f"The request is taken up when the window opens on {day(self.window.opens)}.")
        if self.move is not None:
            told.append(_lane_in_words(self.move, self.window.effective, self.unit))
        return tuple(told)

    def to_json(self) -> JsonObject:
        """Return everything as JSON; this is what is canonicalized and signed."""
        return {
            "district": self.district,
            "rulesVersion": self.rules_version,
            "requestedOn": self.on.isoformat(),
            "unit": self.unit,
            "hours": units.exact(self.hours),
            "unused": units.exact(self.unused),
            "pending": units.exact(self.pending),
            "window": self.window.to_json(),
            "lane": None if self.move is None else _move_to_json(self.move),
            "credentials": [item.to_json() for item in self.items],
            "summary": list(self.sentences()),
            "trace": [step.to_json() for step in self.steps],
        }


def _lane_in_words(move: Move, effective: date, unit: str) -> str:
    if move.steps:
        return f"Lane {move.before.name} becomes {move.after.name}, paid from {day(effective)}."
    stay = f"The lane stays {move.after.name}."
    if move.following is None:
        return stay
    if not move.missing:
        return f"{stay} The hours reach {move.following.name} at the next change."
    on_file = f"{units.shown(move.total)} of {units.shown(move.following.credits)}"
    return f"{stay} {on_file} hours toward {move.following.name}; {units.in_words(move.missing, unit)} are missing."


def _move_to_json(move: Move) -> dict[str, Any]:
    return {
        "from": move.before.name,
        "to": move.after.name,
        "changed": bool(move.steps),
        "hoursBeyondDegree": units.exact(move.total),
        "next": None if move.following is None else move.following.name,
        "missing": units.exact(move.missing),
    }
