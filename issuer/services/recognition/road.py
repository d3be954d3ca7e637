"""The road from a badge to a salary lane, before anybody has begun: parts, worth, lanes (SEED-20, SEED-14).

Told for anybody from public rules. Each step from one lane to the next is asked by itself, for a teacher who stands
on the lane below with no hours over and meets every rule about hire and degree; the rules of the day of a real
request hold. A cap over a career is applied within one step and not added up over several.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from issuer.badges.model import AchievementVersion
from issuer.badges.pathway_rule import ComponentRule
from issuer.credits import Equivalency, Kind, Request, RuleSet, Teacher, units, whatif
from issuer.credits.lanes import Lane
from issuer.services import catalog
from issuer.services.recognition.reading import holding, values_of
from issuer.services.recognition.worth import Worth, worth
from issuer.services.toolkit import Toolkit


@dataclass(frozen=True)
class LaneStep:
    """From one lane to the next one of the same degree.

    Attributes:
        below: name of the lane that a teacher stands on.
        above: name of the next one.
        hours: how many hours lie between them, in words.
        more: how many achievements like this one reach it; None when no number of them does.
        effective: from when the new lane would be paid.
    """

    below: str
    above: str
    hours: str
    more: int | None
    effective: date | None


@dataclass(frozen=True)
class Road:
    """What leads from one achievement to the lanes of one district.

    Attributes:
        achievement: its newest version.
        parts: its components by code and title, empty for a micro-credential.
        stacks: micro-endorsements that name it, by code and title.
        worth: what the district would count for it.
        steps: the lanes, degree by degree, from low to high; empty where it counts nothing.
        conditions: what is taken as given, in sentences.
    """

    achievement: AchievementVersion
    parts: tuple[tuple[str, str], ...]
    stacks: tuple[tuple[str, str], ...]
    worth: Worth
    steps: tuple[LaneStep, ...]
    conditions: tuple[str, ...]

    @property
    def rule(self) -> ComponentRule | None:
        """Which of the parts are needed; None for a micro-credential."""
        return self.achievement.components


def road(toolkit: Toolkit, district: str, code: str, on: date) -> Road:
    """Return the road from an achievement to the lanes of a district, by the rules of a day.

    Raises:
        NotFoundError: there is no such profile or achievement, or no rules hold on the day.
    """
    found = worth(toolkit, district, code, on)
    listed = catalog.all_achievements(toolkit)
    titles = {item.newest.code: item.newest.name for item in listed}
    (achievement,) = (item.newest for item in listed if item.newest.code == found.code)
    with toolkit.database.reader() as reader:
        _row, rules = holding(reader, found.district, on)
        values = values_of(reader, found.district)
    kind = Kind.MICRO_CREDENTIAL if achievement.components is None else Kind.MICRO_ENDORSEMENT
    asked = _Asked(rules, values, kind, found.amount, on)
    pairs = [
        (lane, above)
        for lane in rules.lanes
        if (above := next((item for item in rules.lanes if _follows(lane, item)), None)) is not None
    ]
    told = [_step(asked, lane, above) for lane, above in pairs] if found.amount else []
    return Road(
        achievement=achievement,
        parts=tuple((part.code, part.name) for part in achievement.parts),
        stacks=tuple(
            (item.newest.code, titles[item.newest.code])
            for item in listed
            if item.newest.components is not None and found.code in item.newest.components.codes
        ),
        worth=found,
        steps=tuple(step for step, _conditions in told),
        conditions=tuple(dict.fromkeys(line for _step, lines in told for line in lines)),
    )


@dataclass(frozen=True)
class _Asked:
    """What is the same for every lane."""

    rules: RuleSet
    values: tuple[Equivalency, ...]
    kind: Kind
    each: Fraction
    on: date


def _follows(lane: Lane, other: Lane) -> bool:
    return other.base == lane.base and other.credits > lane.credits


def _step(asked: _Asked, lane: Lane, above: Lane) -> tuple[LaneStep, tuple[str, ...]]:
    rules = asked.rules
    teacher = Teacher(hire_date=asked.on, degree_date=asked.on, lane=lane.name, on_file=lane.credits)
    found = whatif.what_if(
        rules, Request(asked.on, (), teacher), asked.values, kind=asked.kind, each=asked.each, unit=rules.unit
    )
    hours = units.in_words(above.credits - lane.credits, rules.unit)
    return LaneStep(lane.name, above.name, hours, found.more, found.effective), found.conditions
