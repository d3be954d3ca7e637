"""A badge as it stands in a list: picture, name, kind and hours. Shared by home, issuers and achievements."""

from dataclasses import dataclass

from issuer.badges.achievement_document import plain_number, short_name
from issuer.badges.model import AchievementVersion
from issuer.badges.pathway_rule import ComponentRule
from issuer.services.catalog import Listed


@dataclass(frozen=True)
class Card:
    """One achievement in a list.

    Attributes:
        href: its page.
        picture: address of its badge.
        line: kind and hours in one line.
        topic: what it is about, "" when it does not say.
        code: its code.
    """

    name: str
    href: str
    picture: str
    line: str
    topic: str
    code: str


def card(version: AchievementVersion, slug: str | None = None) -> Card:
    """Return the card of an achievement version, its picture as `slug` awards it (its creator otherwise)."""
    return Card(
        name=short_name(version),
        href=path(version),
        picture=picture(version, slug or version.creator.slug),
        line=f"{size(version)}{hours(version)}",
        topic=version.field_of_study or "",
        code=version.code,
    )


def cards(listed: tuple[Listed, ...], slug: str | None = None) -> list[Card]:
    """Return the cards of several achievements in their order."""
    return [card(item.newest, slug) for item in listed]


def path(version: AchievementVersion) -> str:
    """Return the path of an achievement's page."""
    return f"/a/{version.code.lower()}"


def version_path(version: AchievementVersion) -> str:
    """Return the path of one version's page."""
    return f"{path(version)}/v/{version.version}"


def picture(version: AchievementVersion, slug: str, form: str = "svg") -> str:
    """Return the path of the badge as a profile awards it."""
    return f"{version_path(version)}/badge/{slug}.{form}"


def size(version: AchievementVersion) -> str:
    """Return "5 parts" or "4 parts, and 1 of 2 to choose" for a micro-endorsement, its code otherwise."""
    rule = version.components
    return version.code if rule is None else parts(rule)


def parts(rule: ComponentRule) -> str:
    """Return how many components are needed, in words."""
    words = f"{len(rule.all)} part{'' if len(rule.all) == 1 else 's'}"
    return f"{words}, and {rule.choose} of {len(rule.options)} to choose" if rule.choose else words


def hours(version: AchievementVersion) -> str:
    """Return " · 1 semester hour, graduate-equivalent, suggested by the issuer", "" without hours."""
    if version.hours is None:
        return ""
    unit = version.unit if version.hours == 1 else f"{version.unit}s"
    return f" · {plain_number(version.hours)} {unit}, {version.level}, suggested by the issuer"
