"""Districts choose what they offer from the catalog, and tag it with goals of their plan (SEED-06, CAT).

A district is a profile of this installation. What it chooses is shown in the catalog and nowhere else: it
is in no credential, and changing it changes none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from issuer.errors import InputError
from issuer.services.catalog import achievements
from issuer.services.principal import Principal
from issuer.services.recording import Act, record
from issuer.services.toolkit import Toolkit
from issuer.store import OfferRecord

MOST_GOALS: Final = 20
_GOAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
_TEXT: Final = re.compile(r"[^\x00-\x1f\x7f]{1,300}")


@dataclass(frozen=True)
class Offer:
    """One achievement that a district chose, by code, and the goals that it serves."""

    district: str
    district_name: str
    code: str
    goals: tuple[tuple[str, str], ...]


def choose(
    toolkit: Toolkit, principal: Principal, district: str, code: str, goals: Mapping[str, str]
) -> tuple[Offer, ...]:
    """Put an achievement into a district's set, with these goals; return the set.

    Raises:
        NotAuthorizedError: the principal may not act for the district.
        NotFoundError: there is no such profile or achievement.
        InputError: a goal has the wrong form, or there are too many.
    """
    principal.require(district)
    fits = all(_GOAL.fullmatch(goal) and _TEXT.fullmatch(text) for goal, text in goals.items())
    if len(goals) > MOST_GOALS or not fits:
        raise InputError(
            f"A goal is a short code and one line of text, at most {MOST_GOALS} of them.", pointer="/goals"
        )
    with toolkit.database.unit("programs.choose") as unit:
        profile = unit.profiles.get_by_slug(district)
        achievement_id = achievements.find_version(unit, code).achievement_id
        offer = OfferRecord(profile.id, achievement_id, dict(goals), toolkit.clock())
        unit.programs.put(offer)
        url = unit.achievements.get(achievement_id).url
        record(unit, toolkit, principal, Act(action="program.chosen", object=url, profile=profile.did))
    return of_district(toolkit, district)


def drop(toolkit: Toolkit, principal: Principal, district: str, code: str) -> tuple[Offer, ...]:
    """Take an achievement out of a district's set; again changes nothing. Returns the set; errors as `choose`."""
    principal.require(district)
    with toolkit.database.unit("programs.drop") as unit:
        profile = unit.profiles.get_by_slug(district)
        achievement_id = achievements.find_version(unit, code).achievement_id
        if unit.programs.drop(profile.id, achievement_id):
            url = unit.achievements.get(achievement_id).url
            record(unit, toolkit, principal, Act(action="program.dropped", object=url, profile=profile.did))
    return of_district(toolkit, district)


def all_offers(toolkit: Toolkit) -> tuple[Offer, ...]:
    """Return what every district chose, by district and code."""
    with toolkit.database.reader() as reader:
        profiles = {profile.id: profile for profile in reader.profiles.all()}
        codes = {achievement.id: achievement.code for achievement in reader.achievements.all()}
        found = [
            Offer(
                district=profiles[row.district_id].slug,
                district_name=profiles[row.district_id].name,
                code=codes[row.achievement_id],
                goals=tuple(sorted((goal, str(text)) for goal, text in row.goals.items())),
            )
            for row in reader.programs.all()
        ]
    return tuple(sorted(found, key=lambda offer: (offer.district, offer.code)))


def of_district(toolkit: Toolkit, district: str) -> tuple[Offer, ...]:
    """Return what one district chose, by code; nothing for one that chose nothing or is not here."""
    return tuple(offer for offer in all_offers(toolkit) if offer.district == district)
