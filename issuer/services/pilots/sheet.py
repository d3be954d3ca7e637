"""One sheet for a school board: who takes part, what was completed, which lanes moved, what it cost (SEED-22, SEED-18).

Every row is a measure, a number and its unit, from the district's own record and the awards of its cohort. A price of
other credit is compared only with a figure that whoever asks brings along, and named as theirs.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from issuer.credits import units
from issuer.services import catalog
from issuer.services.pilots import amounts, answers, money, progress
from issuer.services.pilots.keeping import Pilot
from issuer.services.pilots.progress import Progress
from issuer.services.principal import Principal
from issuer.services.recognition.reading import unit_of
from issuer.services.spreadsheet import Cell
from issuer.services.toolkit import Toolkit
from issuer.store import LaneDecisionRecord, Unit

Sums = dict[tuple[str, str], Fraction]
"""Amounts by measure and currency."""

_OF_COHORT: Final = "of people of the cohort, in the period"
COLUMNS: Final = ("measure", "value", "unit", "note")


@dataclass(frozen=True)
class Own:
    """What a semester hour costs elsewhere, as whoever asks says it."""

    amount: Fraction
    currency: str


def rows(toolkit: Toolkit, principal: Principal, pilot: Pilot, *, own: Own | None = None) -> list[list[Cell]]:
    """Return the sheet of a pilot; what is owed by now is noted on the way.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
    """
    owed = money.settle(toolkit, principal, pilot)
    found = progress.of(toolkit, pilot)
    with toolkit.database.reader() as reader:
        costs = reader.pilots.costs(pilot.row.id)
        decided = _decided(reader, pilot)
        counted = _counted(reader, pilot, decided)
        suggested = _suggested(reader, pilot, found)
    lanes = sum(item.lane_changed for item in decided)
    sheet = _cohort(pilot, found)
    sheet += [
        ["hours suggested by issuers", units.shown(suggested), "semester hours", "graduate-equivalent"],
        ["hours counted in decisions", counted, "", _OF_COHORT],
        ["lanes moved", lanes, "moves", _OF_COHORT],
    ]
    paid = [item for item in owed if item.row.payroll is not None]
    due = [item for item in owed if item.row.payroll is None and item.in_force]
    spent: Sums = {}
    for cost in costs:
        _add(spent, f"cost: {cost.kind}", cost.currency, cost.amount)
    for measure, some in (("incentives paid", paid), ("incentives owed", due)):
        for item in some:
            _add(spent, measure, item.row.currency, item.row.amount)
    sheet += [
        [measure, amounts.in_words(amount), currency, ""]
        for (measure, currency), amount in sorted(spent.items())
    ]
    for currency in sorted({currency for _measure, currency in spent}):
        total = sum((amount for (_measure, of), amount in spent.items() if of == currency), Fraction(0))
        sheet += [
            ["cost together", amounts.in_words(total), currency, "incentives paid and owed are in it"],
            ["cost for each who takes part", _each(total, found.members), currency, ""],
            ["cost for each completion", _each(total, found.completions), currency, ""],
            ["cost for each lane moved", _each(total, lanes), currency, ""],
        ]
    if own is not None:
        amount = amounts.in_words(own.amount * suggested)
        note = f"your own figure: {amounts.in_words(own.amount)} for a semester hour"
        sheet.append(["the same hours elsewhere", amount, own.currency, note])
    return sheet + _answers(answers.told(toolkit, pilot))


def _cohort(pilot: Pilot, found: Progress) -> list[list[Cell]]:
    together = found.together
    head: list[list[Cell]] = [
        ["pilot", pilot.plan.title, "", pilot.row.code],
        ["period", f"{pilot.plan.first} to {pilot.plan.last}", "", f"{found.days_over} of {found.days} days"],
        ["take part", found.members, "people", f"{found.left} left"],
        ["finished with everything", together.finished, "people", ""],
        ["have a part", together.part, "people", ""],
        ["have nothing yet", together.none, "people", ""],
    ]
    goals: list[list[Cell]] = [
        [goal.code, goal.count.finished, "completions", goal.name] for goal in found.goals
    ]
    return [*head, *goals, ["completions", found.completions, "badges", ""]]


def _suggested(reader: Unit, pilot: Pilot, found: Progress) -> Fraction:
    """Return the semester hours that issuers suggest for what was completed; other units are not mixed in."""
    total = Fraction(0)
    for code, goal in zip(pilot.plan.codes, found.goals, strict=True):
        achievement = catalog.value(reader, catalog.find_version(reader, code))
        if achievement.hours is not None and unit_of(achievement) == "semesterHour":
            total += Fraction(achievement.hours) * goal.count.finished
    return total


def _decided(reader: Unit, pilot: Pilot) -> list[LaneDecisionRecord]:
    cohort = {item.person_id for item in reader.pilots.members(pilot.row.id)}
    return [
        item
        for item in reader.credits.decisions(district_id=pilot.district.id)
        if item.person_id in cohort and _within(pilot, item)
    ]


def _add(sums: Sums, measure: str, currency: str, amount: str) -> None:
    key = (measure, currency)
    sums[key] = sums.get(key, Fraction(0)) + Fraction(amount)


def _within(pilot: Pilot, decision: LaneDecisionRecord) -> bool:
    return pilot.plan.first.isoformat() <= decision.requested_on <= pilot.plan.last.isoformat()


def _counted(reader: Unit, pilot: Pilot, decided: list[LaneDecisionRecord]) -> str:
    unit_of_rules = {row.id: str(row.document["unit"]) for row in reader.credits.rules_of(pilot.district.id)}
    sums: dict[str, Fraction] = {}
    for item in decided:
        unit = unit_of_rules[item.rules_id]
        sums[unit] = sums.get(unit, Fraction(0)) + units.read_amount(item.hours)
    return "; ".join(units.in_words(amount, unit) for unit, amount in sorted(sums.items())) or "0"


def _answers(told: answers.Told) -> list[list[Cell]]:
    if told.percent is None:
        return []
    return [
        [f"{words}, of {told.answers} who answered", percent, "percent", ""]
        for (_name, words), percent in zip(answers.QUESTIONS, told.percent, strict=True)
    ]


def _each(total: Fraction, count: int) -> str:
    return amounts.in_words(total / count) if count else "not yet"
