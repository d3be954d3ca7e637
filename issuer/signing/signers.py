"""Signers: who can sign, for one controller only.

`Signer` is the socket that file keys fill today and a token, a key service or a separate process may fill
tomorrow. A signer is bound to the issuer id it may speak for (security rule 12); `data_integrity.secure`
and `jose.secure` compare that id with the document before they ask for a signature.
"""

from typing import Final, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from nacl import bindings

from issuer.errors import KeyUnavailableError, SigningError
from issuer.signing.key_checks import CURVES
from issuer.signing.key_types import ES256, KeyType
from issuer.signing.keys import PublicKey

RSA_BITS: Final = 3072  # NIST SP 800-57: good beyond 2030, and credentials outlive their keys
RSA_EXPONENT: Final = 65537
_PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class Signer(Protocol):
    """Something that can sign with one key, for one controller."""

    @property
    def public_key(self) -> PublicKey:
        """The public half, as others verify with it."""

    @property
    def controller(self) -> str:
        """The only issuer id that this key may sign for."""

    def sign(self, data: bytes, *, algorithm: str) -> bytes:
        """Return a raw signature over `data`.

        Raises:
            SigningError: the algorithm is not the one of the key.
            KeyUnavailableError: the key cannot be reached.
        """


class LocalSigner:
    """A private key in the memory of this process.

    Signatures are deterministic (Ed25519, RFC 6979 for ECDSA, PKCS#1 v1.5 for RSA), so that a retry after
    a crash gives the same bytes and no fault of a random source can leak the key.
    """

    __slots__ = ("_controller", "_key", "_public_key", "_sodium_key")

    def __init__(self, key: _PrivateKey, *, controller: str) -> None:
        if not controller:
            raise SigningError("a signer is bound to an issuer id")
        self._key = key
        self._controller = controller
        self._public_key = _public_half(key)
        self._sodium_key = b""
        if isinstance(key, ed25519.Ed25519PrivateKey):
            self._sodium_key = bindings.crypto_sign_seed_keypair(key.private_bytes_raw())[1]

    def __repr__(self) -> str:
        """Name the public half; the private one never shows."""
        return f"LocalSigner({self._public_key.key_type}, {self._public_key.thumbprint()})"

    def __reduce__(self) -> str:
        """Refuse to leave the process by pickle.

        Raises:
            SigningError: always.
        """
        raise SigningError("a private key does not travel; open the keyring where it is needed")

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return self._public_key

    @property
    def controller(self) -> str:
        """The only issuer id that this key may sign for."""
        return self._controller

    def sign(self, data: bytes, *, algorithm: str) -> bytes:
        """Return a raw signature (r||s of fixed length for ECDSA).

        Raises:
            SigningError: ALG_KEY_MISMATCH when the algorithm is not the one of the key.
        """
        if algorithm != self._public_key.algorithm:
            raise SigningError(
                f"{algorithm} is not an algorithm for a {self._public_key.key_type} key",
                code="ALG_KEY_MISMATCH",
            )
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return bindings.crypto_sign(data, self._sodium_key)[: bindings.crypto_sign_BYTES]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        digest = hashes.SHA256() if algorithm == ES256 else hashes.SHA384()
        der = self._key.sign(data, ec.ECDSA(digest, deterministic_signing=True))
        size = (self._key.key_size + 7) // 8
        return b"".join(part.to_bytes(size, "big") for part in utils.decode_dss_signature(der))

    def to_pkcs8(self) -> bytes:
        """Return the private key as unencrypted PKCS#8 DER, for the keyring to encrypt and nobody else."""
        return self._key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def generate(key_type: KeyType, controller: str) -> LocalSigner:
    """Return a signer with a new key from the random source of the operating system."""
    if key_type is KeyType.ED25519:
        return LocalSigner(ed25519.Ed25519PrivateKey.generate(), controller=controller)
    if key_type is KeyType.RSA:
        key = rsa.generate_private_key(public_exponent=RSA_EXPONENT, key_size=RSA_BITS)
        return LocalSigner(key, controller=controller)
    return LocalSigner(ec.generate_private_key(CURVES[key_type]), controller=controller)


def from_private_bytes(key_type: KeyType, secret: bytes, *, controller: str) -> LocalSigner:
    """Return the signer of a raw secret: an Ed25519 seed or a big-endian scalar of P-256 or P-384.

    Raises:
        KeyUnavailableError: the bytes are no such secret.
    """
    try:
        if key_type is KeyType.ED25519:
            return LocalSigner(ed25519.Ed25519PrivateKey.from_private_bytes(secret), controller=controller)
        curve = CURVES[key_type]
        return LocalSigner(ec.derive_private_key(int.from_bytes(secret, "big"), curve), controller=controller)
    except (KeyError, ValueError) as exc:
        raise KeyUnavailableError(f"these bytes are no {key_type} secret") from exc


def from_pkcs8(der: bytes, *, controller: str) -> LocalSigner:
    """Return the signer of a PKCS#8 private key.

    Raises:
        KeyUnavailableError: the bytes hold no private key of a known type.
    """
    try:
        key = load_der_private_key(der, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as exc:
        raise KeyUnavailableError("these bytes are no PKCS#8 private key") from exc
    if not isinstance(key, _PrivateKey):
        raise KeyUnavailableError("this private key is of no known type")
    return LocalSigner(key, controller=controller)


def _public_half(key: _PrivateKey) -> PublicKey:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return PublicKey(KeyType.ED25519, key.public_key().public_bytes_raw())
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return PublicKey(KeyType.RSA, public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    for key_type, curve in CURVES.items():
        if public.curve.name == curve.name:
            return PublicKey(key_type, public.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
    raise KeyUnavailableError(f"{public.curve.name} is not a curve that Mintmark uses")
