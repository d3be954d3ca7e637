"""What the demonstration's university, licensing board and districts endorse, and when: read from the packaged file.

A pure function of the data, moved with its school year. One line of the file may be about several things;
each becomes an endorsement of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from issuer.demo import school_calendar
from issuer.demo.dataset import Dataset, load, read_file

PROFILE: Final = "profile:"


@dataclass(frozen=True)
class Withdrawal:
    """When an endorsement is withdrawn, with the public category and the private reason."""

    at: datetime
    category: str
    details: str | None


@dataclass(frozen=True)
class PlannedEndorsement:
    """One endorsement of the plan.

    Attributes:
        external_id: the endorser's own id of it.
        endorser: slug of who says it.
        about: the code of an achievement, or `profile:` and a slug.
        version: the version of the achievement; None for a profile.
        signed_at: when it is signed.
        valid_from: from when on; never before it is signed.
        valid_until: the last second in which it holds.
        is_carried: whether badges that are issued after it carry it inside.
        withdrawal: None for one that stands.
    """

    external_id: str
    endorser: str
    about: str
    version: str | None
    name: str
    comment: str
    signed_at: datetime
    valid_from: datetime
    valid_until: datetime
    is_carried: bool
    withdrawal: Withdrawal | None


def planned(dataset: Dataset) -> tuple[PlannedEndorsement, ...]:
    """Return every endorsement about what this data has, in the order in which they are signed."""
    issuers = {issuer.slug for issuer in dataset.issuers}
    found = [
        item
        for line in read_file("endorsements.json")["endorsements"]
        for item in _of_line(line, dataset)
        if not item.about.startswith(PROFILE) or item.about.removeprefix(PROFILE) in issuers
    ]
    return tuple(sorted(found, key=lambda item: (item.signed_at, item.endorser, item.external_id)))


def _of_line(line: dict[str, Any], dataset: Dataset) -> Iterator[PlannedEndorsement]:
    signed_at = school_calendar.office_opens(_day(line["signedOn"], dataset))
    first, withdrawn = line.get("validFrom"), line.get("withdrawn")
    for about in line["about"]:
        yield PlannedEndorsement(
            external_id=f"demo-{line['id']}-{about.removeprefix(PROFILE).lower()}",
            endorser=line["endorser"],
            about=about,
            version=line.get("version"),
            name=line["name"],
            comment=line["comment"],
            signed_at=signed_at,
            valid_from=school_calendar.day_begins(_day(first, dataset)) if first else signed_at,
            valid_until=school_calendar.day_ends(_day(line["validUntil"], dataset)),
            is_carried=line.get("carried", False),
            withdrawal=None if withdrawn is None else _withdrawal(withdrawn, dataset),
        )


def _withdrawal(item: dict[str, Any], dataset: Dataset) -> Withdrawal:
    day = _day(item["on"], dataset)
    return Withdrawal(school_calendar.office_opens(day), item["category"], item.get("details"))


def _day(written: str, dataset: Dataset) -> date:
    """Return a day of the file, as many years earlier as the data was moved back."""
    day = date.fromisoformat(written)
    return day.replace(year=day.year - (load().figures.founded.year - dataset.figures.founded.year))
