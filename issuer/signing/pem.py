"""Public keys as PEM text (RFC 7468), as Open Badges 2.0 publishes them (`publicKeyPem`).

One key and nothing else: a certificate, a private key or a second key in the text is refused. The key
itself passes the checks of `keys` like every other one.
"""

import re
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from issuer.errors import ResolutionError
from issuer.signing.key_checks import CURVES, malformed, require_rsa_numbers
from issuer.signing.key_types import KeyType
from issuer.signing.keys import PublicKey

MAX_CHARACTERS: Final = 4096
"""An RSA key of 8192 bits has some 1,500."""
_PEM: Final = re.compile(
    r"\s*-----BEGIN (?P<label>(?:RSA )?PUBLIC KEY)-----[ \t]*\r?\n[A-Za-z0-9+/=\s]+-----END (?P=label)-----\s*"
)


def public_key(text: str) -> PublicKey:
    """Return the key that a PEM text holds.

    Raises:
        ResolutionError: KEY_COMPROMISED for a private key, KEY_TOO_WEAK, or INVALID_VERIFICATION_METHOD.
    """
    if len(text) > MAX_CHARACTERS:
        raise malformed(f"a public key in PEM has at most {MAX_CHARACTERS} characters")
    if "PRIVATE KEY" in text:
        raise ResolutionError("this text publishes a private key", code="KEY_COMPROMISED")
    if not _PEM.fullmatch(text):
        raise malformed("this text is not one public key in PEM")
    try:
        key = load_pem_public_key(text.strip().encode("ascii"))
    except (ValueError, UnsupportedAlgorithm) as exc:
        raise malformed("this PEM text holds no public key that is read here") from exc
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        require_rsa_numbers(numbers.n, numbers.e)
        return PublicKey(KeyType.RSA, key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey(KeyType.ED25519, key.public_bytes_raw())
    if isinstance(key, ec.EllipticCurvePublicKey):
        for key_type, curve in CURVES.items():
            if key.curve.name == curve.name:
                return PublicKey(key_type, key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
    raise malformed("this PEM text holds a key of a type that is not read here")
