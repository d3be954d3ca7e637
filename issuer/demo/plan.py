"""The volume plan: every award of the demonstration with its dates and its fate.

A pure function of the packaged data: the same on every machine, so that running the demonstration again
asks for exactly the same awards. Nobody earns the same award twice.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from issuer.demo import fates, school_calendar
from issuer.demo.claims import Claim, Fate, claims
from issuer.demo.dataset import Dataset
from issuer.demo.school_calendar import Dates


@dataclass(frozen=True)
class PlannedAward:
    """One award of the plan.

    Attributes:
        issuer: slug of the cooperative.
        person: the educator's pseudonymous id.
        code: the micro-credential.
        attempt: how often the portfolio was submitted.
        fate: what becomes of the credential after it was issued.
        category: the public category of a revocation, None otherwise.
        dates: when it all happened.
        valid_until: when the award ended, for one that has; None for the achievement's own validity.
    """

    issuer: str
    person: str
    code: str
    attempt: int
    fate: Fate
    category: str | None
    dates: Dates
    valid_until: datetime | None

    @property
    def external_id(self) -> str:
        """The id under which portfolio and credential are known to the assessing system."""
        return f"demo-{self.issuer}-{self.person}-{self.code.lower()}"


def plan(dataset: Dataset) -> tuple[PlannedAward, ...]:
    """Return every award, issuer by issuer, person by person, in the order in which they were earned.

    Raises:
        ValueError: the figures cannot be met with these people and this catalog.
    """
    expiring = {str(record["code"]) for record in dataset.micro_credentials if record.get("validity")}
    settled = fates.assign(claims(dataset), percent=dataset.figures.mix_percent, expiring=expiring)
    return tuple(_after_the_set(settled, _dated(dataset, settled)))


def _after_the_set(settled: list[Claim], awards: list[PlannedAward]) -> Iterator[PlannedAward]:
    """Let what happens to a badge of a complete set happen when the micro-endorsement is there already."""
    last: dict[str, datetime] = {}
    for claim, award in zip(settled, awards, strict=True):
        if claim.in_set:
            last[claim.person] = max(last.get(claim.person, award.dates.awarded_at), award.dates.awarded_at)
    for claim, award in zip(settled, awards, strict=True):
        words = (claim.person, claim.code)
        moved = (
            school_calendar.settled_after(award.dates, last[claim.person], words)
            if claim.in_set
            else award.dates
        )
        yield replace(award, dates=moved)


def _dated(dataset: Dataset, settled: list[Claim]) -> list[PlannedAward]:
    totals = Counter(claim.person for claim in settled)
    places: Counter[str] = Counter()
    ended = school_calendar.day_ends(dataset.figures.ended)
    awards = []
    for claim in settled:
        words = (claim.person, claim.code)
        decided = school_calendar.day_in(
            dataset.figures.school_year, place=places[claim.person], of=totals[claim.person], words=words
        )
        places[claim.person] += 1
        awards.append(
            PlannedAward(
                issuer=claim.issuer,
                person=claim.person,
                code=claim.code,
                attempt=claim.attempt,
                fate=claim.fate or Fate.VALID,
                category=claim.category,
                dates=school_calendar.dates_of(decided, words),
                valid_until=ended if claim.fate is Fate.EXPIRED else None,
            )
        )
    return awards
