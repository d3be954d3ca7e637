"""Public keys: one frozen value for every key type, made only from checked bytes.

`from_multibase` and `from_jwk` are the two ways in; both refuse weak and malformed keys at construction
(`key_checks`), so that a `PublicKey` in hand is one that may be relied on mathematically. Whether it may
speak for an issuer is decided by the issuer's DID document, not here.

Signatures: Ed25519 by libsodium, which refuses S >= L and small-order or non-canonical A and R; together
with the subgroup check on A there is one verdict per signature, the strictest one. ECDSA is raw r||s of
fixed length (RFC 7518 section 3.4), and a high S is accepted: neither RFC 7518 nor VC-DI-ECDSA forbids it,
common signers emit it, and no rule here takes a signature as an identifier. RSA is PKCS#1 v1.5, SHA-256.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from nacl import bindings
from nacl.exceptions import BadSignatureError

from issuer.documents.strict_json import Json
from issuer.errors import InputError, ProofError
from issuer.signing import jwk as jwk_codec
from issuer.signing import multikey
from issuer.signing.key_checks import load_ec, load_rsa, malformed, require_ed25519
from issuer.signing.key_types import ALGORITHM_OF, ED25519, ES256, ES384, RS256, KeyType

__all__ = ["ED25519", "ES256", "ES384", "RS256", "KeyType", "PublicKey", "from_jwk", "from_multibase"]

ED25519_SIGNATURE_BYTES: Final = 64
_ECDSA: Final = {
    ES256: ECAlgorithm(ECAlgorithm.SHA256),
    ES384: ECAlgorithm(ECAlgorithm.SHA384),
}
_RSA: Final = RSAAlgorithm(RSAAlgorithm.SHA256)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that passed every check of its type.

    Attributes:
        key_type: what kind of key it is; it alone decides the algorithm.
        raw: 32 bytes (Ed25519), a compressed point (P-256, P-384), or DER SubjectPublicKeyInfo (RSA).
    """

    key_type: KeyType
    raw: bytes

    def __post_init__(self) -> None:
        """Refuse a weak or malformed key.

        Raises:
            ResolutionError: KEY_TOO_WEAK or INVALID_VERIFICATION_METHOD.
        """
        if self.key_type is KeyType.ED25519:
            require_ed25519(self.raw)
        elif self.key_type is KeyType.RSA:
            load_rsa(self.raw)
        else:
            load_ec(self.key_type, self.raw)

    @property
    def algorithm(self) -> str:
        """The one signature algorithm of this key: Ed25519, ES256, ES384 or RS256."""
        return ALGORITHM_OF[self.key_type]

    def multibase(self) -> str:
        """Return the Multikey text (`publicKeyMultibase`).

        Raises:
            InputError: RSA keys have no Multikey form.
        """
        return multikey.encode(self.key_type, self.raw)

    def jwk(self) -> dict[str, Json]:
        """Return the JWK with its required members only."""
        return jwk_codec.encode_key(self.key_type, self.raw)

    def thumbprint(self) -> str:
        """Return the RFC 7638 thumbprint in base64url."""
        return jwk_codec.thumbprint(self.key_type, self.raw)

    def verify(self, signature: bytes, data: bytes, *, algorithm: str) -> None:
        """Return quietly when `signature` over `data` is this key's.

        Raises:
            ProofError: PROOF_VERIFICATION_ERROR when it is not, ALG_KEY_MISMATCH when the algorithm is
                not the one of this key type.
        """
        if algorithm != self.algorithm:
            raise ProofError(
                f"{algorithm} is not an algorithm for a {self.key_type} key", code="ALG_KEY_MISMATCH"
            )
        if not self._accepts(signature, data):
            raise ProofError("the signature does not match the signed data and this key")

    def _accepts(self, signature: bytes, data: bytes) -> bool:
        if self.key_type is KeyType.RSA:
            return _RSA.verify(data, load_rsa(self.raw), signature)
        if self.key_type is not KeyType.ED25519:
            return _ECDSA[self.algorithm].verify(data, load_ec(self.key_type, self.raw), signature)
        if len(signature) != ED25519_SIGNATURE_BYTES:
            return False
        try:
            bindings.crypto_sign_open(signature + data, self.raw)
        except BadSignatureError:
            return False
        return True


@lru_cache(maxsize=1024)
def from_multibase(text: str) -> PublicKey:
    """Return the key that a Multikey text (`publicKeyMultibase`) holds.

    Raises:
        ResolutionError: INVALID_VERIFICATION_METHOD or KEY_TOO_WEAK.
    """
    try:
        key_type, raw = multikey.decode(text)
    except InputError as exc:
        raise malformed(exc.detail) from exc
    return PublicKey(key_type, raw)


def from_jwk(jwk: Mapping[str, Json]) -> PublicKey:
    """Return the key that a JWK holds.

    Raises:
        ResolutionError: INVALID_VERIFICATION_METHOD, KEY_TOO_WEAK or KEY_COMPROMISED.
    """
    key_type, raw = jwk_codec.decode(jwk)
    return PublicKey(key_type, raw)
