"""A pilot and how far it is, as JSON: exact for the district, with small groups hidden for everybody else."""

from issuer.documents.strict_json import Json, JsonObject
from issuer.services.figures.small_groups import hide, hide_one
from issuer.services.pilots.keeping import Pilot
from issuer.services.pilots.progress import Count, Progress


def pilot_json(pilot: Pilot, progress: Progress) -> JsonObject:
    """Return a pilot with its exact numbers, for the district itself."""
    goals: list[Json] = [
        {"achievement": goal.code, "name": goal.name, **_count(goal.count)} for goal in progress.goals
    ]
    return {
        "district": pilot.district.slug,
        "pilot": pilot.row.code,
        **pilot.row.document,
        "day": progress.day.isoformat(),
        "daysOver": progress.days_over,
        "days": progress.days,
        "members": progress.members,
        "left": progress.left,
        "together": _count(progress.together),
        "goals": goals,
        "completions": progress.completions,
    }


def hidden(count: Count) -> tuple[int | None, int | None, int | None]:
    """Return finished, part and none of a column whose total is told; None where one is hidden."""
    finished, part, none = hide((count.finished, count.part, count.none))
    return finished, part, none


def people(count: int) -> int | None:
    """Return how many people there are, None where they are too few to be told."""
    return hide_one(count)


def _count(count: Count) -> JsonObject:
    return {"finished": count.finished, "part": count.part, "none": count.none}
