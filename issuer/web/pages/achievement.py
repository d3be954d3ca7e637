"""The page of an achievement: what to send, the rubric, what it is worth and according to whom, its versions."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from flask import render_template

from issuer.badges.achievement_document import alt_text, plain_number, short_name
from issuer.badges.anatomy import Anatomy, anatomy
from issuer.badges.artwork.coin import slots_of
from issuer.badges.model import AchievementVersion, Criterion
from issuer.badges.share import long_date
from issuer.services import catalog, profiles
from issuer.services.catalog import Listed, programs
from issuer.services.catalog.programs import Offer
from issuer.services.endorsements import reading
from issuer.services.recognition import reading as recognition
from issuer.services.toolkit import Toolkit
from issuer.store import AchievementRecord, Unit
from issuer.web.pages import cards, endorsements
from issuer.web.pages.cards import Card, card
from issuer.web.pages.endorsements import Line
from issuer.web.site import short_date

PUBLIC_AWARDS: Final = 12
WIDEST_RUBRIC: Final = 4


@dataclass(frozen=True)
class VersionLine:
    """One version in the list of versions."""

    version: str
    href: str
    words: str
    is_shown: bool


@dataclass(frozen=True)
class PublicAward:
    """An award whose holder made it public: to whom, by whom, when."""

    holder: str
    issuer: str
    href: str
    awarded: str


@dataclass(frozen=True)
class RubricView:
    """A rubric for one wide table, or for a table per criterion when their levels differ.

    Attributes:
        levels: (name, whether it is the level that every row needs), low to high; empty when they differ.
    """

    levels: tuple[tuple[str, bool], ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class AchievementView:
    """Everything that the page shows.

    Attributes:
        title: its name without the kind, which stands beside it.
        alt: words of the picture.
        hours: number of hours as people write it, None without hours.
        unit: what the hours are, in words.
        effort: expected hours of work, None when the record does not say.
        anatomy: method, reasons, resources, guidelines and mandated areas, as far as the record says them.
        components: cards of what a micro-endorsement consists of: needed, and to choose from.
        part_of: micro-endorsements that name it.
        is_newest: whether no newer version is published.
        machine: paths of its documents and what they are.
        places: what the picture of the pathway shows, one label for each component that is needed.
        offered: districts that chose it, and the goals that it serves there.
        endorsed: what others say about this version.
        posted: what universities post on a transcript for it today, one sentence each.
    """

    version: AchievementVersion
    title: str
    alt: str
    picture: str
    hours: str | None
    unit: str
    effort: str | None
    anatomy: Anatomy
    rubric: RubricView
    needed: tuple[Card, ...]
    choice: tuple[Card, ...]
    part_of: tuple[Card, ...]
    versions: tuple[VersionLine, ...]
    is_newest: bool
    is_retired: bool
    awards: tuple[PublicAward, ...]
    machine: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    offered: tuple[Offer, ...]
    endorsed: tuple[Line, ...]
    posted: tuple[str, ...]


def page(toolkit: Toolkit, code: str, version: str | None) -> str:
    """Return the page of one version, the newest when none is named.

    Raises:
        NotFoundError: there is no such achievement or version.
    """
    return render_template("achievement.html", view=view(toolkit, code, version))


def view(toolkit: Toolkit, code: str, version: str | None) -> AchievementView:
    """Read what the page shows.

    Raises:
        NotFoundError: there is no such achievement or version.
    """
    everything = catalog.all_achievements(toolkit)
    offers = programs.all_offers(toolkit)
    now = toolkit.clock()
    with toolkit.database.reader() as reader:
        row = catalog.find_version(reader, code, version)
        shown = catalog.value(reader, row)
        achievement = reader.achievements.get(row.achievement_id)
        rows = reader.achievements.versions(achievement.id)
        rule = shown.components
        return AchievementView(
            version=shown,
            title=short_name(shown),
            alt=alt_text(shown, shown.creator),
            picture=cards.picture(shown, shown.creator.slug),
            hours=None if shown.hours is None else plain_number(shown.hours),
            unit=shown.unit if shown.hours == 1 else f"{shown.unit}s",
            effort=_number(shown, "expectedEffortHours"),
            anatomy=anatomy(shown.record),
            rubric=_rubric(shown.rubric),
            needed=_cards(everything, rule.all if rule else ()),
            choice=_cards(everything, rule.options if rule else ()),
            part_of=tuple(
                card(item.newest)
                for item in everything
                if item.newest.components is not None and shown.code in item.newest.components.codes
            ),
            versions=tuple(
                VersionLine(
                    version=item.version,
                    href=f"{cards.path(shown)}/v/{item.version}",
                    words=_in_use(item.created_at, item.retired_at, shown.creator.timezone),
                    is_shown=item.id == row.id,
                )
                for item in reversed(rows)
            ),
            is_newest=row.id == rows[-1].id,
            is_retired=row.retired_at is not None,
            awards=_awards(reader, achievement),
            machine=_machine(shown),
            places=tuple(slot.label for slot in slots_of(rule)) if rule else (),
            offered=tuple(offer for offer in offers if offer.code == shown.code),
            endorsed=endorsements.lines(
                reading.of_achievement(reader, shown.id, version=shown.version),
                zone=shown.creator.timezone,
                now=now,
            ),
            posted=recognition.posted(reader, shown, on=now.date()),
        )


def _cards(everything: tuple[Listed, ...], codes: tuple[str, ...]) -> tuple[Card, ...]:
    by_code = {item.newest.code: item.newest for item in everything}
    return tuple(card(by_code[code]) for code in codes if code in by_code)


def _rubric(criteria: tuple[Criterion, ...]) -> RubricView:
    """Put criteria that share their levels into one table, which is how people compare them."""
    shapes = {
        (tuple(level.name for level in item.levels), item.rank(item.required_level)) for item in criteria
    }
    if len(shapes) != 1:
        return RubricView((), criteria)
    names, needed = next(iter(shapes))
    if len(names) > WIDEST_RUBRIC:
        return RubricView((), criteria)
    return RubricView(tuple((name, place == needed) for place, name in enumerate(names)), criteria)


def _in_use(begun: datetime, retired: datetime | None, zone: str) -> str:
    if retired is None:
        return f"in use since {long_date(begun, zone)}"
    return f"in use from {long_date(begun, zone)} to {long_date(retired, zone)}"


def _number(version: AchievementVersion, name: str) -> str | None:
    value = version.record.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return plain_number(Decimal(str(value)))


def _awards(reader: Unit, achievement: AchievementRecord) -> tuple[PublicAward, ...]:
    """Return the newest public awards; their holders chose that anybody may see them."""
    found = []
    for credential in reader.shares.public_awards(achievement_id=achievement.id, limit=PUBLIC_AWARDS):
        issuer = profiles.value(reader, reader.profiles.get(credential.profile_id))
        details = reader.people.find_details(credential.person_id) or {}
        found.append(
            PublicAward(
                holder=str(details.get("name") or "A holder without a name here"),
                issuer=issuer.name,
                href="/c/" + credential.id.removeprefix("urn:uuid:"),
                awarded=short_date(credential.awarded_at, issuer.timezone),
            )
        )
    return tuple(found)


def _machine(version: AchievementVersion) -> tuple[tuple[str, str], ...]:
    own = cards.version_path(version)
    rubric = ((f"{own}/rubric.json", "Rubric, canonical JSON"),) if version.rubric else ()
    rule = ((f"{own}/pathway.json", "Rule, canonical JSON"),) if version.components else ()
    picture = cards.picture(version, version.creator.slug, "png")
    return (*rubric, *rule, (picture, "Picture, PNG"))
