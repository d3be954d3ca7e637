"""The key types that Mintmark knows, and which signature algorithm each of them may be used with.

An algorithm is a property of the key and never of the token that names it (security rule 5): ES256 is
only for P-256, ES384 only for P-384. Names are those of RFC 7518 and RFC 9864.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

ED25519: Final = "Ed25519"
ES256: Final = "ES256"
ES384: Final = "ES384"
RS256: Final = "RS256"


class KeyType(StrEnum):
    """A kind of key, by the name that JWK (`crv` or `kty`) gives it."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


ALGORITHM_OF: Final[Mapping[KeyType, str]] = MappingProxyType(
    {
        KeyType.ED25519: ED25519,
        KeyType.P256: ES256,
        KeyType.P384: ES384,
        KeyType.RSA: RS256,
    }
)
