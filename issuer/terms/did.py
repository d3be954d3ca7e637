"""Names of DID Core 1.0 and Controlled Identifiers 1.0: members, relationships, method types, contexts."""

from typing import Final

DID_CONTEXT: Final = "https://www.w3.org/ns/did/v1"
MULTIKEY_CONTEXT: Final = "https://w3id.org/security/multikey/v1"
JWK_CONTEXT: Final = "https://w3id.org/security/jwk/v1"

ASSERTION_METHOD: Final = "assertionMethod"
AUTHENTICATION: Final = "authentication"
RELATIONSHIPS: Final = (
    ASSERTION_METHOD,
    AUTHENTICATION,
    "keyAgreement",
    "capabilityInvocation",
    "capabilityDelegation",
)

MULTIKEY: Final = "Multikey"
JSON_WEB_KEY: Final = "JsonWebKey"
JSON_WEB_KEY_2020: Final = "JsonWebKey2020"
ED25519_KEY_2020: Final = "Ed25519VerificationKey2020"

ACCEPT: Final = "application/did+json, application/did, application/cid;q=0.9, application/json;q=0.8"
ACCEPT_JWK: Final = "application/jwk+json, application/json;q=0.8"
ACCEPT_JWK_SET: Final = "application/jwk-set+json, application/json;q=0.8"
