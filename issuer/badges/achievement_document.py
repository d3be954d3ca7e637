"""Profiles and achievements as JSON objects: embedded in credentials, published at their addresses.

Open Badges 3.0 R13-R16, R23-R32. Arrays wherever the model has several, nothing empty, numbers as
numbers. Hours have no unit term in the standard, so that their unit stands in words beside them.
"""

from collections.abc import Mapping
from decimal import Decimal

from issuer.badges import micro_endorsement
from issuer.badges.model import AchievementVersion, Alignment, Criterion, Profile
from issuer.documents.strict_json import Json, JsonObject
from issuer.terms import ob


def without_empty(members: Mapping[str, Json]) -> JsonObject:
    """Return an object without members that are None or an empty list (R10)."""
    return {name: value for name, value in members.items() if value is not None and value != []}


def plain_number(value: Decimal) -> str:
    """Write a Decimal without exponent or trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def json_number(value: Decimal) -> int | float:
    """Return a Decimal as the JSON number that prints the same digits."""
    return int(value) if value == value.to_integral_value() else float(value)


def alt_text(achievement: AchievementVersion, profile: Profile) -> str:
    """Return the words for the badge picture: kind, title and issuer."""
    return f"{achievement.kind.capitalize()} badge: {short_name(achievement)}, issued by {profile.name}"


def short_name(achievement: AchievementVersion) -> str:
    """Return the title without a leading "Micro-endorsement:", where the kind stands beside it."""
    head, colon, tail = achievement.name.partition(": ")
    return tail if colon and tail and head.casefold() == achievement.kind else achievement.name


def hours_in_words(achievement: AchievementVersion, hours: Decimal | None = None) -> str | None:
    """Return "1 semester hour, graduate-equivalent, suggested by the issuer", None without hours.

    Args:
        achievement: says what the hours are.
        hours: how many were earned; None for as many as the achievement offers.
    """
    number = achievement.hours if hours is None else hours
    if number is None:
        return None
    unit = achievement.unit if number == 1 else f"{achievement.unit}s"
    return f"{plain_number(number)} {unit}, {achievement.level}, suggested by the issuer"


def profile_object(profile: Profile) -> JsonObject:
    """Return a profile as it is embedded in a credential, its parents inside."""
    return without_empty(
        {
            "id": profile.did,
            "type": [ob.PROFILE],
            "name": profile.name,
            "url": profile.url,
            "description": profile.description or None,
            "otherIdentifier": [
                {"type": ob.IDENTIFIER_ENTRY, "identifier": value, "identifierType": kind}
                for kind, value in profile.identifiers
            ],
            "parentOrg": profile_object(profile.parent) if profile.parent else None,
        }
    )


def image_url(achievement: AchievementVersion, profile: Profile) -> str:
    """Return the address of the picture: it shows achievement version and issuer, never a holder."""
    return f"{achievement.version_url}/badge/{profile.slug}.png"


def image_object(achievement: AchievementVersion, profile: Profile) -> JsonObject:
    """Return the badge picture of an issuer's achievement with its words."""
    return {
        "id": image_url(achievement, profile),
        "type": ob.IMAGE,
        "caption": alt_text(achievement, profile),
    }


def rubric_url(achievement: AchievementVersion) -> str:
    """Return the address of the rubric's canonical JSON."""
    return f"{achievement.version_url}/rubric.json"


def rule_url(achievement: AchievementVersion) -> str:
    """Return the address of the canonical JSON of a micro-endorsement's rule."""
    return f"{achievement.version_url}/pathway.json"


def criterion_url(achievement: AchievementVersion, criterion: Criterion) -> str:
    """Return the id of a criterion's result description."""
    return f"{achievement.version_url}#{criterion.id}"


def level_url(achievement: AchievementVersion, criterion: Criterion, level: str) -> str:
    """Return the id of one rubric level."""
    return f"{criterion_url(achievement, criterion)}/{level}"


def status_result_url(achievement: AchievementVersion) -> str:
    """Return the id of the description of the completion status."""
    return f"{achievement.version_url}#status"


def achievement_object(
    achievement: AchievementVersion, profile: Profile, endorsements: tuple[JsonObject, ...] = ()
) -> JsonObject:
    """Return the achievement as an issuer offers it.

    Args:
        achievement: the version.
        profile: the issuer, whose picture it carries; the creator for a published definition.
        endorsements: signed EndorsementCredentials about the achievement, carried as they are.
    """
    return without_empty(
        {
            "id": achievement.id,
            "type": [ob.ACHIEVEMENT],
            "name": achievement.name,
            "description": achievement.description,
            "criteria": {"id": achievement.version_url, "narrative": achievement.narrative},
            "achievementType": achievement.achievement_type,
            "creator": profile_object(achievement.creator),
            "version": achievement.version,
            "humanCode": achievement.code,
            "inLanguage": achievement.language,
            "fieldOfStudy": achievement.field_of_study,
            "creditsAvailable": None if achievement.hours is None else json_number(achievement.hours),
            "image": image_object(achievement, profile),
            "tag": list(achievement.tags),
            "related": _related(achievement),
            "alignment": [
                *(_alignment(alignment) for alignment in achievement.alignments),
                *micro_endorsement.alignments(achievement.parts),
            ],
            "resultDescription": _result_descriptions(achievement),
            "endorsement": list(endorsements),
        }
    )


def _related(achievement: AchievementVersion) -> list[Json]:
    """Return the version before this one; `related` is for versions and languages alone (R28)."""
    if achievement.earlier is None:
        return []
    url, version = achievement.earlier
    return [{"id": url, "type": [ob.RELATED], "version": version}]


def _alignment(alignment: Alignment) -> JsonObject:
    return without_empty(
        {
            "type": [ob.ALIGNMENT],
            "targetName": alignment.target_name,
            "targetUrl": alignment.target_url,
            "targetType": alignment.target_type,
            "targetCode": alignment.target_code,
            "targetFramework": alignment.target_framework,
            "targetDescription": alignment.target_description,
        }
    )


def _result_descriptions(achievement: AchievementVersion) -> list[Json]:
    status: JsonObject = {
        "id": status_result_url(achievement),
        "type": [ob.RESULT_DESCRIPTION],
        "name": "Completion status",
        "resultType": "Status",
    }
    return [
        *(_criterion(achievement, criterion) for criterion in achievement.rubric),
        *micro_endorsement.result_descriptions(achievement.version_url, achievement.parts),
        status,
    ]


def _criterion(achievement: AchievementVersion, criterion: Criterion) -> JsonObject:
    levels: list[Json] = [
        {
            "id": level_url(achievement, criterion, level.id),
            "type": [ob.RUBRIC_CRITERION_LEVEL],
            "name": level.name,
            "points": level.points,
            "description": level.text,
        }
        for level in criterion.levels
    ]
    return {
        "id": criterion_url(achievement, criterion),
        "type": [ob.RESULT_DESCRIPTION],
        "name": criterion.name,
        "resultType": "RubricCriterionLevel",
        "requiredLevel": level_url(achievement, criterion, criterion.required_level),
        "rubricCriterionLevel": levels,
    }
