"""Names of the W3C specifications: VCDM 2.0 and 1.1, Data Integrity, controlled identifiers, media types."""

from typing import Final

CONTEXT_V2: Final = "https://www.w3.org/ns/credentials/v2"
CONTEXT_V1: Final = "https://www.w3.org/2018/credentials/v1"
CONTEXT_DATA_INTEGRITY_V1: Final = "https://w3id.org/security/data-integrity/v1"
CONTEXT_DATA_INTEGRITY_V2: Final = "https://w3id.org/security/data-integrity/v2"
CONTEXT_MULTIKEY_V1: Final = "https://w3id.org/security/multikey/v1"
CONTEXT_ED25519_2020: Final = "https://w3id.org/security/suites/ed25519-2020/v1"
CONTEXT_DID_V1: Final = "https://www.w3.org/ns/did/v1"
CONTEXT_STATUS_LIST_2021: Final = "https://w3id.org/vc/status-list/2021/v1"

TEXTS: Final = frozenset({"name", "description"})
"""Members whose text may be an object that says its language and direction (VCDM 2.0 section 11.1)."""
TEXT_KEYWORDS: Final = frozenset({"@value", "@language", "@direction"})

VERIFIABLE_CREDENTIAL: Final = "VerifiableCredential"
VERIFIABLE_PRESENTATION: Final = "VerifiablePresentation"
ENVELOPED_CREDENTIAL: Final = "EnvelopedVerifiableCredential"

DATA_INTEGRITY_PROOF: Final = "DataIntegrityProof"
ED25519_SIGNATURE_2020: Final = "Ed25519Signature2020"
ASSERTION_METHOD: Final = "assertionMethod"
AUTHENTICATION: Final = "authentication"

MULTIKEY: Final = "Multikey"
JSON_WEB_KEY: Final = "JsonWebKey"

MEDIA_VC: Final = "application/vc"
MEDIA_VC_LD: Final = "application/vc+ld+json"
MEDIA_VC_JWT: Final = "application/vc+jwt"
MEDIA_JWT: Final = "application/jwt"
MEDIA_JSON: Final = "application/json"
MEDIA_LD_JSON: Final = "application/ld+json"
MEDIA_DID: Final = "application/did+json"
MEDIA_JWK: Final = "application/jwk+json"
MEDIA_JWK_SET: Final = "application/jwk-set+json"
MEDIA_SCHEMA: Final = "application/schema+json"
MEDIA_PNG: Final = "image/png"
MEDIA_SVG: Final = "image/svg+xml"
MEDIA_PDF: Final = "application/pdf"
MEDIA_JPEG: Final = "image/jpeg"
MEDIA_HTML: Final = "text/html"
MEDIA_TEXT: Final = "text/plain"
