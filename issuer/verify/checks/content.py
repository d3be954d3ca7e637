"""Checks 3.1 and 3.2: what a genuine badge says, does it hang together? (R27, R31-R34; security.md section 4)

3.1 `results`: a result must point to a level that the badge defines; one that points nowhere says nothing,
so the badge is not accepted. 3.2 `content`: what is odd but the issuer's to say becomes a warning in words:
a level below the required one, more hours than the definition offers, a definition by somebody else, weak
or missing salt in an identity, letters that cannot be seen in a name.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify.case import Case, objects, text_of
from issuer.verify.checks.result_values import odd_values
from issuer.verify.findings import failed, passed, skipped
from issuer.verify.presented import Kind
from issuer.verify.report import Caution, Check

RESULTS_ID: Final = "results"
_HIDDEN: Final = frozenset({"Cf", "Co", "Cn", "Zl", "Zp"})


def check_results(case: Case) -> Check:
    """Refuse a badge whose result names a level that it does not define."""
    count = 0
    for pointer, subject in _subjects(case) if case.kind is Kind.BADGE else ():
        results = list(_results(pointer, subject))
        count += len(results)
        levels_of = {name: _levels(item) for name, item in _descriptions(subject).items()} if results else {}
        for place, result in results:
            described, achieved = result.get("resultDescription"), result.get("achievedLevel")
            levels = levels_of.get(described) if isinstance(described, str) else None
            if levels is None:
                levels = [level for each in levels_of.values() for level in each]
            if achieved is not None and achieved not in levels:
                return failed(
                    RESULTS_ID,
                    "BUSINESS_RULE",
                    "A result names a level that the badge does not define.",
                    pointer=f"{place}/achievedLevel",
                    level=str(achieved)[:200],
                )
    if not count:
        return skipped(RESULTS_ID, "It states no results.")
    return passed(RESULTS_ID, "Every result points to a level that the badge defines.", results=count)


def cautions_of(case: Case) -> Iterator[Caution]:
    """Yield what a person should know about the content of a genuine document."""
    for pointer, subject in _subjects(case):
        yield from _levels_below(pointer, subject)
        yield from _hours(pointer, subject)
        yield from _creator(case, pointer, subject)
        yield from _identities(pointer, subject)
    yield from _hidden_letters(case)


def _levels_below(pointer: str, subject: JsonObject) -> Iterator[Caution]:
    results = list(_results(pointer, subject))
    descriptions = _descriptions(subject) if results else {}
    for place, result in results:
        described = result.get("resultDescription")
        description = descriptions.get(described) if isinstance(described, str) else None
        if described is not None and description is None:
            words = "A result describes something that the badge does not define."
            yield Caution("RESULT_NOT_DESCRIBED", words, f"{place}/resultDescription")
        if description is None:
            continue
        yield from odd_values(place, result, description)
        levels, required = _levels(description), description.get("requiredLevel")
        achieved = result.get("achievedLevel")
        if achieved in levels and required in levels and levels.index(achieved) < levels.index(required):
            words = "A level was reached that lies below the one the badge requires."
            yield Caution("LEVEL_BELOW_REQUIRED", words, f"{place}/achievedLevel")
        if required is not None and required not in levels:
            words = "The badge requires a level that it does not define."
            yield Caution("RESULT_NOT_DESCRIBED", words, f"{pointer}/achievement/resultDescription")


def _hours(pointer: str, subject: JsonObject) -> Iterator[Caution]:
    earned = subject.get("creditsEarned")
    achievement = subject.get("achievement")
    available = achievement.get("creditsAvailable") if isinstance(achievement, dict) else None
    if isinstance(earned, int | float) and isinstance(available, int | float) and earned > available:
        words = f"It states {earned:g} earned hours, but its definition offers {available:g}."
        yield Caution("CREDITS_ABOVE_DEFINITION", words, f"{pointer}/creditsEarned")


def _creator(case: Case, pointer: str, subject: JsonObject) -> Iterator[Caution]:
    achievement = subject.get("achievement")
    creator = text_of(achievement.get("creator"), "id") if isinstance(achievement, dict) else ""
    if creator and creator != case.issuer:
        words = "The achievement is defined by somebody else than the issuer; only the issuer signed that."
        yield Caution("CREATOR_DIFFERS", words, f"{pointer}/achievement/creator")


def _identities(pointer: str, subject: JsonObject) -> Iterator[Caution]:
    many = isinstance(subject.get("identifier"), list)
    for number, identity in enumerate(objects(subject.get("identifier"))):
        place = f"{pointer}/identifier/{number}" if many else f"{pointer}/identifier"
        if identity.get("hashed") is not True:
            continue
        if text_of(identity.get("identityHash"), "").startswith("md5$"):
            yield Caution("HASH_NOT_ALLOWED", "An identity is hidden by MD5 only, which hides little.", place)
        if not identity.get("salt"):
            words = "An identity is hashed without salt: whoever guesses the address can find it."
            yield Caution("UNSALTED_IDENTITY", words, place)


def _hidden_letters(case: Case) -> Iterator[Caution]:
    for pointer, text in _names(case):
        if text.isascii() and text.isprintable():
            continue
        if any(unicodedata.category(letter) in _HIDDEN and letter not in _JOINERS for letter in text):
            words = "A name holds letters that cannot be seen or that turn the direction of writing."
            yield Caution("HIDDEN_CHARACTERS", words, pointer)


_JOINERS: Final = frozenset("\u200c\u200d")
"""Joiners are ordinary letters of Persian, of Indian scripts and of emoji."""


def _names(case: Case) -> Iterator[tuple[str, str]]:
    places: list[tuple[str, Json]] = [
        ("/name", case.document.get("name")),
        ("/issuer/name", _member(case.document.get("issuer"), "name")),
    ]
    for pointer, subject in _subjects(case):
        places.append((f"{pointer}/achievement/name", _member(subject.get("achievement"), "name")))
    for pointer, value in places:
        for item in value if isinstance(value, list) else [value]:
            yield pointer, text_of(item, "@value")


def _member(value: Json, name: str) -> Json:
    return value.get(name) if isinstance(value, dict) else None


def _subjects(case: Case) -> Iterator[tuple[str, JsonObject]]:
    many = isinstance(case.document.get("credentialSubject"), list)
    for number, subject in enumerate(case.subjects):
        yield (f"/credentialSubject/{number}" if many else "/credentialSubject"), subject


def _results(pointer: str, subject: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    many = isinstance(subject.get("result"), list)
    for number, result in enumerate(objects(subject.get("result"))):
        yield (f"{pointer}/result/{number}" if many else f"{pointer}/result"), result


def _descriptions(subject: JsonObject) -> dict[str, JsonObject]:
    achievement = subject.get("achievement")
    found = objects(achievement.get("resultDescription")) if isinstance(achievement, dict) else ()
    return {text_of(item, "id"): item for item in found}


def _levels(description: JsonObject) -> list[Json]:
    return [item.get("id") for item in objects(description.get("rubricCriterionLevel"))]
