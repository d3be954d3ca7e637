"""Good badges of every kind: all that Open Badges 3.0 allows an issuer to say is valid, in both forms.

A false "invalid" is as wrong as a false "valid". Every row changes one thing of a badge; it is signed over its
statements and as a token, and both must be valid and come out as they were signed.
"""

from typing import Any, Final

import pytest

from issuer.documents.strict_json import Json, JsonObject
from issuer.verify import Verdict
from tests.papers import AWARDED, CONTEXTS, achievement, changed, credential, subject
from tests.verify.approval import identity, require_valid
from tests.worlds import World, sign

FILES: Final = "https://files.example/"
EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
IMAGES: Final[tuple[Json, ...]] = (
    FILES + "a.png",
    {"id": FILES + "a.png", "type": "Image"},
    {"id": FILES + "a.png", "type": "Image", "caption": "A lake\nat dawn"},
    "data:image/png;base64,iVBORw0KGgo=",
    {"id": "data:image/svg+xml;base64,PHN2Zy8+", "type": "Image"},
)
WORDS: Final = {
    "other scripts": "形成性评价 🎓 مرحبا بالعالم שלום",
    "markdown": "# Title\n\n* one\n* [two](https://files.example/)\n\n\tcode",
    "long": "A paragraph of many. " * 3_000,
    "wide": "é" * 30_000,
    "markup": "<b>1 < 2 & 3</b> \"quoted\" 'twice'",
    "spaces": " \u00a0padded\u3000 ",
}


def profile(identifier: str = "https://parent.example/", **more: Json) -> JsonObject:
    return {"id": identifier, "type": ["Profile"], "name": "Parent", **more}


LEVELS: Final[list[Json]] = [
    {
        "id": f"{FILES}level-{number}",
        "type": ["RubricCriterionLevel"],
        "name": f"Level {number}",
        "level": str(number),
        "points": str(number),
        "alignment": [{"type": ["Alignment"], "targetName": "t", "targetUrl": FILES}],
    }
    for number in range(3)
]
RUBRIC: Final[JsonObject] = {
    "id": FILES + "r",
    "type": ["ResultDescription"],
    "name": "Rubric",
    "resultType": "RubricCriterionLevel",
    "requiredLevel": f"{FILES}level-1",
    "rubricCriterionLevel": LEVELS,
}
EVIDENCE: Final[tuple[JsonObject, ...]] = (
    {
        "id": FILES + "e",
        "type": ["Evidence"],
        "name": "n",
        "description": "d",
        "narrative": "n",
        "genre": "g",
    },
    {"type": "Evidence", "audience": "Assessors"},
    {"id": "data:text/plain,words", "type": ["Evidence", "https://w3id.org/openbadges#Assertion"]},
    {"id": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b", "type": ["Evidence"]},
)
ADDRESS: Final[JsonObject] = {
    "type": ["Address"],
    "addressCountry": "United States",
    "addressCountryCode": "US",
    "addressRegion": "MN",
    "addressLocality": "Lakeville",
    "streetAddress": "1 Main St",
    "postOfficeBoxNumber": "7",
    "postalCode": "55044",
    "geo": {"type": "GeoCoordinates", "latitude": 44.65, "longitude": -93},
}
ISSUERS: Final[dict[str, dict[str, Any]]] = {
    "one type": {"type": "Profile"},
    "no name": {"name": None},
    "an address": {"address": ADDRESS},
    "image": {"image": "data:image/png;base64,iVBORw0KGgo="},
    "other identifiers": {
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "1", "identifierType": "ext:StateOrganizationId"},
            {"type": "IdentifierEntry", "identifier": "2", "identifierType": "sourcedId"},
        ]
    },
    "parents": {"parentOrg": profile(parentOrg=profile("https://grandparent.example/"))},
    "contact": {
        "url": FILES,
        "phone": "+1 612 555 0100",
        "email": "a@lakes.example",
        "official": "Pat Officer",
    },
    "a person": {
        "familyName": "F",
        "givenName": "G",
        "additionalName": "A",
        "patronymicName": "P",
        "honorificPrefix": "Dr.",
        "honorificSuffix": "PhD",
        "familyNamePrefix": "van",
        "dateOfBirth": "1980-02-29",
    },
}
ACHIEVEMENTS: Final[dict[str, dict[str, Any]]] = {
    "criteria by address": {"criteria": {"id": FILES + "c"}},
    "criteria in both ways": {"criteria": {"id": FILES + "c", "narrative": "n"}},
    "one type": {"type": "Achievement"},
    "a type of its own": {"type": ["Achievement", "https://types.example/Course"]},
    "one tag": {"tag": "assessment"},
    "details": {
        "version": "1.2",
        "humanCode": "MC-1",
        "fieldOfStudy": "Education",
        "specialization": "Assessment",
        "tag": ["a", "b"],
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": "x", "identifierType": "identifier"}],
    },
    "a creator": {"creator": profile("https://publisher.example/")},
    "its earlier form": {
        "related": [
            {
                "id": FILES,
                "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                "version": "Open Badges v2p0",
            }
        ]
    },
    "a language": {
        "inLanguage": "zh-Hans-CN",
        "related": [{"id": FILES, "type": ["Related"], "inLanguage": "es"}],
    },
}
SUBJECTS: Final[dict[str, JsonObject]] = {
    "one type": subject(type="AchievementSubject"),
    "a rubric": subject(
        achievement=achievement(resultDescription=[RUBRIC]),
        result=[{"type": ["Result"], "resultDescription": FILES + "r", "achievedLevel": f"{FILES}level-2"}],
    ),
    "plain identity": subject(
        identifier=[identity(), identity(identityHash="p", identityType="emailAddress")]
    ),
    "one identity": subject(identifier=identity()),
    "hashed": subject(identifier=[identity(hashed=True, identityHash="sha256$" + "a" * 64, salt="deadsea")]),
    "hashed by MD5": subject(identifier=[identity(hashed=True, identityHash="md5$" + "A" * 32)]),
    "everything": subject(
        activityStartDate="2026-08-18T00:00:00Z",
        activityEndDate="2026-09-12T00:00:00-05:00",
        licenseNumber="123",
        narrative="n",
        role="Teacher",
        source=profile("https://assessors.example/"),
        term="Fall",
    ),
}
SCHEMA: Final[JsonObject] = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


