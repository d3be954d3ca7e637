"""Read the rubric of a catalogue record: criteria, ordered levels, the level that is required."""

import re
from typing import Final

from issuer.badges.model import Criterion, Level
from issuer.badges.record_gaps import Gaps
from issuer.documents.strict_json import JsonObject

# Ids stand in fragments of addresses and in attestations.
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_POINTS: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")


def read_rubric(record: JsonObject, gaps: Gaps) -> tuple[Criterion, ...]:
    """Return the criteria; what is missing or contradicts itself is noted in `gaps`."""
    criteria = tuple(_criterion(item, pointer, gaps) for pointer, item in gaps.objects(record, "rubric"))
    if not criteria:
        gaps.say("/rubric", "a rubric with at least one criterion is needed")
    if len({criterion.id for criterion in criteria}) < len(criteria):
        gaps.say("/rubric", "two criteria have the same id")
    return criteria


def _criterion(item: JsonObject, pointer: str, gaps: Gaps) -> Criterion:
    levels = tuple(_level(level, below, gaps) for below, level in gaps.objects(item, "levels", pointer))
    criterion = Criterion(
        id=gaps.text(item, "criterion", pointer, form=_ID),
        name=gaps.text(item, "name", pointer),
        levels=levels,
        required_level=gaps.text(item, "requiredLevel", pointer),
    )
    if len({level.id for level in levels}) < max(2, len(levels)):
        gaps.say(f"{pointer}/levels", "at least two levels with different ids are needed, low to high")
    if criterion.required_level and criterion.rank(criterion.required_level) < 0:
        gaps.say(f"{pointer}/requiredLevel", "the required level is not one of the levels")
    return criterion


def _level(item: JsonObject, pointer: str, gaps: Gaps) -> Level:
    points = item.get("points")
    words = str(points) if isinstance(points, int | float) and not isinstance(points, bool) else points
    if not isinstance(words, str) or not _POINTS.fullmatch(words):
        gaps.say(f"{pointer}/points", "points are a number of at most two decimals")
        words = "0"
    return Level(
        id=gaps.text(item, "id", pointer, form=_ID),
        name=gaps.text(item, "name", pointer),
        points=words,
        text=gaps.text(item, "text", pointer),
    )
