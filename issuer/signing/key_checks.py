"""Is this a key that anyone may rely on? Asked once, when a public key is made.

Ed25519: canonical encoding, on the curve, in the prime-order subgroup (libsodium decides). The identity
point, for one, verifies a constant signature for every message. NIST curves: the point is on its curve
(SEC 1 section 3.2.2). RSA: 2048 to 8192 bits, odd modulus, exponent 65537 or a larger odd one of at most
32 bits, and not of the family that the ROCA attack (CVE-2017-15361) factors.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from nacl import bindings

from issuer.errors import ResolutionError
from issuer.signing.key_types import KeyType

MIN_RSA_BITS: Final = 2048
MAX_RSA_BITS: Final = 8192  # a larger modulus buys no safety and makes every check slow
MIN_RSA_EXPONENT: Final = 65537
MAX_RSA_EXPONENT: Final = 2**32
CURVES: Final[Mapping[KeyType, ec.EllipticCurve]] = MappingProxyType(
    {KeyType.P256: ec.SECP256R1(), KeyType.P384: ec.SECP384R1()}
)
# Primes for which 65537 generates a proper subgroup; a ROCA modulus lies in all of those subgroups.
_ROCA_PRIMES: Final = (11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157)
_ROCA_GENERATOR: Final = 65537


def weak(sentence: str) -> ResolutionError:
    """Return the refusal of a well-formed key that must not be relied on."""
    return ResolutionError(sentence, code="KEY_TOO_WEAK")


def malformed(sentence: str) -> ResolutionError:
    """Return the refusal of bytes that are no key."""
    return ResolutionError(sentence, code="INVALID_VERIFICATION_METHOD")


def require_ed25519(raw: bytes) -> None:
    """Refuse an Ed25519 public key that is not canonical, off the curve or of low order.

    Raises:
        ResolutionError: INVALID_VERIFICATION_METHOD for a wrong length, else KEY_TOO_WEAK.
    """
    if len(raw) != bindings.crypto_core_ed25519_BYTES:
        raise malformed(f"an Ed25519 public key has 32 bytes, not {len(raw)}")
    if not bindings.crypto_core_ed25519_is_valid_point(raw):
        raise weak("this Ed25519 key is a low-order, non-canonical or invalid point")


@lru_cache(maxsize=1024)
def load_ec(key_type: KeyType, raw: bytes) -> ec.EllipticCurvePublicKey:
    """Return the key of a compressed point.

    Raises:
        ResolutionError: INVALID_VERIFICATION_METHOD when the bytes are no compressed point of the curve.
    """
    curve = CURVES[key_type]
    if len(raw) != 1 + (curve.key_size + 7) // 8 or raw[0] not in {2, 3}:
        raise malformed(f"a {key_type} key is written as a compressed point")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve, raw)
    except ValueError as exc:
        raise malformed(f"this point does not lie on {key_type}") from exc


@lru_cache(maxsize=256)
def load_rsa(raw: bytes) -> rsa.RSAPublicKey:
    """Return the RSA key of a DER SubjectPublicKeyInfo.

    Raises:
        ResolutionError: not an RSA key, or one that `require_rsa_numbers` refuses.
    """
    try:
        key = load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise malformed("these bytes are no RSA public key") from exc
    if not isinstance(key, rsa.RSAPublicKey):
        raise malformed("these bytes are a key of another type than RSA")
    numbers = key.public_numbers()
    require_rsa_numbers(numbers.n, numbers.e)
    return key


def require_rsa_numbers(modulus: int, exponent: int) -> None:
    """Refuse a modulus or exponent that is too small, too large, even, or factorable.

    Raises:
        ResolutionError: KEY_TOO_WEAK.
    """
    bits = modulus.bit_length()
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise weak(f"an RSA key has {MIN_RSA_BITS} to {MAX_RSA_BITS} bits, not {bits}")
    if modulus % 2 == 0:
        raise weak("an RSA modulus is odd")
    if exponent % 2 == 0 or not MIN_RSA_EXPONENT <= exponent < MAX_RSA_EXPONENT:
        raise weak("an RSA exponent is odd, at least 65537 and shorter than 33 bits")
    if all(modulus % prime in _subgroup(prime) for prime in _ROCA_PRIMES):
        raise weak("this RSA key has the structure that the ROCA attack factors")


@lru_cache(maxsize=len(_ROCA_PRIMES))
def _subgroup(prime: int) -> frozenset[int]:
    powers, power = set(), 1
    while power not in powers:
        powers.add(power)
        power = power * _ROCA_GENERATOR % prime
    return frozenset(powers)
