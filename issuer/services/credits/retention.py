"""A row for each teacher that a district knows or decided about, to be joined with its own staff list (SEED-20).

Whether teachers who moved a lane stay longer is the district's question: it knows who left, and nobody here does. The
rows hold what the district's own record holds and nothing that it was never shown: no award that was not part of one
of its decisions, no attempt, no name.
"""

from collections.abc import Iterator
from typing import Final

from issuer.credits import units
from issuer.services.principal import Principal
from issuer.services.spreadsheet import Cell
from issuer.services.toolkit import Toolkit
from issuer.store import CreditUseRecord, EmploymentRecord, LaneDecisionRecord

Row = dict[str, Cell]

COLUMNS: Final = (
    "person", "hired_on", "lane", "hours_on_file", "decisions", "lane_changes", "hours_counted", "credit_unit",
    "credentials_used", "first_requested_on", "last_requested_on", "last_lane_paid_from",
)  # fmt: skip


def rows(toolkit: Toolkit, principal: Principal, district: str) -> Iterator[Row]:
    """Yield one row for each person, by reference; every row has every column, in order.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile.
    """
    principal.require(district)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        known = {row.person_id: row for row in reader.credits.employments_in(profile.id)}
        decisions: dict[str, list[LaneDecisionRecord]] = {}
        for decision in reader.credits.decisions(district_id=profile.id):
            decisions.setdefault(decision.person_id, []).append(decision)
        used: dict[str, list[CreditUseRecord]] = {}
        for use in reader.credits.uses_in(profile.id):
            used.setdefault(use.person_id, []).append(use)
        unit_of = {row.id: str(row.document["unit"]) for row in reader.credits.rules_of(profile.id)}
        people = {person_id: reader.people.get(person_id).reference for person_id in known.keys() | decisions}
    for person_id in sorted(people, key=lambda item: people[item]):
        made = decisions.get(person_id, [])
        facts = {
            "person": people[person_id],
            **_employment(known.get(person_id)),
            **_decided(made, unit_of),
            "credentials_used": len({use.credential_id for use in used.get(person_id, [])}),
        }
        yield {column: facts.get(column) for column in COLUMNS}


def _employment(known: EmploymentRecord | None) -> Row:
    if known is None:
        return {}
    on_file = None if known.on_file is None else units.shown(units.read_amount(known.on_file))
    return {"hired_on": known.hired_on, "lane": known.lane, "hours_on_file": on_file}


def _decided(made: list[LaneDecisionRecord], unit_of: dict[str, str]) -> Row:
    if not made:
        return {"decisions": 0, "lane_changes": 0, "hours_counted": units.shown(units.read_amount(0))}
    moved = [decision.effective_on for decision in made if decision.lane_changed]
    hours = sum((units.read_amount(decision.hours) for decision in made), units.read_amount(0))
    return {
        "decisions": len(made),
        "lane_changes": len(moved),
        "hours_counted": units.shown(hours),
        "credit_unit": "; ".join(sorted({unit_of[decision.rules_id] for decision in made})),
        "first_requested_on": min(decision.requested_on for decision in made),
        "last_requested_on": max(decision.requested_on for decision in made),
        "last_lane_paid_from": max(moved, default=None),
    }
