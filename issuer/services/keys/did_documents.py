"""What our own DID documents say, from the rows of the keys (design.md section 6).

A retired key stays under `assertionMethod`, because what it signed lives on. A revoked key stays too,
marked `revoked` and out of `assertionMethod`: what it signed is refused, in words. A compromised key is
marked from the moment on which somebody else may have had it.
"""

from issuer.dids import documents
from issuer.dids.documents import KeyForm, PublishedKey
from issuer.documents.strict_json import JsonObject
from issuer.errors import ConfigurationError, ResolutionError
from issuer.signing.keys import PublicKey, from_jwk, from_multibase
from issuer.store import KeyPurpose, KeyRecord, ProfileRecord, Unit

JWT_PURPOSES = (KeyPurpose.JWT, KeyPurpose.JWT_RSA)


def public_key(key: KeyRecord) -> PublicKey:
    """Return the public key of a row.

    Raises:
        ConfigurationError: the row holds no key, or not a good one.
    """
    multibase, jwk = key.public_key.get("multibase"), key.public_key.get("jwk")
    try:
        if isinstance(multibase, str):
            return from_multibase(multibase)
        return from_jwk(jwk if isinstance(jwk, dict) else {})
    except ResolutionError as exc:
        raise ConfigurationError(f"The record of {key.verification_method} holds no good key.") from exc


def published(key: KeyRecord) -> PublishedKey:
    """Return a key as the world may see it.

    Raises:
        ConfigurationError: the row holds no good key.
    """
    return PublishedKey(
        public_key=public_key(key),
        form=KeyForm.JSON_WEB_KEY if key.purpose in JWT_PURPOSES else KeyForm.MULTIKEY,
        revoked=key.compromised_since or key.revoked_at,
    )


def of_profile(unit: Unit, profile: ProfileRecord) -> JsonObject:
    """Return the DID document of a profile, its keys oldest first.

    Raises:
        ConfigurationError: a row holds no good key.
    """
    keys = [published(key) for key in unit.keys.of_profile(profile.id)]
    return documents.build(profile.did, keys)


def key_url(base_url: str, profile: ProfileRecord, thumbprint: str) -> str:
    """Return the address at which one token key lies as a bare JWK; the `kid` of our tokens."""
    return f"{base_url}/p/{profile.slug}/keys/{thumbprint}"
