"""What a pilot cost, and what a district owes for completing (SEED-09, SEED-22).

An incentive is owed once for each achievement of the plan that somebody of the cohort earned within the days of the
pilot, at the amount of that day. A payroll run takes what is owed and in force, under a name of its own, and never
takes it again. None of it is in a credential, and whether it was paid changes none (SEED-19).
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final
from zoneinfo import ZoneInfo

from issuer.errors import ConflictError, InputError
from issuer.services.pilots import amounts
from issuer.services.pilots.keeping import CURRENCY, Pilot
from issuer.services.pilots.progress import standing
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.spreadsheet import Cell
from issuer.services.toolkit import Toolkit
from issuer.store import IncentiveRecord, PilotCostRecord, Unit

COLUMNS: Final = (
    "person",
    "amount",
    "currency",
    "achievement",
    "certificate_no",
    "awarded_on",
    "pilot",
    "payroll",
)
_WORD: Final = re.compile(r"[a-z][a-z-]{0,39}")
_NAME: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One thing that was paid for; below zero puts an earlier one right.

    Attributes:
        external_id: the district's own id; the same one again changes nothing.
        kind: one word, such as fee, coach, substitute.
    """

    external_id: str
    kind: str
    amount: Fraction
    currency: str
    spent_on: date


@dataclass(frozen=True)
class Owed:
    """One incentive.

    Attributes:
        row: what is kept of it.
        person: the reference of whom it is owed to.
        code: the achievement.
        certificate_number: of the credential.
        in_force: whether the credential stands now; what does not is not paid.
    """

    row: IncentiveRecord
    person: str
    code: str
    certificate_number: str
    in_force: bool


def spend(toolkit: Toolkit, principal: Principal, pilot: Pilot, cost: Cost) -> bool:
    """Keep a cost and say whether it is new.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        InputError: a member has the wrong form.
        ConflictError: the external id was used for another cost.
    """
    principal.require(pilot.district.slug)
    fits = (
        _NAME.fullmatch(cost.external_id) and _WORD.fullmatch(cost.kind) and CURRENCY.fullmatch(cost.currency)
    )
    if not fits:
        raise InputError("A cost has an id, one word for its kind, and a currency such as USD.")
    row = PilotCostRecord(
        pilot.row.id,
        cost.external_id,
        cost.kind,
        amounts.in_words(cost.amount),
        cost.currency,
        cost.spent_on.isoformat(),
        toolkit.clock(),
    )
    with toolkit.database.unit("pilots.spend") as unit:
        known = {item.external_id: item for item in unit.pilots.costs(pilot.row.id)}.get(row.external_id)
        if known is not None:
            if (known.kind, known.amount, known.currency, known.spent_on) == (
                row.kind, row.amount, row.currency, row.spent_on,
            ):  # fmt: skip
                return False
            raise ConflictError(f"{cost.external_id} was used for another cost.")
        unit.pilots.add_cost(row)
        act = Act(action="pilot.spent", object=pilot.row.id, profile=pilot.district.did)
        record(unit, toolkit, principal, act)
    return True


def settle(toolkit: Toolkit, principal: Principal, pilot: Pilot) -> tuple[Owed, ...]:
    """Note what is owed by now, and return everything that is or was owed; again changes nothing.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
    """
    principal.require(pilot.district.slug)
    plan = pilot.plan
    zone = ZoneInfo(str(pilot.district.data.get("timezone") or "UTC"))
    with toolkit.database.unit("pilots.settle") as unit:
        held = standing(unit.pilots.earned(pilot.row.id, plan.codes), plan.last, zone)
        known = {(row.person_id, code) for row, code in _with_codes(unit, pilot)}
        new = 0
        for person_id, codes in sorted(held.items()):
            for code, earned in codes.items():
                day = earned.awarded_at.astimezone(zone).date()
                if plan.incentive is None or day < plan.first or (person_id, code) in known:
                    continue
                unit.pilots.add_incentive(
                    IncentiveRecord(
                        id=toolkit.randomness.urn(),
                        pilot_id=pilot.row.id,
                        person_id=person_id,
                        credential_id=earned.credential_id,
                        amount=amounts.in_words(plan.incentive),
                        currency=plan.currency,
                        owed_on=day.isoformat(),
                        created_at=toolkit.clock(),
                    )
                )
                new += 1
        if new:
            act = Act(action="pilot.incentives_owed", object=pilot.row.id, profile=pilot.district.did)
            record(unit, toolkit, principal, act)
        return _owed(unit, pilot)


def pay(toolkit: Toolkit, principal: Principal, pilot: Pilot, payroll: str) -> tuple[Owed, ...]:
    """Let a payroll run take what is owed and in force; a run that was made returns what it took.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        InputError: the name of the run has another form.
    """
    if not _NAME.fullmatch(payroll):
        raise InputError("A payroll run has a name of 1 to 64 letters, digits and . _ -", pointer="/payroll")
    owed = settle(toolkit, principal, pilot)
    made = tuple(item for item in owed if item.row.payroll == payroll)
    if made:
        return made
    with toolkit.database.unit("pilots.pay") as unit:
        due = [item for item in owed if item.row.payroll is None and item.in_force]
        for item in due:
            unit.pilots.pay(item.row.id, payroll=payroll, at=toolkit.clock())
        if due:
            act = Act(action="pilot.incentives_paid", object=pilot.row.id, profile=pilot.district.did)
            record(unit, toolkit, principal, act)
        return tuple(item for item in _owed(unit, pilot) if item.row.payroll == payroll)


def payroll_rows(pilot: Pilot, owed: tuple[Owed, ...]) -> list[list[Cell]]:
    """Return the rows of a payroll file, in the order of `COLUMNS`; one who leaves is not forgotten."""
    return [
        [
            item.person,
            item.row.amount,
            item.row.currency,
            item.code,
            item.certificate_number,
            item.row.owed_on,
            pilot.row.code,
            item.row.payroll,
        ]
        for item in owed
    ]


def _with_codes(unit: Unit, pilot: Pilot) -> list[tuple[IncentiveRecord, str]]:
    found = []
    for row in unit.pilots.incentives(pilot.row.id):
        credential = unit.credentials.get(row.credential_id)
        version = unit.achievements.get_version(credential.achievement_version_id)
        found.append((row, unit.achievements.get(version.achievement_id).code))
    return found


def _owed(unit: Unit, pilot: Pilot) -> tuple[Owed, ...]:
    stands = {
        row.credential_id for row in unit.pilots.earned(pilot.row.id, pilot.plan.codes) if not row.ended
    }
    return tuple(
        Owed(
            row=row,
            person=unit.people.get(row.person_id).reference,
            code=code,
            certificate_number=unit.credentials.get(row.credential_id).certificate_number,
            in_force=row.credential_id in stands,
        )
        for row, code in _with_codes(unit, pilot)
    )
