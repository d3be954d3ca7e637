"""Single use: what was counted once in a district does not count there again (domain.md CRD-07).

A micro-endorsement takes its components with it, and a component that was used before takes its hours out
of the micro-endorsement. Uses in other districts are told and change nothing. The law in the database is
the store's; this is the rule that words it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from issuer.credits.findings import Outcome, Step
from issuer.credits.model import Component, Earned, Use
from issuer.credits.predicates.socket import day, listed, met, refused

RULE = "singleUse"


@dataclass
class Taken:
    """What is used up: ids of credentials and codes of achievements. Grows while a request is judged."""

    keys: set[str] = field(default_factory=set)

    def holds(self, item: Earned | Component) -> bool:
        """Say whether a credential, or another one of the same achievement, is used up."""
        return item.code in self.keys or (item.id is not None and item.id in self.keys)

    def take(self, earned: Earned) -> None:
        """Use up a credential and all that it is made of."""
        self.keys.update(keys_of(earned))


def keys_of(earned: Earned) -> tuple[str, ...]:
    """Return every id and code that a counted credential uses up."""
    parts = [key for part in earned.components for key in (part.id, part.code) if key is not None]
    return (earned.id, earned.code, *parts)


def taken_before(uses: Iterable[Use], district: str) -> Taken:
    """Return what earlier decisions of one district used up."""
    return Taken({key for use in uses if use.district == district for key in (use.credit, use.code)})


def judge(earned: Earned, taken: Taken) -> tuple[Fraction, Step]:
    """Return the share of a credential that is still free, with the step that says so."""
    code = earned.code
    if taken.holds(earned):
        words = "It moved a lane in this district before and does not count again."
        return Fraction(0), refused(RULE, code, "already_used", f"The district's record has {code}.", words)
    used = [part for part in earned.components if taken.holds(part)]
    if not used:
        return Fraction(1), met(
            RULE, code, "The district's record of used credits.", "It was not used before."
        )
    looked = f"The district's record has {listed([part.code for part in used])} of {code}."
    share = _free_share(earned.components, used)
    if share == 0:
        words = "Its parts moved a lane in this district before and do not count again."
        return share, refused(RULE, code, "component_already_used", looked, words)
    words = "Their hours are taken out; the other parts count."
    return share, Step(RULE, code, Outcome.NOTE, looked, words, "component_already_used")


def _free_share(parts: Sequence[Component], used: Sequence[Component]) -> Fraction:
    """Return the share of hours that is not used; none where the hours of the parts are not known."""
    if any(part.hours is None for part in parts):
        return Fraction(0)
    whole = sum((part.hours for part in parts if part.hours is not None), Fraction(0))
    gone = sum((part.hours for part in used if part.hours is not None), Fraction(0))
    return Fraction(0) if whole == 0 else 1 - gone / whole


def told_elsewhere(earned: Earned, uses: Iterable[Use], district: str) -> Step | None:
    """Return a note about uses in other districts, None when there are none (vector L10)."""
    keys = set(keys_of(earned))
    found = [use for use in uses if use.district != district and keys & {use.credit, use.code}]
    if not found:
        return None
    told = [
        f"{use.code} in {use.district}" + ("" if use.on is None else f" on {day(use.on)}") for use in found
    ]
    words = "For information: each district keeps its own record, so it still counts here."
    return Step(RULE, earned.code, Outcome.NOTE, f"Used before: {listed(told)}.", words, "used_elsewhere")
