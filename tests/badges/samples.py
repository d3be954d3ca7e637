"""Ready values of one award; every helper changes one thing."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from issuer.badges import attestation, catalog_record, composition
from issuer.badges.micro_endorsement import PartCredential
from issuer.badges.model import AchievementVersion, Attestation, Award, Profile, Recipient, StatusSlot
from issuer.documents.strict_json import JsonObject

BASE: Final = "https://badges.demo.example"
DECIDED: Final = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
AWARDED: Final = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
SALT: Final = b"sixteen or more bytes"


def profile(slug: str = "scsc", name: str = "South Central Service Cooperative", **change: Any) -> Profile:
    values: dict[str, Any] = {
        "slug": slug,
        "did": f"did:web:badges.demo.example:p:{slug}",
        "name": f"{name} (demonstration)",
        "url": f"{BASE}/p/{slug}",
    }
    return Profile(**(values | change))


PARENT: Final = profile("msc", "Minnesota Service Cooperatives")
ISSUER: Final = profile(parent=PARENT, identifiers=(("ext:stateOrganizationId", "0000-00"),))
COUNCIL: Final = profile("rcouncil", "Demonstration Review Council")


def _level(place: int, name: str) -> JsonObject:
    level = name.lower().replace(" ", "-")
    return {"id": level, "name": name, "points": place, "text": f"The evidence is {name.lower()}."}


def _criterion(letter: str, name: str) -> JsonObject:
    return {
        "criterion": f"SEL-01.{letter}",
        "name": name,
        "levels": [
            _level(place, word) for place, word in enumerate(("Not Yet", "Approaching", "Demonstrated"))
        ],
        "requiredLevel": "demonstrated",
    }


def record(**change: Any) -> JsonObject:
    """Return the catalogue record of a micro-credential."""
    values: JsonObject = {
        "code": "SEL-01",
        "version": "1.0",
        "name": "Relationship-Centered Classroom Routines",
        "achievementType": "MicroCredential",
        "fieldOfStudy": "Social Emotional Learning",
        "inLanguage": "en-US",
        "competency": "The educator builds belonging by opening and closing routines.",
        "keyMethod": "A cycle of inquiry.",
        "creditsAvailable": 1.0,
        "creditUnit": "semesterHour",
        "creditLevel": "graduate-equivalent",
        "evidence": [
            {
                "phase": "A",
                "title": "Analyze",
                "required": "a written analysis",
                "assessmentType": "Artifact",
            },
            {"phase": "I", "title": "Implement", "required": "a video", "assessmentType": "Performance"},
        ],
        "rubric": [_criterion("A", "Analyze"), _criterion("I", "Implement")],
        "validity": None,
    }
    return {name: value for name, value in (values | change).items() if value != "-"}


ANATOMY: dict[str, Any] = {
    "methodComponents": ["Analyze a need", "Design for it"],
    "research": ["A routine that is kept every day says: you are expected here."],
    "resources": [
        {"name": "Planning sheet", "kind": "sheet", "url": "https://library.demo.example/sheet"},
        {"name": "Observation form", "kind": "form"},
    ],
    "submissionGuidelines": ["Cover every name of a learner."],
    "mandatedAreas": ["English learners"],
}
"""What a record may say beside what publishing demands."""


def stack_record(**change: Any) -> JsonObject:
    """Return the catalogue record of a micro-endorsement with a choice."""
    values: JsonObject = {
        "code": "ME-PRL",
        "version": "1.0",
        "name": "Micro-endorsement: Personalized Learning",
        "achievementType": "Certificate",
        "fieldOfStudy": "Personalized Learning",
        "componentRule": {"all": ["PRL-01", "PRL-02"], "chooseN": {"n": 1, "from": ["PRL-05", "PRL-06"]}},
        "creditsAvailable": 3.0,
        "creditUnit": "semesterHour",
        "tag": ["micro-endorsement"],
    }
    return values | change


def achievement(**change: Any) -> AchievementVersion:
    return catalog_record.read(record(**change), base_url=BASE, creator=PARENT)


def attested(**change: Any) -> JsonObject:
    """Return the assessment record of a passing portfolio; "-" leaves a member out."""
    values: JsonObject = {
        "externalId": "sub-0001",
        "achievement": "SEL-01",
        "achievementVersion": "1.0",
        "rubricDigest": achievement().rubric_digest(),
        "person": "t01",
        "attempt": 1,
        "periodStart": "2026-01-12T15:00:00Z",
        "periodEnd": "2026-03-06T21:00:00Z",
        "submittedAt": "2026-03-07T02:30:00Z",
        "decidedAt": "2026-03-14T15:09:26Z",
        "levels": {"SEL-01.A": "demonstrated", "SEL-01.I": "demonstrated"},
        "artifacts": [
            {"phase": "A", "kind": "written analysis", "digest": "sha256:" + "a1" * 32},
            {"phase": "I", "kind": "video", "digest": "sha256:" + "b2" * 32, "mediaType": "video/mp4"},
        ],
        "assessors": [{"id": "r01", "role": "assessor"}, {"id": "r02", "role": "approver"}],
        "pool": "Demonstration Review Council",
        "method": "blind-double",
    }
    return {name: value for name, value in (values | change).items() if value != "-"}


def attestation_of(**change: Any) -> Attestation:
    return attestation.parse(attested(**change), achievement=achievement())


def award(**change: Any) -> Award:
    judged = attestation_of()
    values: dict[str, Any] = {
        "credential_id": "urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11",
        "profile": ISSUER,
        "achievement": achievement(),
        "recipient": Recipient("urn:uuid:7b8d7d7e-58e5-4b2a-9f4f-1d1c1b1a1918"),
        "attestation": judged,
        "attestation_id": "urn:uuid:3e0b3a52-8a4c-49f5-a1b3-52fd2f5f7a01",
        "attestation_digest": judged.salted_digest(SALT),
        "source": COUNCIL,
        "awarded_at": AWARDED,
        "valid_from": AWARDED,
        "valid_until": None,
        "status_slot": StatusSlot(f"{BASE}/s/1", 94_567),
    }
    return Award(**(values | change))


def part(code: str, place: int = 1) -> PartCredential:
    """Return one component credential of a micro-endorsement."""
    return PartCredential(
        place=code,
        code=code,
        name=f"Title of {code}",
        credential_id=f"urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-{place:012}",
        number=1,
        sha256=f"{place:064x}",
        hours=Decimal("1.0"),
    )


def stack_award(**change: Any) -> Award:
    """Return the award of the micro-endorsement of `stack_record`."""
    achievement = catalog_record.read(stack_record(), base_url=BASE, creator=PARENT)
    parts = tuple(part(code, place) for place, code in enumerate(("PRL-01", "PRL-02", "PRL-06"), 1))
    record = composition.build(achievement, parts, person="t01", pool="scsc", completed_at=AWARDED)
    values: dict[str, Any] = {
        "achievement": achievement,
        "attestation": composition.as_attestation(record),
        "parts": parts,
        "source": ISSUER,
    }
    return award(**(values | change))
