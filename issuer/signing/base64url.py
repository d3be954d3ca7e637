"""Base64url without padding, strictly (RFC 4648 section 5, RFC 7515 section 2).

The decoder of the standard library skips line breaks and foreign characters and ignores stray trailing
bits, so that one signature has many spellings. Here a byte string has exactly one.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final

from issuer.errors import InputError

_SHAPE: Final = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


def encode(data: bytes) -> str:
    """Return `data` in base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the bytes that `text` spells.

    Raises:
        InputError: padding, a foreign character, an impossible length or non-zero trailing bits.
    """
    if not _SHAPE.fullmatch(text):
        raise InputError("a base64url value holds padding or a character outside its alphabet")
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as exc:
        raise InputError("a base64url value has an impossible length") from exc
    if encode(data) != text:
        raise InputError("a base64url value has non-zero trailing bits")
    return data
