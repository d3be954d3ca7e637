"""From an assertion to its issuer: badge class, then profile, each as its own address gives it.

An object that stands inside another is believed only where it has no address of its own: what lies at the
address counts. A profile always has one, because it is all that identifies an issuer in 2.0.
"""

from dataclasses import dataclass, field
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.errors import ConformanceError
from issuer.fetch import Fetch
from issuer.terms import ob2
from issuer.verify.case import text_of
from issuer.verify.findings import passed, undetermined
from issuer.verify.open_badges_2.bring import FAILURES, as_check, bring
from issuer.verify.open_badges_2.objects import Profile, read_profile
from issuer.verify.open_badges_2.table import require
from issuer.verify.report import Check

CLASS_ID: Final = "badge_class"
PROFILE_ID: Final = "issuer_profile"


@dataclass(frozen=True)
class Chain:
    """What an assertion leads to.

    Attributes:
        checks: the checks made on the way; the last one may have ended it.
        badge: the badge class, empty when it could not be had.
        profile: the issuer, None when it could not be had.
    """

    checks: tuple[Check, ...]
    badge: JsonObject = field(default_factory=dict)
    profile: Profile | None = None


def follow(badge: Json, fetch: Fetch) -> Chain:
    """Follow an assertion's badge class to the issuer's profile."""
    found, checked = _badge_class(badge, fetch)
    if found is None:
        return Chain((checked,))
    address = text_of(found.get("issuer"), "id")
    if not address.startswith(("https://", "http://")):
        words = "The badge does not say at which address its issuer can be asked."
        missing = undetermined(PROFILE_ID, "FETCH_BLOCKED", words, pointer="/badge/issuer", issuer=address)
        return Chain((checked, missing), found)
    try:
        profile = read_profile(bring(fetch, address))
    except FAILURES as exc:
        return Chain(
            (checked, as_check(PROFILE_ID, exc, what="the issuer's profile", url=address)),
            found,
        )
    words = "The issuer's profile lies at its address."
    return Chain((checked, passed(PROFILE_ID, words, address=address)), found, profile)


def _badge_class(badge: Json, fetch: Fetch) -> tuple[JsonObject | None, Check]:
    address = text_of(badge, "id")
    try:
        if isinstance(badge, dict) and not address.startswith(("https://", "http://")):
            require(badge, ob2.BADGE_CLASS, at="/badge", inside=True)
            return badge, passed(CLASS_ID, "What the badge stands for is written in it.")
        found = bring(fetch, address)
        require(found, ob2.BADGE_CLASS)
        if not text_of(found.get("issuer"), "id"):
            raise ConformanceError("it names no issuer", pointer="/issuer")
    except FAILURES as exc:
        what = "the description of the badge"
        return None, as_check(CLASS_ID, exc, what=what, url=address)
    return found, passed(CLASS_ID, "The description of the badge lies at its address.", address=address)
