"""Judge the credentials of a request one by one: in force, unused, and as the district's rules ask.

Micro-endorsements come first, because what is inside one is not judged again: its hours are those of its
components. A component of a micro-endorsement that does not count is judged by itself.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from issuer.credits import equivalency as values
from issuer.credits import ledger, units
from issuer.credits.equivalency import Equivalency
from issuer.credits.findings import Outcome, Step
from issuer.credits.ledger import Taken
from issuer.credits.model import Earned, Kind, Request, Standing
from issuer.credits.outcome import Item, Result
from issuer.credits.predicates import Case
from issuer.credits.predicates.socket import day, met, refused, waits
from issuer.credits.reasons import REASONS
from issuer.credits.rules import RuleSet

COMPONENTS: Final = "components"
_HOLDS: Final = frozenset({Result.COUNTED, Result.PENDING})


@dataclass(frozen=True, slots=True)
class Judged:
    """One credential with its steps."""

    item: Item
    steps: tuple[Step, ...]


def judge_all(rules: RuleSet, request: Request, known: Iterable[Equivalency]) -> list[Judged]:
    """Return every credential judged, in the order of the request."""
    statements = [item for item in known if item.recogniser == rules.district]
    before = ledger.taken_before(request.teacher.uses, rules.district) if rules.single_use else Taken()
    now = Taken()
    inside: dict[str, str] = {}
    found: dict[int, Judged] = {}

    def settle(place: int, earned: Earned) -> None:
        worth = _statement(statements, earned)
        found[place] = judged = _judge(rules, request, earned, worth, before=before, now=now)
        if judged.item.result in _HOLDS:
            now.take(earned)
            for part in earned.components:
                inside.setdefault(part.code, earned.code)
                if part.id is not None:
                    inside.setdefault(part.id, earned.code)

    _each(request, Kind.MICRO_ENDORSEMENT, settle)

    def settle_single(place: int, earned: Earned) -> None:
        holder = inside.get(earned.id) or inside.get(earned.code)
        if holder is None:
            settle(place, earned)
        else:
            found[place] = _inside(earned, holder)

    _each(request, Kind.MICRO_CREDENTIAL, settle_single)
    return [found[place] for place in range(len(request.credentials))]


def _each(request: Request, kind: Kind, settle: Callable[[int, Earned], None]) -> None:
    for place, earned in enumerate(request.credentials):
        if earned.kind is kind:
            settle(place, earned)


def _statement(known: list[Equivalency], earned: Earned) -> Equivalency | None:
    if not known:
        return None
    return values.in_force(known, achievement=earned.code, version=earned.version, on=earned.awarded)


def _inside(earned: Earned, holder: str) -> Judged:
    looked = f"{earned.code} is a part of {holder}, which is in this request."
    words = f"Its hours are in {holder} and are not added again."
    step = Step(COMPONENTS, earned.code, Outcome.NOTE, looked, words, "counted_in_endorsement")
    return Judged(_item(earned, Result.INSIDE, "counted_in_endorsement"), (step,))


def _judge(
    rules: RuleSet,
    request: Request,
    earned: Earned,
    statement: Equivalency | None,
    *,
    before: Taken,
    now: Taken,
) -> Judged:
    """Ask (1) is it in force, (2) is it new here, (3) is it the same twice, (4) the rules, (5) its worth."""
    steps = [_standing(earned, request)]  # (1)
    if steps[0].outcome is not Outcome.MET:
        return _settled(earned, steps, Fraction(0), statement)
    share = Fraction(1)
    if rules.single_use:  # (2)
        share, step = ledger.judge(earned, before)
        steps.append(step)
        note = ledger.told_elsewhere(earned, request.teacher.uses, rules.district)
        steps += [] if note is None else [note]
    if share and now.keys:  # (3)
        share, steps = _not_twice(earned, now, share, steps)
    if not share:
        return _settled(earned, steps, Fraction(0), statement)
    case = Case(request, statement)
    steps += [
        row.judge(parameter, earned, case) for row, parameter in rules.about_credentials if row.judge
    ]  # (4)
    worth, step = _worth(rules, earned, statement, share)  # (5)
    steps.append(step)
    return _settled(earned, steps, worth, statement)


def _standing(earned: Earned, request: Request) -> Step:
    code, today = earned.code, day(request.on)
    if earned.standing is Standing.VALID:
        return met("standing", code, f"Its status on {today}.", "It is in force.")
    reason = REASONS[earned.standing.value]
    step = waits if earned.standing is Standing.COULD_NOT_CHECK else refused
    return step("standing", code, earned.standing.value, f"{reason.title} on {today}.", reason.advice)


def _not_twice(earned: Earned, now: Taken, share: Fraction, steps: list[Step]) -> tuple[Fraction, list[Step]]:
    """Take out what this very request holds already: the same achievement, or a shared component."""
    free, step = ledger.judge(earned, now)
    if step.code is None:
        return share, steps
    looked = f"{earned.code}, or a part of it, stands in this request already."
    if free == 0:
        again = refused(COMPONENTS, earned.code, "same_achievement_twice", looked, "It counts once.")
        return Fraction(0), [*steps, again]
    told = Step(COMPONENTS, earned.code, Outcome.NOTE, looked, "The shared part counts once.", step.code)
    return share * free, [*steps, told]


def _worth(
    rules: RuleSet, earned: Earned, statement: Equivalency | None, share: Fraction
) -> tuple[Fraction, Step]:
    """Return what it is worth in the district's unit: its own value, else the issuer's suggestion."""
    amount, unit = (earned.hours, earned.unit) if statement is None else (statement.value, statement.unit)
    source = (
        "suggested by the issuer"
        if statement is None
        else f"set by the district since {day(statement.valid_from)}"
    )
    looked = f"{units.in_words(amount, unit)}, {source}."
    code = earned.code
    if amount == 0:
        return amount, refused("hours", code, "no_hours", looked, REASONS["no_hours"].advice)
    worth = rules.in_unit(amount * share, unit)
    if worth is None:
        words = f"No table says what a {units.UNITS.get(unit, (unit, unit))[0]} is in {units.UNITS[rules.unit][1]}."
        return Fraction(0), waits("hours", code, "unit_not_convertible", looked, words)
    return worth, met("hours", code, looked, f"Worth {units.in_words(worth, rules.unit)} here.")


def _settled(earned: Earned, steps: list[Step], worth: Fraction, statement: Equivalency | None) -> Judged:
    """Let the first rule that says no decide; where none does, the first that waits."""
    deciding = next((step for step in steps if step.outcome is Outcome.NOT_MET), None)
    waiting = next((step for step in steps if step.outcome is Outcome.PENDING), None)
    source = "issuer" if statement is None else "district"
    if deciding is not None:
        item = _item(earned, Result.NOT_COUNTED, deciding.code, worth=worth, source=source)
    elif waiting is not None:
        item = _item(earned, Result.PENDING, waiting.code, worth=worth, source=source)
    else:
        partly = next((step.code for step in steps if step.code == "component_already_used"), None)
        item = Item(
            earned.id, earned.code, earned.kind, earned.title, Result.COUNTED,
            worth, worth, source, partly, ledger.keys_of(earned),
        )  # fmt: skip
    return Judged(item, tuple(steps))


def _item(
    earned: Earned,
    result: Result,
    reason: str | None,
    *,
    worth: Fraction = Fraction(0),
    source: str = "issuer",
) -> Item:
    return Item(
        earned.id, earned.code, earned.kind, earned.title, result, Fraction(0), worth, source, reason
    )  # fmt: skip
