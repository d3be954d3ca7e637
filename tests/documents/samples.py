"""Documents with every member that their schema knows."""

from typing import Final

from issuer.documents.strict_json import Json, JsonObject

DIGEST: Final = "uEiA" + "a" * 43
ADDRESS: Final = "https://badges.example"
ISSUER: Final = "did:web:badges.example:p:lakes"
MOMENT: Final = "2026-09-14T15:04:05Z"
CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


def profile(name: str = "lakes", **more: Json) -> JsonObject:
    """Return a profile with every member."""
    return {
        "id": f"did:web:badges.example:p:{name}",
        "type": ["Profile"],
        "name": f"Cooperative {name}",
        "url": f"{ADDRESS}/p/{name}",
        "description": "One of nine.\nServes four counties.",
        "official": "Director of Learning",
        "image": image("logo"),
        "address": {
            "type": ["Address"],
            "addressCountry": "United States",
            "addressCountryCode": "US",
            "addressRegion": "MN",
            "addressLocality": "Exampleton",
            "streetAddress": "1 Main Street",
            "postOfficeBoxNumber": "12",
            "postalCode": "55000",
        },
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "2741880", "identifierType": "ext:ncesLeaId"}
        ],
        **more,
    }


def image(name: str) -> JsonObject:
    """Return an image object."""
    return {"id": f"{ADDRESS}/{name}.png", "type": "Image", "caption": f"The picture {name}"}


def alignment(code: str = "6") -> JsonObject:
    """Return an alignment with every member."""
    return {
        "type": ["Alignment"],
        "targetName": "Standard 6: Assessment",
        "targetUrl": "https://case.example/uri/6",
        "targetCode": code,
        "targetDescription": "Uses many ways of assessment.",
        "targetFramework": "Model Standards",
        "targetType": "CFItem",
    }


def achievement() -> JsonObject:
    """Return an achievement with every member but `endorsement`."""
    address = f"{ADDRESS}/a/mc-1"
    level: JsonObject = {
        "id": f"{address}/v/1#A/met",
        "type": ["RubricCriterionLevel"],
        "name": "Demonstrated",
        "description": "Meets every part.",
        "level": "Demonstrated",
        "points": "2",
        "alignment": [alignment("6a")],
    }
    return {
        "id": address,
        "type": ["Achievement"],
        "name": "Using Formative Assessment",
        "description": "Adjusts teaching to what learners show.",
        "criteria": {"id": f"{address}/v/1", "narrative": "A portfolio.\n\n* four artifacts"},
        "achievementType": "MicroCredential",
        "version": "2026.1",
        "alignment": [alignment()],
        "creator": profile("author"),
        "creditsAvailable": 1.5,
        "fieldOfStudy": "Education",
        "humanCode": "MC-1",
        "image": image("badge"),
        "inLanguage": "en-US",
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "ce-1", "identifierType": "identifier"}
        ],
        "related": [{"id": f"{address}-es", "type": ["Related"], "inLanguage": "es", "version": "2026.1"}],
        "resultDescription": [
            {
                "id": f"{address}/v/1#A",
                "type": ["ResultDescription"],
                "name": "Analyze",
                "resultType": "RubricCriterionLevel",
                "alignment": [alignment("6b")],
                "requiredLevel": f"{address}/v/1#A/met",
                "rubricCriterionLevel": [level],
            },
            {
                "id": f"{address}/v/1#score",
                "type": ["ResultDescription"],
                "name": "Score",
                "resultType": "RawScore",
                "allowedValue": ["1", "2"],
                "requiredValue": "1",
                "valueMin": "1",
                "valueMax": "2",
            },
        ],
        "specialization": "Assessment",
        "tag": ["micro-credential", "assessment"],
    }


