"""Fixed keys for tests: the same in every run, secret to nobody."""

import hashlib
from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa

from issuer.documents.strict_json import Json, JsonObject
from issuer.signing import signers
from issuer.signing.key_types import KeyType
from issuer.signing.signers import LocalSigner

CONTROLLER = "did:web:badges.example:p:lakes"
OTHER_CONTROLLER = "did:web:badges.example:p:rivers"
SECRET_BYTES = {KeyType.ED25519: 32, KeyType.P256: 32, KeyType.P384: 48}


@cache
def signer_for(key_type: KeyType, name: str = "lakes", controller: str = CONTROLLER) -> LocalSigner:
    """Return the signer that `name` stands for."""
    if key_type is KeyType.RSA:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        return LocalSigner(key, controller=controller)
    secret = hashlib.sha512(f"{key_type} {name}".encode()).digest()[: SECRET_BYTES[key_type]]
    return signers.from_private_bytes(key_type, secret, controller=controller)


def method_of(signer: LocalSigner) -> str:
    """Return the verification method under which a signer's key is published."""
    name = signer.public_key
    fragment = name.thumbprint() if name.key_type is KeyType.RSA else name.multibase()
    return f"{signer.controller}#{fragment}"


def credential(**change: Json) -> JsonObject:
    """Return a small credential of the issuer `CONTROLLER`; `change` replaces members, None removes them."""
    document: JsonObject = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:5cc2b3a4-6b0e-4a3c-9d7e-0b8f6a1c2d3e",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Using Formative Assessment",
        "issuer": {
            "id": CONTROLLER,
            "type": ["Profile"],
            "name": "Lakes Cooperative",
            "url": "https://badges.example/p/lakes",
        },
        "validFrom": "2026-09-14T15:04:05Z",
        "validUntil": "2031-09-14T15:04:05Z",
        "awardedDate": "2026-09-14T15:04:05Z",
        "credentialSubject": {
            "id": "urn:uuid:0d7b1c4e-9f2a-4e5d-8b3c-6a1f2e3d4c5b",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://badges.example/a/mc-formative-assessment",
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Using Formative Assessment",
                "description": "Collects evidence during instruction and adjusts teaching in response.",
                "version": "2026.1",
                "criteria": {
                    "id": "https://badges.example/a/1",
                    "narrative": "Submit a portfolio; every criterion is scored by two assessors.",
                },
            },
        },
        "credentialStatus": {
            "id": "https://badges.example/s/1#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://badges.example/s/1",
        },
    }
    document |= change
    return {name: value for name, value in document.items() if value is not None}
