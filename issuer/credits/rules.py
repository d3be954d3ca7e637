"""A district's salary-lane rules: data in a small language, versioned, with the days on which they hold.

The language is `docs/credits.md`; its form is `schemas/lane-rules.schema.json`; what a rule means is its row
in `predicates.PREDICATES`. Reading refuses what it does not know by name. Which version holds on a day is
answered here; keeping versions is the store's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from issuer.credits.lanes import Lane, read_lanes
from issuer.credits.predicates import PREDICATES, Predicate
from issuer.credits.predicates.limits import Cap
from issuer.credits.predicates.socket import Stage
from issuer.credits.predicates.values import MonthDay, calendar_day, month_day
from issuer.credits.units import Conversions, read_conversions
from issuer.documents import schemas
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError

SCHEMA: Final = "lane-rules"
FIRST_VERSION: Final = "1"
SCHOOL_YEAR_START: Final = "09-01"


@dataclass(frozen=True)
class RuleSet:
    """One version of a district's rules.

    Attributes:
        district: its short name.
        version: what the district calls this version.
        effective_from: the first day on which it holds, None for ever since.
        effective_until: the last day, None for no end.
        unit: the unit in which the district counts.
        lanes: from low to high.
        year_start: the first day of the school year.
        parameters: by rule name, read.
        document: the rule set as it was given.
    """

    district: str
    version: str
    effective_from: date | None
    effective_until: date | None
    unit: str
    conversions: Conversions
    lanes: tuple[Lane, ...]
    year_start: MonthDay
    parameters: Mapping[str, Any]
    document: JsonObject

    @cached_property
    def about_credentials(self) -> tuple[tuple[Predicate, Any], ...]:
        """The rules that are asked of each credential, in their order."""
        return tuple(
            (row, self.parameters[name])
            for name, row in PREDICATES.items()
            if row.stage is Stage.CREDENTIAL and name in self.parameters
        )

    @property
    def single_use(self) -> bool:
        """Whether a credit counts once; so it is where the rules do not say otherwise."""
        return bool(self.parameters.get("singleUse", True))

    @property
    def caps(self) -> tuple[Cap, ...]:
        """The caps on hours of micro-credentials."""
        return tuple(self.parameters.get("alternativeCreditCap", ()))

    def in_unit(self, amount: Fraction, unit: str) -> Fraction | None:
        """Return an amount in the district's unit, exactly; None where no table leads there."""
        return self.conversions.convert(amount, unit, self.unit)

    def school_year(self, moment: date) -> tuple[date, date]:
        """Return the first day of the school year that holds a day, and of the next one."""
        first = self.year_start.on_or_before(moment)
        return first, self.year_start.in_year(first.year + 1)

    def lane(self, name: str) -> Lane | None:
        """Return a lane by its name, None when there is none."""
        return next((lane for lane in self.lanes if lane.name == name), None)

    def covers(self, moment: date) -> bool:
        """Say whether this version holds on a day."""
        return (self.effective_from is None or self.effective_from <= moment) and (
            self.effective_until is None or moment <= self.effective_until
        )

    def in_words(self) -> tuple[str, ...]:
        """Return every rule as a sentence, for a clerk."""
        return tuple(
            row.words(self.parameters[name]) for name, row in PREDICATES.items() if name in self.parameters
        )


def read(document: JsonObject, *, district: str) -> RuleSet:
    """Read a rule set.

    Args:
        document: the JSON object.
        district: short name of the district that it is for.

    Raises:
        ConformanceError: SCHEMA_VIOLATION naming what is wrong with the form.
        InputError: a value means nothing, or values contradict each other; the pointer says where.
    """
    schemas.require(document, SCHEMA)
    content: dict[str, Any] = document
    rules = {name: PREDICATES[name].read(value, f"/rules/{name}") for name, value in content["rules"].items()}
    first, last = (
        None if content.get(name) is None else calendar_day(content[name], f"/{name}")
        for name in ("effectiveFrom", "effectiveUntil")
    )
    if first is not None and last is not None and last < first:
        raise InputError("the last day comes before the first", pointer="/effectiveUntil")
    found = RuleSet(
        district=district,
        version=content.get("version", FIRST_VERSION),
        effective_from=first,
        effective_until=last,
        unit=content["unit"],
        conversions=read_conversions(content.get("conversion", {}), "/conversion"),
        lanes=read_lanes(content["lanes"], "/lanes"),
        year_start=month_day(content.get("schoolYearStart", SCHOOL_YEAR_START), "/schoolYearStart"),
        parameters=rules,
        document=document,
    )
    for cap in found.caps:
        if found.in_unit(cap.value, cap.unit) is None:
            raise InputError(
                f"the cap is in {cap.unit}, and no conversion leads to {found.unit}",
                pointer="/rules/alternativeCreditCap",
            )
    return found


def read_collection(document: JsonObject) -> dict[str, JsonObject]:
    """Return the rule sets of a file by district: one with a member `district`, or several in `districts`.

    Raises:
        InputError: it is neither.
    """
    several, one = document.get("districts"), document.get("district")
    if isinstance(several, dict) and several:
        found = {slug: item for slug, item in several.items() if isinstance(item, dict)}
        if len(found) == len(several):
            return found
    elif isinstance(one, str) and one:
        return {one: document}
    raise InputError(
        "a rule set with the member `district`, or an object `districts` with a rule set for each, is expected"
    )


def in_force(versions: Iterable[RuleSet], moment: date) -> RuleSet | None:
    """Return the version that holds on a day: the one that began last, then the one that was given last.

    Args:
        versions: oldest first.
        moment: the day.
    """
    holding = [item for item in versions if item.covers(moment)]
    return max(reversed(holding), key=lambda item: item.effective_from or date.min, default=None)