def credential() -> JsonObject:
    """Return a credential with every member that we sign, but no endorsement."""
    return {
        "@context": list(CONTEXTS),
        "id": "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Using Formative Assessment",
        "description": "Awarded for a portfolio of evidence.",
        "image": image("award"),
        "issuer": profile(parentOrg=profile("parent")),
        "awardedDate": MOMENT,
        "validFrom": MOMENT,
        "validUntil": "2031-09-14T15:04:05Z",
        "credentialSubject": {
            "id": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b",
            "type": ["AchievementSubject"],
            "achievement": achievement(),
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": "sha256$" + "a" * 64,
                    "identityType": "emailAddress",
                    "salt": "b" * 22,
                }
            ],
            "activityStartDate": "2026-01-05T08:00:00Z",
            "activityEndDate": "2026-06-05T15:00:00Z",
            "creditsEarned": 1.5,
            "image": image("award"),
            "licenseNumber": "MN-1",
            "narrative": "1.5 semester hours.",
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": f"{ADDRESS}/a/mc-1/v/1#A",
                    "achievedLevel": f"{ADDRESS}/a/mc-1/v/1#A/met",
                    "alignment": [alignment("6c")],
                },
                {"type": ["Result"], "resultDescription": f"{ADDRESS}/a/mc-1/v/1#score", "value": "2"},
            ],
            "role": "Teacher",
            "source": profile("assessors"),
            "term": "2026 spring",
        },
        "evidence": [
            {
                "id": "urn:uuid:7c2b3a45-6b0e-4a3c-9d7e-0b8f6a1c2d3f",
                "type": ["Evidence"],
                "name": "Lesson plan",
                "description": "A plan with reasons.",
                "narrative": "Used in three lessons.",
                "genre": "Artifact",
                "audience": "Assessors",
                "digestMultibase": DIGEST,
            }
        ],
        "relatedResource": [
            {
                "id": "urn:uuid:8c2b3a45-6b0e-4a3c-9d7e-0b8f6a1c2d30",
                "digestMultibase": DIGEST,
                "mediaType": "application/json",
            }
        ],
        "credentialStatus": {
            "id": f"{ADDRESS}/s/1#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": f"{ADDRESS}/s/1",
        },
    }


def endorsement() -> JsonObject:
    """Return an endorsement with every member that we sign."""
    document = credential()
    kept = ("@context", "id", "name", "description", "issuer", "awardedDate", "validFrom", "validUntil")
    return {
        **{name: document[name] for name in (*kept, "relatedResource", "credentialStatus")},
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "credentialSubject": {
            "id": f"{ADDRESS}/a/mc-1",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Accepted for **1 semester hour**.",
        },
    }


def status_list() -> JsonObject:
    """Return a status list."""
    return {
        "@context": [CONTEXTS[0]],
        "id": f"{ADDRESS}/s/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": ISSUER,
        "validFrom": MOMENT,
        "validUntil": "2026-09-15T15:04:05Z",
        "credentialSubject": {
            "id": f"{ADDRESS}/s/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAA",
        },
    }


def published_profile() -> JsonObject:
    """Return a profile as it is published beside its keys."""
    key = "z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", *CONTEXTS],
        **profile(),
        "alsoKnownAs": [f"{ADDRESS}/p/lakes"],
        "verificationMethod": [
            {"id": f"{ISSUER}#{key}", "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": key}
        ],
        "assertionMethod": [f"{ISSUER}#{key}"],
    }


def attestation() -> JsonObject:
    """Return an assessment record with every member."""
    digest = "sha256:" + "0" * 64
    return {
        "externalId": "REV-2026/0001",
        "achievement": "SEL-01",
        "achievementVersion": "1.0",
        "rubricDigest": digest,
        "person": "t01",
        "attempt": 2,
        "submittedAt": "2026-03-01T12:00:00Z",
        "decidedAt": "2026-03-09T12:00:00Z",
        "periodStart": "2026-01-05T12:00:00Z",
        "periodEnd": "2026-03-01T12:00:00Z",
        "levels": {"SEL-01.A": "demonstrated", "SEL-01.D": "demonstrated"},
        "artifacts": [
            {"phase": "A", "kind": "written analysis", "digest": digest, "mediaType": "application/pdf"}
        ],
        "assessors": [{"id": "as-7", "role": "assessor"}, {"id": "as-9", "role": "approver"}],
        "pool": "Cooperative assessors",
        "method": "blind-double",
        "agreement": {"exact": False, "kappa": 0.8},
    }


def composition() -> JsonObject:
    """Return the record of how a micro-endorsement was put together."""
    return {
        "format": "mintmark-composition-1",
        "achievement": "ME-SEL",
        "achievementVersion": "1.0",
        "ruleDigest": "sha256:" + "0" * 64,
        "person": "t01",
        "pool": "scsc",
        "completedAt": "2026-03-09T12:00:00Z",
        "components": [
            {
                "place": "SEL-01",
                "achievement": "SEL-01",
                "name": "Routines",
                "credential": "urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c11",
                "number": 1,
                "sha256": "0" * 64,
                "hours": "1.5",
            }
        ],
    }


def with_proof(document: JsonObject) -> JsonObject:
    """Return a document with a proof of the right shape (it verifies nothing)."""
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": MOMENT,
        "verificationMethod": f"{ISSUER}#key",
        "proofPurpose": "assertionMethod",
        "proofValue": "z" + "5" * 80,
    }
    return {**document, "proof": [proof]}
