"""*Counts here?*: a credential held against the rules of a chosen district (VER-01).

Only the credential and public statements are looked at. Where a rule needs a fact about the person (day of
hire, pre-approval), the answer is "could not check" and names the fact; whether the credit was used before
is the district's to say, and never told here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from issuer.badges.model import AchievementVersion
from issuer.credits import (
    REASONS,
    Component,
    Decision,
    Earned,
    Equivalency,
    Kind,
    PreApproval,
    Request,
    Result,
    RuleSet,
    Standing,
    Teacher,
    UniversityEndorsement,
    decide,
    units,
)
from issuer.documents.strict_json import JsonObject
from issuer.documents.times import parse_time
from issuer.errors import InputError, NotFoundError
from issuer.services import catalog
from issuer.services.recognition.reading import holding, rules_of, unit_of, university_endorsements, values_of
from issuer.services.toolkit import Toolkit
from issuer.store import ProfileRecord
from issuer.terms import ob
from issuer.verify import Counting

NO_UNIT: Final = "hour of an unnamed unit"
_STANDS: Final = {
    "valid": Standing.VALID,
    "untrusted": Standing.VALID,
    "suspended": Standing.SUSPENDED,
    "revoked": Standing.REVOKED,
    "expired": Standing.EXPIRED,
    "not_yet_valid": Standing.NOT_YET_VALID,
}


@dataclass(frozen=True)
class DistrictRules:
    """The rules of one district; keeps the promises of `verify.Recognition`."""

    toolkit: Toolkit
    district: ProfileRecord

    def counts(self, credential: JsonObject, *, stands: str, now: datetime) -> Counting:
        """Say whether a genuine credential counts in the district."""
        on = now.date()
        with self.toolkit.database.reader() as reader:
            try:
                _row, rules = holding(reader, self.district, on)
            except NotFoundError as exc:
                return Counting(None, exc.detail, "equivalency_missing")
            values = values_of(reader, self.district)
        earned = self._earned(credential, _STANDS.get(stands, Standing.COULD_NOT_CHECK))
        name = self.district.name
        if earned is None:
            words = f"The rules of {name} are about micro-credentials and micro-endorsements; this is another kind."
            return Counting(None, words, "other_kind")
        return answer(name, rules, earned, on, values)

    def _earned(self, credential: JsonObject, standing: Standing) -> Earned | None:
        """Read a credential of whichever issuer; None for a kind that the rules do not know."""
        subject: Any = credential.get("credentialSubject")
        subject = subject[0] if isinstance(subject, list) and subject else subject
        achievement: Any = subject.get("achievement") if isinstance(subject, dict) else None
        if not isinstance(achievement, dict):
            return None
        own = self._own(achievement)
        kind = _kind(achievement)
        if kind is None:
            return None
        hours, unit = _hours(subject, achievement), NO_UNIT if own is None else unit_of(own)
        code = str(achievement.get("humanCode") or achievement.get("id") or "")[:200]
        endorsements: tuple[UniversityEndorsement, ...] = ()
        if own is not None:
            code = own.code
            with self.toolkit.database.reader() as reader:
                endorsements = university_endorsements(reader, own)
        return Earned(
            id=str(credential.get("id") or code)[:200],
            code=code,
            kind=kind,
            awarded=_awarded(credential),
            hours=hours,
            unit=unit,
            version=str(achievement.get("version") or "") or None,
            title=str(achievement.get("name") or "")[:200] or None,
            components=(Component("parts"),) if kind is Kind.MICRO_ENDORSEMENT else (),
            standing=standing,
            endorsements=endorsements,
        )

    def _own(self, achievement: dict[str, Any]) -> AchievementVersion | None:
        """Return the version of our catalog that a document names, None where it is not ours."""
        with self.toolkit.database.reader() as reader:
            found = reader.achievements.find_by_url(str(achievement.get("id") or ""))
            if found is None:
                return None
            row = reader.achievements.find_version(found.id, str(achievement.get("version") or ""))
            return None if row is None else catalog.value(reader, row)


def rules_for(toolkit: Toolkit, district: str) -> DistrictRules:
    """Return the rules of a district, for the verifier.

    Raises:
        NotFoundError: there is no such profile, or it has no rules.
    """
    with toolkit.database.reader() as reader:
        profile = reader.profiles.get_by_slug(district)
        if not rules_of(reader, profile):
            raise NotFoundError(f"{district} has no rules here.", hint="Choose a district that has rules.")
    return DistrictRules(toolkit, profile)


def answer(name: str, rules: RuleSet, earned: Earned, on: date, values: tuple[Equivalency, ...]) -> Counting:
    """Decide for somebody of whom nothing is known, and say what else must be so."""
    approved = Teacher(preapprovals=(PreApproval(earned.code),))
    found = decide(rules, Request(on, (earned,), approved), values)
    (item,) = found.items
    needs = conditions(rules)
    worth = units.in_words(item.worth, rules.unit)
    facts = _facts(found)
    if item.result is Result.NOT_COUNTED and item.reason is not None:
        reason = REASONS[item.reason]
        return Counting(
            False, f"It does not count in {name}: {_lower(reason.title)}. {reason.advice}", item.reason, facts
        )
    personal = {"hire_date_unknown", "degree_date_unknown"}
    if item.reason is not None and item.reason not in personal:
        reason = REASONS[item.reason]
        return Counting(
            None, f"{name} cannot say yet: {_lower(reason.title)}. {reason.advice}", item.reason, facts
        )
    if needs:
        words = f"In {name} it counts {worth} if {'; and if '.join(needs)}. The district checks that for the person."
        code = "preapproval_missing" if rules.parameters.get("preApprovalRequired") else item.reason
        return Counting(None, words, code, facts)
    once = " A credit that was used there before does not count again." if rules.single_use else ""
    return Counting(True, f"In {name} it counts {worth}.{once}", None, facts)


def conditions(rules: RuleSet) -> list[str]:
    """Return what must be so of the person, as ends of a sentence that begins with "if"."""
    told = []
    if rules.parameters.get("preApprovalRequired"):
        told.append("the district approved it before the award")
    words = {"hireDate": "the day of hire", "degreeDate": "the degree"}
    after = [words[name] for name in rules.parameters.get("earnedAfter", ())]
    if after:
        told.append(f"it was earned after {' and '.join(after)}")
    return told


def _facts(found: Decision) -> JsonObject:
    content = found.to_json()
    names = ("district", "rulesVersion", "unit", "window", "credentials", "trace")
    return {name: content[name] for name in names}


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _kind(achievement: dict[str, Any]) -> Kind | None:
    types: Any = achievement.get("achievementType")
    tags: Any = achievement.get("tag")
    if ob.TAG_MICRO_ENDORSEMENT in (tags if isinstance(tags, list) else [tags]):
        return Kind.MICRO_ENDORSEMENT
    return Kind.MICRO_CREDENTIAL if types == ob.MICRO_CREDENTIAL else None


def _hours(subject: dict[str, Any], achievement: dict[str, Any]) -> Fraction:
    value = subject.get("creditsEarned", achievement.get("creditsAvailable"))
    try:
        return Fraction(0) if value is None else units.read_amount(value)
    except InputError:
        return Fraction(0)


def _awarded(credential: JsonObject) -> date:
    for name in ("awardedDate", "validFrom", "issuanceDate"):
        try:
            return parse_time(credential.get(name)).date()
        except InputError:
            continue
    return date.min