def variants() -> dict[str, dict[str, Any]]:
    """Return what to change of a badge, by name."""
    rows: dict[str, dict[str, Any]] = {
        "as it is": {},
        "no name": {"name": None},
        "no end": {"validUntil": None},
        "both names of a badge": {
            "type": ["VerifiableCredential", "OpenBadgeCredential", "AchievementCredential"]
        },
        "the other name": {"type": ["AchievementCredential", "VerifiableCredential"]},
        "a type of its own": {
            "type": ["VerifiableCredential", "OpenBadgeCredential", "https://types.example/T"]
        },
        "evidence": {"evidence": [*EVIDENCE]},
        "one piece of evidence": {"evidence": EVIDENCE[1]},
        "a schema": {"@context": [*CONTEXTS, EXTENSIONS], "credentialSchema": [SCHEMA]},
        "one schema": {"@context": [*CONTEXTS, EXTENSIONS], "credentialSchema": SCHEMA},
        "a schema of W3C": {"credentialSchema": [{"id": FILES + "s", "type": "JsonSchema"}]},
        "refreshing": {
            "@context": [*CONTEXTS, EXTENSIONS],
            "refreshService": {"id": FILES + "r", "type": "1EdTechCredentialRefresh"},
        },
        "terms of use": {"termsOfUse": {"type": "https://types.example/Policy", "id": FILES + "t"}},
        "a related resource": {
            "relatedResource": [{"id": FILES, "digestMultibase": "uEiDabc", "mediaType": "a/b"}]
        },
        "an award before it begins": {"awardedDate": "2020-01-01T00:00:00.5+05:30"},
    }
    rows |= {f"subject: {name}": {"credentialSubject": value} for name, value in SUBJECTS.items()}
    for number, image in enumerate(IMAGES):
        rows[f"image {number}"] = {"image": image, "credentialSubject": subject(image=image)}
        rows[f"image of the achievement {number}"] = {"credentialSubject": of_achievement(image=image)}
    for name, text in WORDS.items():
        rows[f"words: {name}"] = {"description": text, "credentialSubject": subject(narrative=text)}
    for name, change in ACHIEVEMENTS.items():
        rows[f"achievement: {name}"] = {"credentialSubject": of_achievement(**change)}
    for hours in (0, 0.5, 1, 3.0, 0.1, 2.25, 1e2, 33.333333333):
        offered = achievement(creditsAvailable=hours)
        rows[f"{hours!r} hours"] = {"credentialSubject": subject(creditsEarned=hours, achievement=offered)}
    return rows


def of_achievement(**change: Json) -> JsonObject:
    return subject(achievement=achievement(**change))


VARIANTS: Final = variants()


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("name", VARIANTS)
def test_whatever_the_standard_allows_is_valid(world: World, name: str) -> None:
    require_valid(world, credential(world.issuer, **VARIANTS[name]))


@pytest.mark.parametrize("name", ISSUERS)
def test_whatever_an_issuer_may_say_about_itself_is_valid(world: World, name: str) -> None:
    issuer = changed(world.issuer.profile(), **ISSUERS[name])
    require_valid(world, changed(credential(world.issuer), issuer=issuer))


def test_a_subject_may_be_known_by_an_identity_alone(world: World) -> None:
    document = credential(world.issuer, credentialSubject=subject(id=None, identifier=[identity()]))
    assert world.verify(sign(document, world.issuer.key())).verdict is Verdict.VALID
    in_a_list = credential(world.issuer, credentialSubject=[subject()], awardedDate=AWARDED)
    assert world.verify(sign(in_a_list, world.issuer.key())).verdict is Verdict.VALID
