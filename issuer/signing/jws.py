"""Compact JWS framing, strictly: bytes in, three decoded segments out (RFC 7515 section 7.1).

One token has one spelling: ASCII, three segments, canonical base64url, a header in strict JSON. Nothing is
trusted or verified here, and nothing about algorithms is decided; `jose` does that.
"""

from dataclasses import dataclass
from typing import Final

from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject, Limits
from issuer.errors import InputError
from issuer.signing import base64url

MAX_TOKEN_BYTES: Final = 262_144
MAX_SIGNATURE_BYTES: Final = 1024
HEADER_LIMITS: Final = Limits(max_bytes=8192, max_depth=4, max_keys=32, max_string=4096)
_SEGMENTS: Final = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """A compact JWS taken apart.

    Attributes:
        header: the protected header.
        payload: the bytes that were signed, decoded.
        signing_input: the first two segments as they stand, which the signature covers.
        signature: the raw signature.
    """

    header: JsonObject
    payload: bytes
    signing_input: bytes
    signature: bytes


def split(token: bytes) -> Frame:
    """Take a token apart.

    Raises:
        InputError: INPUT_TOO_LARGE; PARSING_ERROR for a number of segments other than three (a JWE has
            five); JWS_ENCODING for anything that is not canonical base64url; or a code of the strict JSON
            reader for the header.
    """
    if len(token) > MAX_TOKEN_BYTES:
        raise InputError(
            f"the token has {len(token)} bytes; at most {MAX_TOKEN_BYTES} are read", code="INPUT_TOO_LARGE"
        )
    segments = token.split(b".", _SEGMENTS)
    if len(segments) != _SEGMENTS:
        raise InputError("a signed token has three segments", code="PARSING_ERROR")
    header, payload, signature = (_decode(segment) for segment in segments)
    if not signature or len(signature) > MAX_SIGNATURE_BYTES:
        raise InputError("the signature segment is empty or too long", code="JWS_ENCODING")
    return Frame(
        header=strict_json.parse_object(header, limits=HEADER_LIMITS),
        payload=payload,
        signing_input=segments[0] + b"." + segments[1],
        signature=signature,
    )


def join(header: JsonObject, payload: bytes) -> bytes:
    """Return the signing input of a header and a payload."""
    encoded = base64url.encode(strict_json.encode(header)) + "." + base64url.encode(payload)
    return encoded.encode("ascii")


def _decode(segment: bytes) -> bytes:
    try:
        return base64url.decode(segment.decode("ascii"))
    except (UnicodeDecodeError, InputError) as exc:
        raise InputError("a segment of the token is not canonical base64url", code="JWS_ENCODING") from exc
