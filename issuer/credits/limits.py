"""Caps on hours of micro-credentials, in a career and in a school year (vector L5).

What is over a cap is taken from the credentials that come last in the request; one that loses all of its
hours is not used up and may be asked for again.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from issuer.credits import units
from issuer.credits.findings import THE_REQUEST, Outcome, Step
from issuer.credits.model import Counted
from issuer.credits.outcome import Item, Result
from issuer.credits.predicates.limits import CAREER, Cap
from issuer.credits.predicates.socket import met
from issuer.credits.rules import RuleSet

RULE = "alternativeCreditCap"


def apply(
    rules: RuleSet, items: Sequence[Item], counted: Sequence[Counted], effective: date
) -> tuple[list[Item], list[Step]]:
    """Return the items under every cap, with a step for each.

    Args:
        rules: the district's rules.
        items: the judged credentials, in the order of the request.
        counted: hours that earlier decisions counted.
        effective: the day on which this decision takes effect; its school year counts.
    """
    found, steps = list(items), []
    for cap in rules.caps:
        before = _before(rules, cap, counted, effective)
        found, step = _under(rules, cap, before, found)
        steps.append(step)
    return found, steps


def _before(rules: RuleSet, cap: Cap, counted: Sequence[Counted], effective: date) -> Fraction:
    if cap.per == CAREER:
        return sum((item.amount for item in counted), Fraction(0))
    first, following = rules.school_year(effective)
    return sum((item.amount for item in counted if first <= item.on < following), Fraction(0))


def _under(rules: RuleSet, cap: Cap, before: Fraction, items: list[Item]) -> tuple[list[Item], Step]:
    most = rules.in_unit(cap.value, cap.unit) or Fraction(0)
    asked = sum((item.hours for item in items), Fraction(0))
    per = "career" if cap.per == CAREER else "school year"
    told = units.in_words(most, rules.unit)
    looked = f"At most {told} in a {per}; counted before: {units.shown(before)}; in this request: {units.shown(asked)}."
    excess = min(asked, max(Fraction(0), before + asked - most))
    if not excess:
        return items, met(RULE, THE_REQUEST, looked, "It stays under the limit.")
    code = "career_cap" if cap.per == CAREER else "year_cap"
    words = f"{units.in_words(excess, rules.unit)} are over the limit and stay unused."
    return _cut(items, excess, code), Step(RULE, THE_REQUEST, Outcome.NOT_MET, looked, words, code)


def _cut(items: list[Item], excess: Fraction, code: str) -> list[Item]:
    cut: list[Item] = []
    for item in reversed(items):
        less = min(excess, item.hours)
        excess -= less
        if less == 0:
            cut.append(item)
        elif less == item.hours:
            none = replace(item, hours=Fraction(0), result=Result.NOT_COUNTED, reason=code, consumed=())
            cut.append(none)
        else:
            cut.append(replace(item, hours=item.hours - less, reason=code))
    return cut[::-1]
