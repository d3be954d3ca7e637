"""Read the packaged demonstration data: organizations, people, the catalog, the figures of the plan.

The files lie in `data/` and are ours. Addresses and DIDs are not in them: they follow from the base
address of the installation. Mail addresses use a reserved domain that never delivers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from issuer.documents.strict_json import JsonObject, Limits, parse_object

FOLDER: Final = Path(__file__).resolve().parent / "data"
MAIL_DOMAIN: Final = "demo.example"
_LIMITS: Final = Limits(max_bytes=1_048_576, max_keys=50_000)


@dataclass(frozen=True)
class Organization:
    """A cooperative, or the joint-powers body above it."""

    slug: str
    name: str
    kind: str
    place: str | None
    state: str | None
    region: str | None
    parent: str | None
    timezone: str


@dataclass(frozen=True)
class District:
    """A school district and the cooperative that serves it; `leaid` is its NCES id where it has one."""

    slug: str
    name: str
    state: str
    cooperative: str
    leaid: str | None
    state_id: str | None


@dataclass(frozen=True)
class Partner:
    """A university, a licensing board, a pool of assessors."""

    slug: str
    name: str
    kind: str


@dataclass(frozen=True)
class Educator:
    """An invented person; `family_name` is empty for somebody with a one-part name."""

    id: str
    given_name: str
    family_name: str
    district: str

    @property
    def name(self) -> str:
        """The name as it is written on a certificate."""
        return f"{self.given_name} {self.family_name}".strip()

    def details(self) -> JsonObject:
        """Return names and addresses, which stand in the one row that can be erased."""
        return {
            "name": self.name,
            "givenName": self.given_name,
            # Somebody with a one-part name has no family name, not an empty one.
            **({"familyName": self.family_name} if self.family_name else {}),
            "district": self.district,
            "email": f"{self.id}@{self.district}.{MAIL_DOMAIN}",
            "personalEmail": f"{self.id}@home.{MAIL_DOMAIN}",
        }


@dataclass(frozen=True)
class Assessor:
    """Somebody who judges portfolios, by pseudonym and role."""

    id: str
    role: str


@dataclass(frozen=True)
class StoryAward:
    """One award that a story tells; `fate` and `category` are words of `plan.Fate` and of the record."""

    code: str
    attempt: int
    fate: str | None
    category: str | None


@dataclass(frozen=True)
class Story:
    """What one person earns, in this order."""

    person: str
    awards: tuple[StoryAward, ...]


@dataclass(frozen=True)
class Volume:
    """How much one issuer awards: micro-credentials, and complete sets of them."""

    micro_credentials: int
    complete_sets: int


@dataclass(frozen=True)
class Window:
    """The first and the last day on which portfolios were decided."""

    first: date
    last: date


@dataclass(frozen=True)
class Rotation:
    """One issuer changes its signing key on a day; what the old key signed stays good."""

    issuer: str
    day: date


@dataclass(frozen=True)
class Figures:
    """What the plan must reach.

    Attributes:
        per_issuer: by slug.
        mix_percent: percent of all awards by fate.
        school_year: when portfolios were decided.
        ended: the last day of the awards that have ended since.
        founded: when profiles, keys, catalog and people were set up.
        rotation: the one change of a key that is told.
        stories: what is told about named people.
    """

    per_issuer: Mapping[str, Volume]
    mix_percent: Mapping[str, int]
    school_year: Window
    ended: date
    founded: date
    rotation: Rotation
    stories: tuple[Story, ...]


@dataclass(frozen=True)
class Dataset:
    """Everything that the demonstration begins with.

    Attributes:
        micro_credentials: catalog records.
        micro_endorsements: catalog records that name micro-credentials.
    """

    parent: Organization
    issuers: tuple[Organization, ...]
    districts: tuple[District, ...]
    partners: tuple[Partner, ...]
    educators: tuple[Educator, ...]
    assessors: tuple[Assessor, ...]
    micro_credentials: tuple[JsonObject, ...]
    micro_endorsements: tuple[JsonObject, ...]
    figures: Figures

    def educators_of(self, cooperative: str) -> tuple[Educator, ...]:
        """Return the educators whose district a cooperative serves, in the order of the file."""
        served = {district.slug for district in self.districts if district.cooperative == cooperative}
        return tuple(person for person in self.educators if person.district in served)

    def pool(self) -> Partner:
        """Return the pool of assessors."""
        return next(partner for partner in self.partners if partner.kind == "assessor-pool")


def moved_back(dataset: Dataset, years: int) -> Dataset:
    """Return the same data with its school year some years earlier."""
    figures, year = dataset.figures, dataset.figures.school_year
    return replace(
        dataset,
        figures=replace(
            figures,
            school_year=Window(_earlier(year.first, years), _earlier(year.last, years)),
            ended=_earlier(figures.ended, years),
            founded=_earlier(figures.founded, years),
            rotation=replace(figures.rotation, day=_earlier(figures.rotation.day, years)),
        ),
    )


def _earlier(day: date, years: int) -> date:
    return day.replace(year=day.year - years)


def read_file(name: str) -> dict[str, Any]:
    """Return one of the packaged files as it is."""
    return parse_object((FOLDER / name).read_bytes(), limits=_LIMITS)


@cache
def load() -> Dataset:
    """Return the demonstration data; the same value every time."""
    organizations, people, catalog = (
        read_file(name) for name in ("organizations.json", "people.json", "catalog.json")
    )
    return Dataset(
        parent=_organization(organizations["parent"]),
        issuers=tuple(_organization(item) for item in organizations["issuers"]),
        districts=tuple(
            District(
                slug=item["slug"],
                name=item["name"],
                state=item["state"],
                cooperative=item["cooperative"],
                leaid=item["leaid"],
                state_id=item["stateId"],
            )
            for item in organizations["districts"]
        ),
        partners=tuple(
            Partner(item["slug"], item["name"], item["kind"]) for item in organizations["partners"]
        ),
        educators=tuple(
            Educator(item["id"], item["givenName"], item["familyName"], item["district"])
            for item in people["teachers"]
        ),
        assessors=tuple(
            Assessor(item["id"], item["role"])
            for item in people["staff"]
            if item["role"] in {"assessor", "approver"}
        ),
        micro_credentials=tuple(catalog["microCredentials"]),
        micro_endorsements=tuple(catalog["microEndorsements"]),
        figures=_figures(read_file("volume_plan.json")),
    )


def _organization(item: dict[str, Any]) -> Organization:
    return Organization(
        slug=item["slug"],
        name=item["name"],
        kind=item["kind"],
        place=item.get("place"),
        state=item.get("state"),
        region=item.get("region"),
        parent=item.get("parent"),
        timezone=item.get("timezone", "America/Chicago"),
    )


def _figures(document: dict[str, Any]) -> Figures:
    return Figures(
        per_issuer={slug: Volume(item["mc"], item["me"]) for slug, item in document["perIssuer"].items()},
        mix_percent=document["statusMixPercent"],
        school_year=_window(document["schoolYear"]),
        ended=date.fromisoformat(document["expiredAwardsEnd"]),
        founded=date.fromisoformat(document["founded"]),
        rotation=Rotation(
            document["keyRotation"]["issuer"], date.fromisoformat(document["keyRotation"]["day"])
        ),
        stories=tuple(
            Story(
                story["person"],
                tuple(
                    StoryAward(
                        award["code"], award.get("attempt", 1), award.get("fate"), award.get("category")
                    )
                    for award in story["awards"]
                ),
            )
            for story in document["stories"]
        ),
    )


def _window(item: dict[str, Any]) -> Window:
    return Window(date.fromisoformat(item["firstDecision"]), date.fromisoformat(item["lastDecision"]))
