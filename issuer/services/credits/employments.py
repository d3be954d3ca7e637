"""What a district knows of a person: day of hire, day of the degree, lane, hours on file.

The only facts of this feature that change; they are erased with the person's details.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from issuer.credits import units
from issuer.errors import NotFoundError
from issuer.services import people
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import EmploymentRecord


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
    """
    principal.require(facts.district)
    with toolkit.database.unit("credits.employment") as unit:
        district = unit.profiles.get_by_slug(facts.district)
        person = people.get_by_reference(unit, facts.person)
        row = EmploymentRecord(
            district_id=district.id,
            person_id=person.id,
            hired_on=None if facts.hired_on is None else facts.hired_on.isoformat(),
            degree_on=None if facts.degree_on is None else facts.degree_on.isoformat(),
            lane=facts.lane,
            on_file=None if facts.on_file is None else units.exact(facts.on_file),
            changed_at=toolkit.clock(),
        )
        unit.credits.set_employment(row)
        record(
            unit,
            toolkit,
            principal,
            Act(action="credit.employment_kept", object=person.id, profile=district.did),
        )
    return row


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
