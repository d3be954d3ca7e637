"""Decide a request: the numbered plan of one salary-lane decision (domain.md sections 5.5 and 5.6).

1 window: when the request is taken up, and from when a new lane is paid (`windows`)
2 credentials: each by the rules, micro-endorsements first (`judging`)
3 caps: in a career and in a school year (`limits`)
4 lane: what the hours reach, how many lanes at a time and in a school year (`lanes`)

A pure function: no clock, no database, no network. The request carries everything, so that the same
request under the same version of the rules gives the same decision years later.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from issuer.credits import limits, units, windows
from issuer.credits.equivalency import Equivalency
from issuer.credits.findings import THE_REQUEST, Outcome, Step
from issuer.credits.judging import judge_all
from issuer.credits.lanes import Lane, Move, move
from issuer.credits.model import Request
from issuer.credits.outcome import Decision, Item, Result
from issuer.credits.predicates.socket import day, met
from issuer.credits.rules import RuleSet
from issuer.credits.windows import Placed


def decide(rules: RuleSet, request: Request, equivalencies: Iterable[Equivalency] = ()) -> Decision:
    """Decide what counts.

    Args:
        rules: the version of the district's rules that holds on the day of the request.
        request: what is asked, with every fact that a rule may look at.
        equivalencies: what the district says achievements are worth; statements of others are left out.
    """
    placed, at = windows.place(  # (1)
        rules.parameters.get("windows", ()),
        on=request.on,
        year_start=rules.year_start,
        retroactive=rules.parameters.get("retroactive", True),
    )
    judged = judge_all(rules, request, equivalencies)  # (2)
    steps = [step for item in judged for step in item.steps]
    steps += _due(request, [item.item for item in judged])
    items, capped = limits.apply(  # (3)
        rules, [item.item for item in judged], request.teacher.counted, placed.effective
    )
    hours = _sum(item.hours for item in items)
    moved, laned = _lane(rules, request, hours, placed)  # (4)
    return Decision(
        district=rules.district,
        rules_version=rules.version,
        on=request.on,
        unit=rules.unit,
        hours=hours,
        unused=_sum(item.item.hours for item in judged) - hours,
        pending=_sum(item.worth for item in items if item.result is Result.PENDING),
        window=placed,
        move=moved,
        items=tuple(items),
        steps=(*steps, *capped, at, *laned),
    )


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction(0))


def _due(request: Request, items: list[Item]) -> list[Step]:
    """Return a hint for every micro-endorsement whose parts are earned but which is not in the request."""
    if not any(item.reason == "recognises_endorsement_only" for item in items):
        return []
    codes = frozenset(item.code for item in items)
    return [
        Step(
            "recognises",
            stack.code,
            Outcome.NOTE,
            f"Every part of {stack.code} is in this request.",
            f"The micro-endorsement {stack.code} is due. Ask the issuer for it, then ask again.",
            "endorsement_due",
        )
        for stack in request.stacks
        if stack.code not in codes and stack.is_complete(codes)
    ]


def _lane(
    rules: RuleSet, request: Request, hours: Fraction, placed: Placed
) -> tuple[Move | None, list[Step]]:
    """Return the move on the ladder, with its steps; none where the lane is not on file."""
    teacher = request.teacher
    lane = None if teacher.lane is None else rules.lane(teacher.lane)
    if lane is None:
        looked = "The lane is not on file." if teacher.lane is None else f"{teacher.lane} is no lane here."
        words = "The hours are told; what they reach is not."
        return None, [Step("lanes", THE_REQUEST, Outcome.PENDING, looked, words)]
    on_file = lane.credits if teacher.on_file is None else teacher.on_file
    most = rules.parameters.get("maxLanesPerChange")
    free = move(rules.lanes, lane=lane, on_file=on_file, hours=hours, most_steps=None)
    moved = move(rules.lanes, lane=lane, on_file=on_file, hours=hours, most_steps=most)
    steps = [_reached(moved)]
    if moved.steps < free.steps:
        looked = f"The hours reach {free.after.name}; at most {most} at a time."
        words = "The other hours stay on file for the next change."
        steps.append(Step("maxLanesPerChange", THE_REQUEST, Outcome.NOTE, looked, words, "one_lane"))
    limit = rules.parameters.get("maxLaneChangesPerYear")
    if limit is None or not moved.steps:
        return moved, steps
    first, following = rules.school_year(placed.effective)
    made = sum(first <= change < following for change in teacher.lane_changes)
    looked = f"Lane changes in the school year from {day(first)}: {made}; at most {limit}."
    if made < limit:
        return moved, [*steps, met("maxLaneChangesPerYear", THE_REQUEST, looked, "One more may be made.")]
    words = f"The lane stays; the hours stay on file for the school year from {day(following)}."
    code = "lane_change_limit"
    steps.append(Step("maxLaneChangesPerYear", THE_REQUEST, Outcome.NOT_MET, looked, words, code))
    return _stay(moved, lane), steps


def _stay(moved: Move, lane: Lane) -> Move:
    return replace(moved, after=lane, steps=0, following=moved.after, missing=Fraction(0))


def _reached(moved: Move) -> Step:
    looked = (
        f"Lane {moved.before.name}; {units.shown(moved.total)} hours beyond the degree with the new ones."
    )
    if moved.steps:
        return met("lanes", THE_REQUEST, looked, f"They reach {moved.after.name}.")
    return met("lanes", THE_REQUEST, looked, f"The lane stays {moved.after.name}.")
