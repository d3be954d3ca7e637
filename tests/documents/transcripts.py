"""A transcript with every member that its schemas know."""

from issuer.documents.strict_json import JsonObject
from tests.documents import samples


def transcript() -> JsonObject:
    """Return a plain transcript as it is signed, with one credential inside."""
    return {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:0f5a4ef7-2a5c-4a55-8bb6-2f9b1e1a7c99",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Professional learning transcript",
        "description": "Everything that one person holds.",
        "issuer": samples.profile(),
        "validFrom": samples.MOMENT,
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialStatus": samples.credential()["credentialStatus"],
        "partial": True,
        "credentialSubject": {
            "type": ["ClrSubject"],
            "id": "did:example:1",
            "verifiableCredential": [samples.with_proof(samples.credential())],
            "association": [
                {
                    "type": "Association",
                    "associationType": "isParentOf",
                    "sourceId": "urn:a",
                    "targetId": "urn:b",
                }
            ],
        },
    }
