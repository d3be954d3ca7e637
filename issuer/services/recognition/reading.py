"""What the record says about recognition: rules in force, values, universities' endorsements of an achievement.

A university is a profile that says who accredits it (identifier `ext:accreditor`).
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from issuer.badges.model import AchievementVersion
from issuer.credits import (
    Equivalency,
    RuleSet,
    UniversityEndorsement,
    in_force,
    inputs,
    read,
    transcripted,
    units,
)
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import NotFoundError
from issuer.services import profiles
from issuer.services.toolkit import Toolkit
from issuer.store import LaneRulesRecord, ProfileRecord, Unit

ACCREDITOR: Final = "ext:accreditor"
_UNITS: Final = {one: unit for unit, (one, _many) in units.UNITS.items()}


def rules_of(unit: Unit, district: ProfileRecord) -> tuple[tuple[LaneRulesRecord, RuleSet], ...]:
    """Return every version of a district's rules, oldest first."""
    rows = unit.credits.rules_of(district.id)
    return tuple((row, read(row.document, district=district.slug)) for row in rows)


def holding(unit: Unit, district: ProfileRecord, on: date) -> tuple[LaneRulesRecord, RuleSet]:
    """Return the version that holds on a day.

    Raises:
        NotFoundError: none does.
    """
    known = rules_of(unit, district)
    found = in_force([rules for _row, rules in known], on)
    for row, rules in known:
        if rules is found:
            return row, rules
    raise NotFoundError(
        f"{district.slug} has no rules that hold on {on.isoformat()}.",
        hint="Import them with `mintmark credits rules import`.",
    )


def districts(toolkit: Toolkit) -> tuple[ProfileRecord, ...]:
    """Return the profiles of districts that have rules, by name."""
    with toolkit.database.reader() as reader:
        found = [reader.profiles.get(profile_id) for profile_id in reader.credits.districts_with_rules()]
    return tuple(sorted(found, key=lambda profile: profile.name))


def values_of(unit: Unit, recogniser: ProfileRecord) -> tuple[Equivalency, ...]:
    """Return what one recogniser says achievements are worth, oldest first."""
    rows = unit.credits.equivalencies(recogniser_id=recogniser.id)
    return tuple(inputs.read_equivalency(row.document) for row in rows)


def unit_of(achievement: AchievementVersion) -> str:
    """Return the unit of an achievement's hours, by its key."""
    return _UNITS.get(achievement.unit, "semesterHour")


def posted(reader: Unit, achievement: AchievementVersion, *, on: date) -> tuple[str, ...]:
    """Return what universities post on a transcript for it on a day, one sentence each; nothing where none does."""
    return transcripted.sentences(university_endorsements(reader, achievement), on=on)


def university_endorsements(
    reader: Unit, achievement: AchievementVersion
) -> tuple[UniversityEndorsement, ...]:
    """Return what universities of this installation say about an achievement version.

    One that was withdrawn holds until that day for past awards, and says nothing of what it posts any more.
    """
    found = []
    for row in reader.endorsements.of_achievement(achievement.id):
        profile = profiles.value(reader, reader.profiles.get(row.profile_id))
        accreditor = dict(profile.identifiers).get(ACCREDITOR)
        if accreditor is None or row.subject_version not in {None, achievement.version}:
            continue
        zone = ZoneInfo(profile.timezone)
        ends = [day_in(moment, zone) for moment in (row.valid_until, row.ended_at) if moment is not None]
        stated = reader.endorsements.statement_of(row.id)
        facts = {} if stated is None else strict_json.parse_object(stated.body)
        found.append(
            UniversityEndorsement(
                university=profile.name,
                valid_from=day_in(row.valid_from, zone),
                valid_until=min(ends, default=None),
                accreditor=accreditor,
                transcripted=facts.get("type") == "credit-equivalency"
                and facts.get("basis") == "transcripted",
                worth="" if row.ended_at is not None else _worth(facts),
            )
        )
    return tuple(found)


def day_in(moment: datetime, zone: ZoneInfo) -> date:
    """Return the day of a moment where somebody is."""
    return moment.astimezone(zone).date()


def _worth(facts: JsonObject) -> str:
    value, unit = facts.get("value"), facts.get("unit")
    if not isinstance(value, str) or not isinstance(unit, str):
        return ""
    return units.in_words(units.read_amount(value), unit)
