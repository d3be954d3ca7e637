"""Digests as credentials carry them: sha2-256 multihash in base64url multibase (`u`), and plain hex.

Controlled Identifiers 1.0 section 2.4 (multibase) and 2.5 (multihash header 0x12 0x20).
"""

import base64
import hashlib
from typing import Final

_SHA2_256: Final = b"\x12\x20"


def multibase_digest(digest: bytes) -> str:
    """Return a 32-byte sha256 as `digestMultibase`."""
    return "u" + base64.urlsafe_b64encode(_SHA2_256 + digest).rstrip(b"=").decode("ascii")


def digest_multibase(data: bytes) -> str:
    """Return the `digestMultibase` of bytes."""
    return multibase_digest(hashlib.sha256(data).digest())


def hex_to_multibase(text: str) -> str:
    """Turn `sha256:<hex>` into `digestMultibase`.

    Raises:
        ValueError: the text has another form.
    """
    return multibase_digest(bytes.fromhex(text.removeprefix("sha256:")))
