"""How far a cohort is: who finished, who has a part, who has none yet; in numbers, by achievement and together.

Counted are awards that stand on the day of the question and were made until the last day of the pilot. What was earned
before the first day counts for having it, for a cohort may begin with people who are ahead. Attempts and returned
submissions are not here, and a district learns nothing of them (ASM-11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from issuer.services import catalog
from issuer.services.pilots.keeping import Pilot
from issuer.services.toolkit import Toolkit
from issuer.store import EarnedRow, Unit


@dataclass(frozen=True)
class Count:
    """How many people of the cohort stand where.

    Attributes:
        finished: who hold it, or hold all of them.
        part: who hold a part of it and not all.
        none: who hold nothing of it yet.
    """

    finished: int
    part: int
    none: int


@dataclass(frozen=True)
class Goal:
    """One achievement that the cohort works for."""

    code: str
    name: str
    count: Count


@dataclass(frozen=True)
class Progress:
    """How far a cohort is.

    Attributes:
        members: how many take part.
        left: how many took part and left.
        goals: by achievement, in the order of the plan.
        together: finished with everything, with some of it or a part, with nothing.
        completions: how many of the achievements were earned by people who take part.
        day: the day of the question.
        days_over: how many days of the pilot are over.
        days: how many days it has.
    """

    members: int
    left: int
    goals: tuple[Goal, ...]
    together: Count
    completions: int
    day: date
    days_over: int
    days: int


def of(toolkit: Toolkit, pilot: Pilot) -> Progress:
    """Return how far the cohort of a pilot is today."""
    plan = pilot.plan
    zone = ZoneInfo(str(pilot.district.data.get("timezone") or "UTC"))
    day = toolkit.clock().astimezone(zone).date()
    with toolkit.database.reader() as reader:
        everybody = reader.pilots.members(pilot.row.id)
        members = {item.person_id for item in everybody if item.left_on is None}
        parts = {code: _parts(reader, code) for code in plan.codes}
        names = {code: catalog.value(reader, catalog.find_version(reader, code)).name for code in plan.codes}
        wanted = sorted({*plan.codes, *(part for codes in parts.values() for part in codes)})
        held = standing(reader.pilots.earned(pilot.row.id, wanted), plan.last, zone)
    of_each = {person: held.get(person, {}) for person in members}
    days = (plan.last - plan.first).days + 1
    return Progress(
        members=len(members),
        left=len(everybody) - len(members),
        goals=tuple(Goal(code, names[code], _count(of_each, code, parts[code])) for code in plan.codes),
        together=_together(of_each, plan.codes, parts),
        completions=sum(code in codes for codes in of_each.values() for code in plan.codes),
        day=day,
        days_over=min(max((day - plan.first).days, 0), days),
        days=days,
    )


def standing(rows: tuple[EarnedRow, ...], last: date, zone: ZoneInfo) -> dict[str, dict[str, EarnedRow]]:
    """Return, by person and code, the first award that stands and was made until a day."""
    held: dict[str, dict[str, EarnedRow]] = {}
    for row in rows:
        if not row.ended and row.awarded_at.astimezone(zone).date() <= last:
            held.setdefault(row.person_id, {}).setdefault(row.code, row)
    return held


def _parts(reader: Unit, code: str) -> tuple[str, ...]:
    components = catalog.value(reader, catalog.find_version(reader, code)).components
    return () if components is None else tuple(components.codes)


def _count(of_each: Mapping[str, Mapping[str, EarnedRow]], code: str, parts: tuple[str, ...]) -> Count:
    finished = sum(code in codes for codes in of_each.values())
    part = sum(code not in codes and any(item in codes for item in parts) for codes in of_each.values())
    return Count(finished, part, len(of_each) - finished - part)


def _together(
    of_each: Mapping[str, Mapping[str, EarnedRow]],
    codes: tuple[str, ...],
    parts: Mapping[str, tuple[str, ...]],
) -> Count:
    any_of = {*codes, *(item for of_one in parts.values() for item in of_one)}
    finished = sum(all(code in held for code in codes) for held in of_each.values())
    none = sum(not any_of & held.keys() for held in of_each.values())
    return Count(finished, len(of_each) - finished - none, none)
