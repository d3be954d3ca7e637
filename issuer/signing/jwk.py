"""Public keys as JSON Web Keys (RFC 7517, 7518 section 6, 8037) and their thumbprints (RFC 7638).

Strict: values in canonical base64url of exactly the right length, `use`, `key_ops` and `alg` must allow
verification with this key, and a key that carries private members is refused as compromised. `kid`, `iss`
and other members say nothing about the key itself and are left to the caller.
"""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from issuer.documents.strict_json import Json, encode
from issuer.errors import InputError, ResolutionError
from issuer.signing import base64url
from issuer.signing.key_checks import CURVES, load_ec, load_rsa, malformed, require_rsa_numbers
from issuer.signing.key_types import ALGORITHM_OF, KeyType

_PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_MAX_CHARACTERS: Final = 2048  # an 8192-bit modulus has 1366


def decode(jwk: Mapping[str, Json]) -> tuple[KeyType, bytes]:
    """Return the key type and the raw form that `keys.PublicKey` holds.

    Raises:
        ResolutionError: KEY_COMPROMISED for private members, KEY_TOO_WEAK for a weak RSA key,
            INVALID_VERIFICATION_METHOD for anything else that is not a public key for signatures.
    """
    if _PRIVATE_MEMBERS & jwk.keys():
        raise ResolutionError("this JWK publishes a private key", code="KEY_COMPROMISED")
    kind = [jwk.get("kty"), jwk.get("crv")]
    if kind == ["OKP", "Ed25519"]:
        key_type, raw = KeyType.ED25519, _octets(jwk, "x")
    elif kind in (["EC", "P-256"], ["EC", "P-384"]):
        key_type = KeyType(str(kind[1]))
        raw = _point(jwk, key_type)
    elif kind == ["RSA", None]:
        key_type, raw = KeyType.RSA, _rsa(jwk)
    else:
        raise malformed("this JWK is of no known key type (Ed25519, P-256, P-384 or RSA)")
    _require_signature_key(jwk, key_type)
    return key_type, raw


def encode_key(key_type: KeyType, raw: bytes) -> dict[str, Json]:
    """Return the JWK with the members that RFC 7638 counts, and no other."""
    if key_type is KeyType.ED25519:
        return {"crv": "Ed25519", "kty": "OKP", "x": base64url.encode(raw)}
    if key_type is KeyType.RSA:
        rsa_numbers = load_rsa(raw).public_numbers()
        return {"e": _uint(rsa_numbers.e), "kty": "RSA", "n": _uint(rsa_numbers.n)}
    numbers = load_ec(key_type, raw).public_numbers()
    size = (CURVES[key_type].key_size + 7) // 8
    return {
        "crv": key_type.value,
        "kty": "EC",
        "x": base64url.encode(numbers.x.to_bytes(size, "big")),
        "y": base64url.encode(numbers.y.to_bytes(size, "big")),
    }


@lru_cache(1024)
def thumbprint(key_type: KeyType, raw: bytes) -> str:
    """Return the SHA-256 thumbprint of RFC 7638 in base64url."""
    members = encode_key(key_type, raw)
    return base64url.encode(hashlib.sha256(encode(dict(sorted(members.items())))).digest())


def _octets(jwk: Mapping[str, Json], name: str) -> bytes:
    value = jwk.get(name)
    if not isinstance(value, str) or not value or len(value) > _MAX_CHARACTERS:
        raise malformed(f"the JWK member '{name}' is missing, empty or too long")
    try:
        return base64url.decode(value)
    except InputError as exc:
        raise malformed(f"the JWK member '{name}' is not canonical base64url") from exc


def _point(jwk: Mapping[str, Json], key_type: KeyType) -> bytes:
    curve = CURVES[key_type]
    x, y = _octets(jwk, "x"), _octets(jwk, "y")
    if not len(x) == len(y) == (curve.key_size + 7) // 8:
        raise malformed(f"the coordinates of this JWK do not have the length of {key_type}")
    numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x, "big"), int.from_bytes(y, "big"), curve)
    try:
        key = numbers.public_key()
    except ValueError as exc:
        raise malformed(f"this point does not lie on {key_type}") from exc
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def _rsa(jwk: Mapping[str, Json]) -> bytes:
    modulus, exponent = _octets(jwk, "n"), _octets(jwk, "e")
    if modulus[0] == 0 or exponent[0] == 0:
        raise malformed("the numbers of an RSA JWK have no leading zero bytes (RFC 7518 section 2)")
    n, e = int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")
    require_rsa_numbers(n, e)
    key = rsa.RSAPublicNumbers(e, n).public_key()
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _uint(number: int) -> str:
    return base64url.encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _require_signature_key(jwk: Mapping[str, Json], key_type: KeyType) -> None:
    if jwk.get("use", "sig") != "sig":
        raise malformed("this JWK is not for signatures ('use')")
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise malformed("this JWK is not for verifying ('key_ops')")
    algorithm = ALGORITHM_OF[key_type]
    names = [algorithm, "EdDSA"] if key_type is KeyType.ED25519 else [algorithm]
    if jwk.get("alg", algorithm) not in names:
        raise malformed(f"this JWK names another algorithm than {algorithm} for its {key_type} key")
