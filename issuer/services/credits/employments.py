"""What a district knows of a person: day of hire, day of the degree, lane, hours on file.

The only facts of this feature that change; they are erased with the person's details.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from issuer.credits import units
from issuer.errors import InputError, NotFoundError
from issuer.services import people
from issuer.services.principal import Principal
from issuer.services.recording import Act, record_all
from issuer.services.toolkit import Toolkit
from issuer.store import EmploymentRecord, ProfileRecord, Unit

_LANE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,60}")


@dataclass(frozen=True, kw_only=True)
class Employment:
    """The facts; None where one is not known."""

    district: str
    person: str
    hired_on: date | None = None
    degree_on: date | None = None
    lane: str | None = None
    on_file: Fraction | None = None


def keep(toolkit: Toolkit, principal: Principal, facts: Employment) -> EmploymentRecord:
    """Keep the facts in place of what was known.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or person.
        InputError: the lane has the wrong form.
    """
    return keep_all(toolkit, principal, facts.district, [facts])[0]


def keep_all(
    toolkit: Toolkit, principal: Principal, district: str, facts: Sequence[Employment]
) -> tuple[EmploymentRecord, ...]:
    """Keep the facts of many people of one district, all of them or none; the same again changes nothing.

    Args:
        toolkit: what to work with.
        principal: who asks.
        district: slug of the district that knows them.
        facts: one for each person; the order of the answer.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or person; the pointer says which.
        InputError: a person is named twice, or a lane has the wrong form; the pointer says which.
    """
    principal.require(district)
    seen: set[str] = set()
    for place, one in enumerate(facts):
        if one.person in seen:
            raise InputError("This person is named twice.", pointer=f"/employments/{place}/person")
        seen.add(one.person)
        if one.lane is not None and not _LANE.fullmatch(one.lane):
            raise InputError("A lane has 1 to 60 printable characters.", pointer=f"/employments/{place}/lane")
    with toolkit.database.unit("credits.employment") as unit:
        profile = unit.profiles.get_by_slug(district)
        rows = tuple(
            _row(unit, toolkit, profile, one, f"/employments/{place}/person")
            for place, one in enumerate(facts)
        )
        changed = [row for row in rows if not _is_known(unit, row)]
        for row in changed:
            unit.credits.set_employment(row)
        acts = [
            Act(action="credit.employment_kept", object=row.person_id, profile=profile.did) for row in changed
        ]
        if acts:
            record_all(unit, toolkit, principal, acts)
    return rows


def get(toolkit: Toolkit, principal: Principal, district: str, person: str) -> EmploymentRecord:
    """Return the facts.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or person, or nothing is known.
    """
    principal.require(district)
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        found = reader.credits.find_employment(profile.id, people.get_by_reference(reader, person).id)
    if found is None:
        raise NotFoundError(f"{district} knows nothing of {person[:60]!r}.")
    return found


def _row(
    unit: Unit, toolkit: Toolkit, district: ProfileRecord, facts: Employment, pointer: str
) -> EmploymentRecord:
    person = unit.people.find_by_reference(facts.person)
    if person is None:
        raise NotFoundError(f"Nobody is registered under {facts.person[:60]!r}.", pointer=pointer)
    return EmploymentRecord(
        district_id=district.id,
        person_id=person.id,
        hired_on=None if facts.hired_on is None else facts.hired_on.isoformat(),
        degree_on=None if facts.degree_on is None else facts.degree_on.isoformat(),
        lane=facts.lane,
        on_file=None if facts.on_file is None else units.exact(facts.on_file),
        changed_at=toolkit.clock(),
    )


def _is_known(unit: Unit, row: EmploymentRecord) -> bool:
    known = unit.credits.find_employment(row.district_id, row.person_id)
    return known is not None and replace(known, changed_at=row.changed_at) == row
