"""Begin a pilot, change what is said of it, and keep who takes part.

A person who was in the cohort stays in the record with the day on which they left: who was counted is not
forgotten. Who takes part is known by reference and never by name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError, NotFoundError
from issuer.services import catalog, people
from issuer.services.pilots import amounts
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import PilotMemberRecord, PilotRecord, ProfileRecord, Unit

MOST_CODES: Final = 50
MOST_MEMBERS: Final = 10_000
CODE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
CURRENCY: Final = re.compile(r"[A-Z]{3}")
_TITLE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,120}")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a district says of a pilot.

    Attributes:
        title: what people call it.
        first: its first day.
        last: its last day.
        codes: the micro-endorsements, or other achievements, that the cohort works for.
        incentive: what is paid for each of them, None for nothing.
        currency: of the incentive, three letters.
        is_public: whether its page is shown, with small groups hidden.
    """

    title: str
    first: date
    last: date
    codes: tuple[str, ...]
    incentive: Fraction | None = None
    currency: str = "USD"
    is_public: bool = False


@dataclass(frozen=True)
class Pilot:
    """A pilot of the record."""

    row: PilotRecord
    district: ProfileRecord
    plan: Plan


def begin(toolkit: Toolkit, principal: Principal, district: str, code: str, plan: Plan) -> Pilot:
    """Keep a pilot, or say something else of one that is kept; the same again changes nothing.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or achievement.
        InputError: a member has the wrong form, or the last day lies before the first.
    """
    principal.require(district)
    _require_form(code, plan)
    now = toolkit.clock()
    with toolkit.database.unit("pilots.begin") as unit:
        profile = unit.profiles.get_by_slug(district)
        for achievement in plan.codes:
            catalog.find_version(unit, achievement)
        document = _written(plan)
        known = unit.pilots.find(profile.id, code)
        if known is not None and known.document == document:
            return Pilot(known, profile, plan)
        if known is None:
            row = PilotRecord(toolkit.randomness.urn(), profile.id, code, document, now, now)
            unit.pilots.add(row)
        else:
            unit.pilots.change(known.id, document, at=now)
            row = PilotRecord(known.id, profile.id, code, document, known.created_at, now)
        action = "pilot.begun" if known is None else "pilot.changed"
        record(unit, toolkit, principal, Act(action=action, object=row.id, profile=profile.did))
    return Pilot(row, profile, plan)


def get(toolkit: Toolkit, principal: Principal, district: str, code: str) -> Pilot:
    """Return a pilot.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or pilot.
    """
    principal.require(district)
    with toolkit.database.reader() as reader:
        return find(reader, district, code)


def published(toolkit: Toolkit, district: str, code: str) -> Pilot:
    """Return a pilot whose page the district shows.

    Raises:
        NotFoundError: there is no such profile, or no such pilot that is shown.
    """
    with toolkit.database.reader() as reader:
        found = find(reader, district, code)
    if not found.plan.is_public:
        raise _missing(code)
    return found


def of_district(toolkit: Toolkit, principal: Principal, district: str) -> tuple[Pilot, ...]:
    """Return the pilots of a district, by code; errors as `get`."""
    principal.require(district)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        return tuple(
            Pilot(row, profile, _read(row.document)) for row in reader.pilots.of_district(profile.id)
        )


def join(toolkit: Toolkit, principal: Principal, pilot: Pilot, references: Iterable[str], *, on: date) -> int:
    """Take people into the cohort and return how many are new; who left and comes back is in it again.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: nobody is registered under one of the references; nobody was taken in then.
        InputError: too many people.
    """
    return _change(toolkit, principal, pilot, references, on=on, leaves=False)


def leave(
    toolkit: Toolkit, principal: Principal, pilot: Pilot, references: Iterable[str], *, on: date
) -> int:
    """Note that people take part no longer, and return how many did until now; errors as `join`."""
    return _change(toolkit, principal, pilot, references, on=on, leaves=True)


def find(reader: Unit, district: str, code: str) -> Pilot:
    """Return a pilot in a unit.

    Raises:
        NotFoundError: there is no such profile or pilot.
    """
    profile = reader.profiles.get_by_slug(district)
    row = reader.pilots.find(profile.id, code)
    if row is None:
        raise _missing(code)
    return Pilot(row, profile, _read(row.document))


def _missing(code: str) -> NotFoundError:
    return NotFoundError(f"There is no pilot {code[:40]!r}.")


def _change(
    toolkit: Toolkit,
    principal: Principal,
    pilot: Pilot,
    references: Iterable[str],
    *,
    on: date,
    leaves: bool,
) -> int:
    principal.require(pilot.district.slug)
    wanted = list(dict.fromkeys(references))
    if len(wanted) > MOST_MEMBERS:
        raise InputError(f"A cohort has at most {MOST_MEMBERS} people.", code="INPUT_TOO_LARGE")
    changed = 0
    with toolkit.database.unit("pilots.members") as unit:
        known = {item.person_id: item for item in unit.pilots.members(pilot.row.id)}
        for reference in wanted:
            person = people.get_by_reference(unit, reference)
            member = known.get(person.id)
            is_in = member is not None and member.left_on is None
            if is_in != leaves:
                continue
            joined_on = on.isoformat() if member is None else member.joined_on
            left_on = on.isoformat() if leaves else None
            unit.pilots.put_member(PilotMemberRecord(pilot.row.id, person.id, joined_on, left_on))
            changed += 1
        if changed:
            action = "pilot.left" if leaves else "pilot.joined"
            act = Act(action=action, object=pilot.row.id, profile=pilot.district.did)
            record(unit, toolkit, principal, act)
    return changed


def _require_form(code: str, plan: Plan) -> None:
    if not CODE.fullmatch(code):
        raise InputError(
            "The code of a pilot has 1 to 32 small letters, digits and hyphens.", pointer="/code"
        )
    if not _TITLE.fullmatch(plan.title):
        raise InputError("A title is one line of at most 120 characters.", pointer="/title")
    if plan.last < plan.first:
        raise InputError("The last day lies before the first.", pointer="/last")
    if not 1 <= len(set(plan.codes)) == len(plan.codes) <= MOST_CODES:
        raise InputError(f"A pilot is about 1 to {MOST_CODES} achievements, each once.", pointer="/codes")
    if not CURRENCY.fullmatch(plan.currency):
        raise InputError("A currency has three capital letters, such as USD.", pointer="/currency")


def _written(plan: Plan) -> JsonObject:
    return {
        "title": plan.title,
        "first": plan.first.isoformat(),
        "last": plan.last.isoformat(),
        "codes": [*plan.codes],
        "incentive": None if plan.incentive is None else amounts.in_words(plan.incentive),
        "currency": plan.currency,
        "public": plan.is_public,
    }


def _read(document: Mapping[str, Any]) -> Plan:
    incentive = document["incentive"]
    return Plan(
        title=document["title"],
        first=date.fromisoformat(document["first"]),
        last=date.fromisoformat(document["last"]),
        codes=tuple(document["codes"]),
        incentive=None if incentive is None else amounts.read(incentive),
        currency=document["currency"],
        is_public=document["public"],
    )
