"""Multikey: public keys as a multicodec prefix and raw bytes in multibase base58btc.

Follows Controlled Identifiers 1.0 section 2.2.2 for Ed25519, P-256 and P-384 (compressed points). RSA has
no Multikey form there. Whether the bytes are a good key is decided in `key_checks`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from issuer.errors import InputError
from issuer.signing import base58
from issuer.signing.key_types import KeyType

BASE58_PREFIX: Final = "z"
_CODECS: Final[Mapping[KeyType, bytes]] = MappingProxyType(
    {
        KeyType.ED25519: b"\xed\x01",
        KeyType.P256: b"\x80\x24",
        KeyType.P384: b"\x81\x24",
    }
)
_LENGTHS: Final[Mapping[KeyType, int]] = MappingProxyType(
    {KeyType.ED25519: 32, KeyType.P256: 33, KeyType.P384: 49}
)
_MAX_CHARACTERS: Final = 96  # a P-384 key has 71


def encode(key_type: KeyType, raw: bytes) -> str:
    """Return the Multikey text of a raw public key.

    Raises:
        InputError: the key type has no Multikey form.
    """
    codec = _CODECS.get(key_type)
    if codec is None:
        raise InputError(f"a {key_type} key has no Multikey form; publish it as a JWK")
    return BASE58_PREFIX + base58.encode(codec + raw)


def decode(text: str) -> tuple[KeyType, bytes]:
    """Return the key type and raw bytes that a Multikey text holds.

    Raises:
        InputError: not base58btc multibase, an unknown codec, or a length that does not fit the codec.
    """
    if not text.startswith(BASE58_PREFIX):
        raise InputError("a Multikey begins with 'z' (base58btc)")
    data = base58.decode(text[1:], max_characters=_MAX_CHARACTERS)
    for key_type, codec in _CODECS.items():
        if data.startswith(codec):
            raw = data[len(codec) :]
            if len(raw) != _LENGTHS[key_type]:
                raise InputError(
                    f"a {key_type} Multikey holds {_LENGTHS[key_type]} bytes of key, not {len(raw)}"
                )
            return key_type, raw
    raise InputError("this Multikey is of no known key type (Ed25519, P-256 or P-384)")
