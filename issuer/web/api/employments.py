"""`/api/v1/credits/employments`: what a district knows of its people: day of hire, degree, lane, hours on file.

For the district's own key alone. These facts are in no badge and on no page, and are erased with the person's details.
"""

from datetime import date
from typing import Any

from issuer.credits import units
from issuer.services.api_keys import Scope
from issuer.services.credits import employments
from issuer.services.credits.employments import Employment
from issuer.store import EmploymentRecord
from issuer.web.api import access
from issuer.web.api.parsing import Blueprint
from issuer.web.api.reading import reads
from issuer.web.api.schemas.employments import (
    EmploymentQuery,
    EmploymentSchema,
    KeepEmploymentsSchema,
    KeptEmploymentsSchema,
)
from issuer.web.api.writing import writes
from issuer.web.toolkits import the_toolkit

blueprint = Blueprint(
    "employments",
    __name__,
    url_prefix="/credits/employments",
    description="What a district knows of its people, for its decisions.",
)


@writes(
    blueprint,
    "",
    Scope.CREDITS_WRITE,
    takes=KeepEmploymentsSchema,
    answer=KeptEmploymentsSchema,
    status=200,
    refuses=(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
)
def keep_employments(command: dict[str, Any]) -> dict[str, Any]:
    """Keep facts of up to 500 people, in place of what was known; all or none. The same again changes nothing."""
    caller = access.caller()
    facts = [_facts(caller.slug, item, place) for place, item in enumerate(command["employments"])]
    kept = employments.keep_all(the_toolkit(), caller.principal, caller.slug, facts)
    return {"kept": len(kept)}


@reads(
    blueprint,
    "",
    Scope.CREDITS_READ,
    takes=EmploymentQuery,
    answer=EmploymentSchema,
    refuses=(400, 401, 403, 404, 422, 429),
)
def get_employment(query: dict[str, Any]) -> dict[str, Any]:
    """Return what the key's district knows of a person."""
    caller = access.caller()
    found = employments.get(the_toolkit(), caller.principal, caller.slug, query["person"])
    return _describe(query["person"], found)


def _facts(slug: str, item: dict[str, Any], place: int) -> Employment:
    on_file = item.get("onFile")
    pointer = f"/employments/{place}/onFile"
    return Employment(
        district=slug,
        person=item["person"],
        hired_on=item.get("hiredOn"),
        degree_on=item.get("degreeOn"),
        lane=item.get("lane"),
        on_file=None if on_file is None else units.read_amount(on_file, pointer),
    )


def _describe(person: str, row: EmploymentRecord) -> dict[str, Any]:
    return {
        "person": person,
        "hiredOn": _day(row.hired_on),
        "degreeOn": _day(row.degree_on),
        "lane": row.lane,
        "onFile": row.on_file,
    }


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
