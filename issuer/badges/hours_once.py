"""Hours of several credentials added up, each of them once (domain.md SEED-04, CRD-02; story S09).

A micro-endorsement's hours are the sum of its components, so that a component beside it is not added again; two
micro-endorsements that share a component count it once. Whatever is not in force counts nothing, and then its
components stand for themselves. The sums are the issuers' suggestions: what they are worth is for others to say,
and nothing is decided here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

ZERO: Final = Decimal(0)
NOT_IN_FORCE: Final = "Not counted, because it is not both genuine and current."
NO_HOURS: Final = "It suggests no hours."


@dataclass(frozen=True)
class Suggested:
    """What one credential says about hours.

    Attributes:
        id: the credential's id.
        name: what people call it.
        hours: suggested hours, None where it suggests none.
        unit: for one of them, such as "semester hour".
        level: such as "graduate-equivalent".
        in_force: whether it is genuine and current.
        parts: ids of its component credentials; empty for anything but a micro-endorsement.
    """

    id: str
    name: str
    hours: Decimal | None
    unit: str
    level: str
    in_force: bool
    parts: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Counted:
    """How one credential entered the sum: how many hours (0 for none), and why where it is not all of them."""

    hours: Decimal
    why: str = ""


@dataclass(frozen=True)
class Sum:
    """Hours of one unit and level together."""

    hours: Decimal
    unit: str
    level: str


@dataclass(frozen=True)
class Totals:
    """The sums, and for every credential how it entered them, in the order in which they were given."""

    counted: tuple[Counted, ...]
    sums: tuple[Sum, ...]


def add_up(found: Sequence[Suggested], known_hours: Mapping[str, Decimal] | None = None) -> Totals:
    """Add up hours, each once.

    Args:
        found: the credentials, each id once.
        known_hours: hours of component credentials by id, for those that are not in `found` themselves.
    """
    hours = {**(known_hours or {}), **{item.id: item.hours for item in found if item.hours is not None}}
    inside: dict[str, str] = {}
    stacks: dict[str, Counted] = {}
    for item in found:
        if item.parts and item.in_force and item.hours is not None:
            stacks[item.id] = _stack(item, inside, hours)
            if stacks[item.id].hours:
                inside.update({part: item.name for part in item.parts if part not in inside})
    counted = tuple(stacks[item.id] if item.id in stacks else _single(item, inside) for item in found)
    return Totals(counted, _sums(found, counted))


def _stack(item: Suggested, inside: Mapping[str, str], hours: Mapping[str, Decimal]) -> Counted:
    """Count a micro-endorsement, less what an earlier one has counted of the same components."""
    shared = sorted(part for part in item.parts if part in inside)
    total = item.hours or ZERO
    if not shared:
        return Counted(total)
    other = inside[shared[0]]
    if any(part not in hours for part in shared):
        return Counted(ZERO, f"Not counted, because it shares a part of unknown hours with {other}.")
    left = max(ZERO, total - sum((hours[part] for part in shared), ZERO))
    return Counted(left, f"Only what is not counted in {other} already.")


def _single(item: Suggested, inside: Mapping[str, str]) -> Counted:
    if item.hours is None:
        return Counted(ZERO, NO_HOURS)
    if not item.in_force:
        return Counted(ZERO, NOT_IN_FORCE)
    if item.id in inside:
        return Counted(ZERO, f"Counted once, inside {inside[item.id]}.")
    return Counted(item.hours)


def _sums(found: Sequence[Suggested], counted: Sequence[Counted]) -> tuple[Sum, ...]:
    together: dict[tuple[str, str], Decimal] = {}
    for item, part in zip(found, counted, strict=True):
        if part.hours:
            kind = (item.unit, item.level)
            together[kind] = together.get(kind, ZERO) + part.hours
    return tuple(Sum(hours, unit, level) for (unit, level), hours in together.items())
