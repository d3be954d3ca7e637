"""What one recogniser says an achievement is worth to it: dated, versioned, exact (domain.md CRD-01).

The issuer's hours are a suggestion; an equivalency is a decision of whoever recognises them. Two districts
may hold different values for one achievement, and both are right. A new version ends the one before from
its first day on. Signing and keeping is not done here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from issuer.documents.strict_json import JsonObject

GRADUATE_EQUIVALENT: Final = "graduate-equivalent"
TRANSCRIPTED: Final = "graduate, transcripted"


class Basis(StrEnum):
    """On what a value rests."""

    EQUIVALENT = "equivalent"
    TRANSCRIPTED = "transcripted"
    LOCAL = "local"


@dataclass(frozen=True)
class Equivalency:
    """One version of a recogniser's statement.

    Attributes:
        recogniser: short name of who recognises.
        achievement: the achievement's code.
        achievement_version: the version it is about, None for every version.
        number: 1 for the first statement of this recogniser about this achievement version.
        value: how much it is worth, exactly.
        unit: a key of `units.UNITS`.
        level: such as "graduate-equivalent".
        basis: on what the value rests.
        valid_from: the first day on which it holds.
        valid_until: the last day, None for no end.
        conditions: what else must be so, in words.
    """

    recogniser: str
    achievement: str
    achievement_version: str | None
    number: int
    value: Fraction
    unit: str
    level: str
    basis: Basis
    valid_from: date
    valid_until: date | None = None
    conditions: str = ""

    def covers(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def in_force(
    known: Iterable[Equivalency], *, achievement: str, version: str | None, on: date
) -> Equivalency | None:
    """Return the statement that holds on a day: one for the very version first, then the newest.

    Args:
        known: statements of one recogniser.
        achievement: the achievement's code.
        version: its version, None when it is not known; then only statements for every version fit.
        on: the day.
    """
    fitting = [
        item
        for item in known
        if item.achievement == achievement and item.achievement_version in {None, version} and item.covers(on)
    ]
    return max(
        fitting,
        key=lambda item: (item.achievement_version is not None, item.valid_from, item.number),
        default=None,
    )


def to_json(item: Equivalency, *, value: str) -> JsonObject:
    """Return a statement as JSON; every member is always there.

    Args:
        item: the statement.
        value: its value as text, exact.
    """
    return {
        "recogniser": item.recogniser,
        "achievement": item.achievement,
        "achievementVersion": item.achievement_version,
        "number": item.number,
        "value": value,
        "unit": item.unit,
        "level": item.level,
        "basis": item.basis.value,
        "validFrom": item.valid_from.isoformat(),
        "validUntil": None if item.valid_until is None else item.valid_until.isoformat(),
        "conditions": item.conditions,
    }
