"""Does somebody meet the rule of a micro-endorsement: what counts, what is left, and why something does not.

A pure function of the rule, the components that somebody holds and one moment (STK-01). Each component
counts once. Where several could count for the same place, the one that was used before stays, then the one
that was earned first; as many places are filled as can be (a largest matching of places and components).
Whether a component is genuine is the caller's to say.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from issuer.badges.months import add_months
from issuer.badges.pathway_rule import ComponentRule

_Node = tuple[str, str]
_END: Final[_Node] = ("end", "")


class Why(StrEnum):
    """Why a component that somebody holds does not count."""

    NOT_CURRENT = "not_current"
    OTHER_ISSUER = "other_issuer"
    OTHER_VERSION = "other_version"
    TOO_OLD = "too_old"
    OTHER_UNIT = "other_unit"
    USED_ELSEWHERE = "used_elsewhere"
    NOT_NEEDED = "not_needed"


WORDS: Final = {
    Why.NOT_CURRENT: "it is withdrawn, on hold or has ended",
    Why.OTHER_ISSUER: "another organization issued it, which is not a partner for this",
    Why.OTHER_VERSION: "its version does not count here",
    Why.TOO_OLD: "it was earned too long ago",
    Why.OTHER_UNIT: "its hours are of another kind",
    Why.USED_ELSEWHERE: "it counts in another organization's micro-endorsement already",
    Why.NOT_NEEDED: "this place is filled",
}


@dataclass(frozen=True)
class Component:
    """One micro-credential that somebody holds.

    Attributes:
        id: the credential id.
        number: its newest issued version.
        code: what was achieved, and in which `version` of the definition.
        hours: what its definition offers, None for none; `unit` says of which kind.
        awarded_at: when it was earned.
        barred: why it cannot count whatever the rule says, None when it can.
    """

    id: str
    number: int
    code: str
    version: str
    hours: Decimal | None
    unit: str
    awarded_at: datetime
    barred: Why | None = None


@dataclass(frozen=True)
class Filled:
    """A place of the rule, by the code that names it, and the component that fills it."""

    code: str
    component: Component


@dataclass(frozen=True)
class Left:
    """What is still to be earned: so many of these codes."""

    count: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Progress:
    """How far somebody is.

    Attributes:
        needed: how many components make it whole.
        filled: what counts, in the order of the rule.
        left: what is left.
        passed_over: components of this pathway that do not count, and why.
    """

    needed: int
    filled: tuple[Filled, ...]
    left: tuple[Left, ...]
    passed_over: tuple[tuple[Component, Why], ...]

    @property
    def is_whole(self) -> bool:
        """Whether the rule is met."""
        return not self.left

    @property
    def hours(self) -> Decimal:
        """The sum of the hours of what counts; exact."""
        return sum((item.component.hours or Decimal(0) for item in self.filled), Decimal(0))

    @property
    def completed_at(self) -> datetime | None:
        """When the last component that counts was earned."""
        return max((item.component.awarded_at for item in self.filled), default=None)

    @property
    def sentence(self) -> str:
        """Say "3 of 5. Left: SEL-04, SEL-05." in words."""
        done = f"{len(self.filled)} of {self.needed}"
        if self.is_whole:
            return f"{done}. Nothing is left."
        return f"{done}. Left: {'; '.join(left_words(item) for item in self.left)}."


def left_words(item: Left) -> str:
    """Return "SEL-04" or "1 of PRL-05, PRL-06"."""
    if item.count == len(item.codes):
        return ", ".join(item.codes)
    return f"{item.count} of {', '.join(item.codes)}"


def evaluate(
    rule: ComponentRule,
    held: Iterable[Component],
    *,
    unit: str,
    at: datetime | None = None,
    keep: Collection[str] = (),
) -> Progress:
    """Hold what somebody holds against a rule.

    Args:
        rule: of the micro-endorsement.
        held: every component of the person, in any order.
        unit: of which kind its hours are; a component whose hours are of another kind does not count.
        at: the moment for which ages count; None for the first moment at which the rule was met by what
            had been earned by then, or the newest when it never was.
        keep: ids of components that were used before and are kept where they still can be.
    """
    order = sorted(held, key=lambda item: (item.id not in keep, item.awarded_at, item.id))
    relevant = [item for item in order if item.code in rule.counting_codes]
    if at is not None:
        return _evaluate(rule, relevant, unit, at)
    moments = sorted({item.awarded_at for item in relevant if item.barred is None})
    for moment in moments:
        found = _evaluate(rule, [item for item in relevant if item.awarded_at <= moment], unit, moment)
        if found.is_whole:
            later = [item for item in relevant if item.awarded_at > moment]
            over = [(item, _bar(rule, item, unit, moment) or Why.NOT_NEEDED) for item in later]
            return replace(found, passed_over=(*found.passed_over, *over))
    return _evaluate(rule, relevant, unit, moments[-1] if moments else None)


def _evaluate(rule: ComponentRule, held: Sequence[Component], unit: str, at: datetime | None) -> Progress:
    barred = {item.id: why for item in held if (why := _bar(rule, item, unit, at)) is not None}
    places = _places(rule)
    pairs = _match(places, [item for item in held if item.id not in barred], rule)
    filled = tuple(Filled(code, pairs[code]) for code in rule.codes if code in pairs)
    used = {item.component.id for item in filled}
    over = tuple((item, barred.get(item.id, Why.NOT_NEEDED)) for item in held if item.id not in used)
    return Progress(rule.needed, filled, tuple(_left(rule, pairs)), over)


def _bar(rule: ComponentRule, item: Component, unit: str, at: datetime | None) -> Why | None:
    if item.barred is not None:
        return item.barred
    if not any(_counts(rule, code, item) for code in rule.codes):
        return Why.OTHER_VERSION
    if item.hours and item.unit != unit:
        return Why.OTHER_UNIT
    months = rule.max_age_months
    if months is not None and at is not None and add_months(item.awarded_at, months) < at:
        return Why.TOO_OLD
    return None


def _counts(rule: ComponentRule, code: str, item: Component) -> bool:
    return any(
        accepted.code == item.code and accepted.versions.allows(item.version)
        for accepted in rule.accepted(code)
    )


def _places(rule: ComponentRule) -> list[tuple[str, ...]]:
    """Return for each component that is needed the codes that can fill its place."""
    chosen = [choice.options for choice in rule.choices for _ in range(choice.choose)]
    return [*((code,) for code in rule.all), *chosen]


def _match(
    places: Sequence[tuple[str, ...]], held: Sequence[Component], rule: ComponentRule
) -> dict[str, Component]:
    """Return by code what fills it, for as many places as possible.

    A largest flow through a network of single units: each place takes one of its codes, each code one
    component (Ford and Fulkerson). A path that is found turns its edges round, so that a later one can
    move what stands.
    """
    network = _network(places, held, rule)
    for place in range(len(places)):
        path = _path(network, ("place", str(place)), {("place", str(place))})
        for start, end in pairwise(path):
            network[start].remove(end)
            network.setdefault(end, []).append(start)
    by_id = {item.id: item for item in held}
    return {
        code: by_id[identifier]
        for kind, identifier in network
        if kind == "held"
        for turned, code in network[kind, identifier]
        if turned == "taken"
    }


def _network(
    places: Sequence[tuple[str, ...]], held: Sequence[Component], rule: ComponentRule
) -> dict[_Node, list[_Node]]:
    network: dict[_Node, list[_Node]] = {}
    for number, codes in enumerate(places):
        network["place", str(number)] = [("code", code) for code in codes]
    for code in rule.codes:
        # Two nodes with one edge between them, so that a code is taken once though it is offered often.
        network["code", code] = [("taken", code)]
        network["taken", code] = [("held", item.id) for item in held if _counts(rule, code, item)]
    return network | {("held", item.id): [_END] for item in held}


def _path(network: dict[_Node, list[_Node]], start: _Node, seen: set[_Node]) -> list[_Node]:
    """Return a path from a node to the end, [] when there is none."""
    if start == _END:
        return [start]
    for following in network.get(start, ()):
        if following not in seen:
            seen.add(following)
            rest = _path(network, following, seen)
            if rest:
                return [start, *rest]
    return []


def _left(rule: ComponentRule, pairs: Collection[str]) -> Iterator[Left]:
    missing = tuple(code for code in rule.all if code not in pairs)
    if missing:
        yield Left(len(missing), missing)
    for choice in rule.choices:
        open_codes = tuple(code for code in choice.options if code not in pairs)
        count = choice.choose - (len(choice.options) - len(open_codes))
        if count:
            yield Left(count, open_codes)
