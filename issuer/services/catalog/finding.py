"""Search the catalog: words, topic, kind, hours, who wrote or awards it, and what a district chose."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from issuer.badges.model import AchievementVersion
from issuer.services.catalog import achievements, programs
from issuer.services.catalog.achievements import Listed
from issuer.services.toolkit import Toolkit

MOST_WORDS: Final = 8
KINDS: Final = ("micro-credential", "micro-endorsement")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; an empty value asks for nothing.

    Attributes:
        words: every one of them occurs in code, name, description, topic or tags.
        kind: one of KINDS.
        hours: as many hours are suggested, at least.
        issuer: slug of a profile that has awarded it, or wrote it.
        district: slug of a district that chose it.
    """

    words: str = ""
    topic: str = ""
    kind: str = ""
    hours: Decimal | None = None
    issuer: str = ""
    district: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return self != Wanted()


def search(toolkit: Toolkit, wanted: Wanted) -> tuple[Listed, ...]:
    """Return the achievements that fit, by code."""
    found = achievements.all_achievements(toolkit)
    if wanted.issuer:
        awarded = _awarded_by(toolkit, wanted.issuer)
        found = tuple(
            item
            for item in found
            if item.achievement.id in awarded or item.newest.creator.slug == wanted.issuer
        )
    if wanted.district:
        chosen = {offer.code for offer in programs.of_district(toolkit, wanted.district)}
        found = tuple(item for item in found if item.achievement.code in chosen)
    words = wanted.words.casefold().split()[:MOST_WORDS]
    return tuple(item for item in found if _fits(item.newest, wanted, words))


def issuers(toolkit: Toolkit) -> tuple[tuple[str, str], ...]:
    """Return slug and name of every profile that has awarded anything, by name."""
    with toolkit.database.reader() as reader:
        awarding = reader.shares.awarding()
        found = [(profile.slug, profile.name) for profile in reader.profiles.all() if profile.id in awarding]
    return tuple(sorted(found, key=lambda item: item[1]))


def topics(listed: tuple[Listed, ...]) -> tuple[str, ...]:
    """Return every topic of a catalog, by name."""
    return tuple(sorted({item.newest.field_of_study or "" for item in listed} - {""}))


def _fits(version: AchievementVersion, wanted: Wanted, words: list[str]) -> bool:
    text = " ".join(
        (version.code, version.name, version.description, version.field_of_study or "", *version.tags)
    ).casefold()
    return (
        all(word in text for word in words)
        and (not wanted.topic or wanted.topic == version.field_of_study)
        and (not wanted.kind or wanted.kind == version.kind)
        and (wanted.hours is None or (version.hours or Decimal(0)) >= wanted.hours)
    )


def _awarded_by(toolkit: Toolkit, slug: str) -> frozenset[str]:
    with toolkit.database.reader() as reader:
        profile = reader.profiles.find_by_slug(slug)
        if profile is None:
            return frozenset()
        totals = reader.shares.totals(profile.id)
        return frozenset(
            reader.achievements.get_version(total.achievement_version_id).achievement_id for total in totals
        )
