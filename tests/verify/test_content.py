"""What a genuine badge says: levels that exist, warnings in words, and credits that nobody promised."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import Report, Verdict
from tests.papers import achievement, changed, credential, identity, subject
from tests.worlds import World, sign

RUBRIC: Final = "https://badges.example/a/mc-1"


@pytest.fixture
def world() -> World:
    return World()


def level(name: str) -> JsonObject:
    return {"id": f"{RUBRIC}#{name}", "type": ["RubricCriterionLevel"], "name": name}


def description(**change: Any) -> JsonObject:
    made: JsonObject = {
        "id": f"{RUBRIC}#overall",
        "type": ["ResultDescription"],
        "name": "Overall",
        "resultType": "RubricCriterionLevel",
        "requiredLevel": f"{RUBRIC}#met",
        "rubricCriterionLevel": [level("developing"), level("met"), level("beyond")],
    }
    return changed(made, **change)


def result(**change: Any) -> JsonObject:
    made: JsonObject = {
        "type": ["Result"],
        "resultDescription": f"{RUBRIC}#overall",
        "achievedLevel": f"{RUBRIC}#met",
    }
    return changed(made, **change)


def judged(world: World, about: JsonObject, **change: Json) -> Report:
    return world.verify(sign(credential(world.issuer, credentialSubject=about, **change), world.issuer.key()))


def with_results(world: World, *results: JsonObject, **more: Any) -> Report:
    described = achievement(resultDescription=[description(**more)])
    return judged(world, subject(achievement=described, result=[*results]))


def warnings(report: Report) -> list[str]:
    return [warning.code for warning in report.warnings]


@pytest.mark.parametrize("achieved", ["met", "beyond"])
def test_a_level_that_is_required_or_more_is_fine(world: World, achieved: str) -> None:
    report = with_results(world, result(achievedLevel=f"{RUBRIC}#{achieved}"))
    assert (report.verdict, warnings(report)) == (Verdict.VALID, [])


def test_a_level_below_the_required_one_is_said_in_words(world: World) -> None:
    report = with_results(world, result(achievedLevel=f"{RUBRIC}#developing"))
    assert (report.verdict, warnings(report)) == (Verdict.VALID, ["LEVEL_BELOW_REQUIRED"])


def test_a_level_that_the_badge_does_not_define_is_refused_before_anything_is_fetched(world: World) -> None:
    report = with_results(world, result(achievedLevel=f"{RUBRIC}#splendid"))
    assert report.verdict is Verdict.INVALID
    assert [check.code for check in report.checks if check.code] == ["BUSINESS_RULE"]
    assert not world.asked
    bare = judged(world, subject(result=[result(resultDescription=None)]))
    assert bare.verdict is Verdict.INVALID
    elsewhere = with_results(world, result(), rubricCriterionLevel=[level("other")], requiredLevel=None)
    assert elsewhere.verdict is Verdict.INVALID


def test_a_result_that_nothing_describes_is_said_in_words(world: World) -> None:
    report = with_results(world, result(resultDescription=f"{RUBRIC}#other", achievedLevel=None, value="3"))
    assert (report.verdict, warnings(report)) == (Verdict.VALID, ["RESULT_NOT_DESCRIBED"])
    assert (
        with_results(world, result(resultDescription=None, achievedLevel=None, value="Pass")).warnings == ()
    )


def test_a_required_level_that_is_not_defined_is_said_in_words(world: World) -> None:
    report = with_results(world, result(), requiredLevel=f"{RUBRIC}#splendid")
    assert (report.verdict, warnings(report)) == (Verdict.VALID, ["RESULT_NOT_DESCRIBED"])


def test_shapes_that_the_standard_allows_are_read_alike(world: World) -> None:
    described = achievement(resultDescription=description(rubricCriterionLevel=level("met")))
    report = judged(world, subject(achievement=described, result=result()))
    assert (report.verdict, warnings(report)) == (Verdict.VALID, [])
    in_list = sign(
        credential(world.issuer, credentialSubject=[subject(achievement=described, result=result())]),
        world.issuer.key(),
    )
    assert world.verify(in_list).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("earned", "available", "expected"),
    [
        (1.5, 1.5, []),
        (1, 1.5, []),
        (1.6, 1.5, ["CREDITS_ABOVE_DEFINITION"]),
        (3, None, []),
        (None, 1, []),
        (0, 0, []),
    ],
)
def test_more_hours_than_the_definition_offers_are_said_in_words(
    world: World, earned: Json, available: Json, expected: list[str]
) -> None:
    about = subject(creditsEarned=earned, achievement=achievement(creditsAvailable=available))
    report = judged(world, about)
    assert (report.verdict, warnings(report)) == (Verdict.VALID, expected)


def test_a_definition_by_somebody_else_is_said_in_words(world: World) -> None:
    other: JsonObject = {"id": "did:web:catalog.example", "type": ["Profile"], "name": "Catalog"}
    report = judged(world, subject(achievement=achievement(creator=other)))
    assert (report.verdict, warnings(report)) == (Verdict.VALID, ["CREATOR_DIFFERS"])
    own = achievement(creator=world.issuer.profile())
    assert judged(world, subject(achievement=own)).warnings == ()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (identity(), []),
        (identity(salt=None), ["UNSALTED_IDENTITY"]),
        (identity(identityHash="md5$" + "0" * 32), ["HASH_NOT_ALLOWED"]),
        (identity(identityHash="md5$" + "0" * 32, salt=None), ["HASH_NOT_ALLOWED", "UNSALTED_IDENTITY"]),
        (identity(hashed=False, identityHash="T-77", salt=None), []),
    ],
)
def test_weak_hiding_of_an_identity_is_said_in_words(
    world: World, stated: JsonObject, expected: list[str]
) -> None:
    report = judged(world, subject(identifier=[stated]))
    assert (report.verdict, warnings(report)) == (Verdict.VALID, expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("مهارات التعليم", []),
        ("Đặng Thị Hoà: đánh giá", []),
        ("👩‍🏫 Teaching", []),
        ("می‌خواهم", []),
        ("a\u202eb", ["HIDDEN_CHARACTERS"]),
        ("a\u2066b", ["HIDDEN_CHARACTERS"]),
        ("a\u200bb", ["HIDDEN_CHARACTERS"]),
        ("a\u00adb", ["HIDDEN_CHARACTERS"]),
        ("<script>alert(1)</script>", []),
        ("[x](javascript:alert(1))", []),
        ("=1+1", []),
    ],
)
def test_any_letters_are_a_name_and_hidden_ones_are_said_in_words(
    world: World, name: str, expected: list[str]
) -> None:
    report = judged(world, subject(), name=name)
    assert (report.verdict, warnings(report)) == (Verdict.VALID, expected)
    assert report.credential is not None
    assert report.credential["name"] == name


def test_hidden_letters_are_found_in_every_name(world: World) -> None:
    world.issuer.name = "La\u200bkes"
    report = judged(world, subject(achievement=achievement(name="b\u202e")))
    assert {warning.pointer for warning in report.warnings} == {
        "/issuer/name",
        "/credentialSubject/achievement/name",
    }


VALUES: Final[dict[str, tuple[dict[str, Any], dict[str, Any], bool]]] = {
    "in the range": ({"valueMin": "0", "valueMax": "100", "requiredValue": "70"}, {"value": "70"}, False),
    "above the range": ({"valueMin": "0", "valueMax": "100"}, {"value": "100.5"}, True),
    "below the range": ({"valueMin": "0"}, {"value": "-1"}, True),
    "below the required value": ({"requiredValue": "70"}, {"value": "69.99"}, True),
    "an allowed word": ({"allowedValue": ["C", "B", "A"], "requiredValue": "B"}, {"value": "A"}, False),
    "a word below the required one": (
        {"allowedValue": ["C", "B", "A"], "requiredValue": "B"},
        {"value": "C"},
        True,
    ),
    "a word that is not allowed": ({"allowedValue": ["C", "B", "A"]}, {"value": "A+"}, True),
    "no number where numbers are compared": ({"valueMin": "0", "valueMax": "9"}, {"value": "Pass"}, False),
    "digits of another script": ({"valueMin": "0", "valueMax": "9"}, {"value": "\u0669\u0669"}, False),
    "a status": ({"resultType": "Status"}, {"status": "Completed"}, False),
    "a status without a word": ({"resultType": "Status"}, {"value": "Completed"}, True),
}


@pytest.mark.parametrize("name", VALUES)
def test_an_odd_value_is_said_in_words(world: World, name: str) -> None:
    described, stated, is_odd = VALUES[name]
    bare = {"requiredLevel": None, "rubricCriterionLevel": None, "resultType": "RawScore"}
    report = with_results(world, result(achievedLevel=None, **stated), **{**bare, **described})
    assert report.verdict is Verdict.VALID
    assert ("RESULT_VALUE_ODD" in warnings(report)) is is_odd
