"""Bake a credential into a PNG and take it out again (OB 3.0, one `iTXt` chunk `openbadgecredential`).

The chunk is spliced in before `IEND`, so that no pixel is decoded or changed. The reader is ours
and works under limits: signature, chunk lengths, CRCs and order are checked, nothing is inflated. Bytes
behind the end are no part of the picture, but a credential there is one that other readers would find.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from issuer.errors import InputError
from issuer.terms import ob, ob2

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
MAX_BYTES: Final = 8 * 1024 * 1024
MAX_CHUNKS: Final = 5_000
MAX_PIXELS: Final = 16_000_000
_HEADER_LENGTH: Final = 13
_KEYWORDS: Final = (ob.PNG_KEYWORD.encode(), ob.CLR_PNG_KEYWORD.encode())
_OLDER: Final = ob2.PNG_KEYWORD.encode()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield (type, body, offset of the chunk), checking lengths and CRCs."""
    if len(data) > MAX_BYTES:
        raise InputError(f"the picture is larger than {MAX_BYTES} bytes", code="IMAGE_TOO_LARGE")
    if not data.startswith(SIGNATURE):
        raise InputError("this is not a PNG file", code="IMAGE_MALFORMED")
    place = len(SIGNATURE)
    for number in range(MAX_CHUNKS):
        if place + 12 > len(data):
            raise InputError("the PNG ends in the middle of a chunk", code="IMAGE_MALFORMED")
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 8 + length
        if end + 4 > len(data):
            raise InputError("the PNG ends in the middle of a chunk", code="IMAGE_MALFORMED")
        if zlib.crc32(data[place + 4 : end]) != struct.unpack_from(">I", data, end)[0]:
            raise InputError("a chunk of the PNG is damaged (its CRC does not match)", code="IMAGE_MALFORMED")
        if (number == 0) != (kind == b"IHDR"):
            raise InputError("the PNG does not begin with one header", code="IMAGE_MALFORMED")
        yield kind, data[place + 8 : end], place
        place = end + 4
        if kind == b"IEND":
            return
    raise InputError("the PNG has more chunks than a badge needs", code="IMAGE_TOO_LARGE")


def _check_header(body: bytes) -> None:
    if len(body) != _HEADER_LENGTH:
        raise InputError("the PNG header has the wrong length", code="IMAGE_MALFORMED")
    width, height = struct.unpack_from(">II", body)
    if not width or not height or width * height > MAX_PIXELS:
        raise InputError("the picture's size is not one of a badge", code="IMAGE_TOO_LARGE")


def _credential_of(body: bytes, keywords: tuple[bytes, ...] = _KEYWORDS) -> bytes | None:
    """Return the text of a credential chunk, None for any other `iTXt` chunk."""
    keyword, separator, rest = body.partition(b"\0")
    if keyword not in keywords:
        return None
    if not separator or rest[:2] != b"\0\0":
        raise InputError(
            "the credential in the PNG is compressed; the standard asks for plain text",
            code="IMAGE_MALFORMED",
        )
    _language, first, rest = rest[2:].partition(b"\0")
    _translated, second, text = rest.partition(b"\0")
    if not first or not second:
        raise InputError("the credential chunk of the PNG is cut short", code="IMAGE_MALFORMED")
    return text


def _require_nothing_behind(end: bytes) -> None:
    if any(keyword in end for keyword in _KEYWORDS):
        raise InputError("a credential stands behind the end of the picture", code="AMBIGUOUS_CONTAINER")


def unbake(data: bytes) -> bytes:
    """Return the credential (JSON or compact JWS) that a PNG carries.

    Raises:
        InputError: IMAGE_MALFORMED, IMAGE_TOO_LARGE, IMAGE_WITHOUT_CREDENTIAL, or AMBIGUOUS_CONTAINER
            when two are inside.
    """
    found: list[bytes] = []
    for kind, body, place in _chunks(data):
        if kind == b"IHDR":
            _check_header(body)
        elif kind == b"iTXt":
            text = _credential_of(body)
            if text is not None:
                found.append(text)
        elif kind == b"IEND":
            _require_nothing_behind(data[place:])
    if not found:
        raise InputError(
            "the picture carries no credential; ask for the original file", code="IMAGE_WITHOUT_CREDENTIAL"
        )
    if len(found) > 1:
        raise InputError("the picture carries more than one credential", code="AMBIGUOUS_CONTAINER")
    return found[0]


def unbake_older(data: bytes) -> bytes | None:
    """Return what a badge of Open Badges 2.0 or 1 carries (`openbadges`): JSON, a token or an address.

    The 2.0 standard asks for `iTXt`; many tools before it wrote `tEXt`.

    Raises:
        InputError: IMAGE_MALFORMED, IMAGE_TOO_LARGE, or AMBIGUOUS_CONTAINER when two are inside.
    """
    found: list[bytes] = []
    for kind, body, _place in _chunks(data):
        if kind == b"tEXt" and body.startswith(_OLDER + b"\0"):
            found.append(body.removeprefix(_OLDER + b"\0"))
        elif kind == b"iTXt":
            text = _credential_of(body, (_OLDER,))
            found += [] if text is None else [text]
    if len(found) > 1:
        raise InputError("the picture carries more than one badge", code="AMBIGUOUS_CONTAINER")
    return found[0] if found else None


def bake(data: bytes, credential: bytes) -> bytes:
    """Return the PNG with the credential inside; every other byte stays as it was.

    Args:
        data: a PNG without a credential.
        credential: the exact bytes of the signed JSON, or a compact JWS.

    Raises:
        InputError: the picture is not sound, carries a credential already, or becomes too large.
    """
    end = 0
    for kind, body, place in _chunks(data):
        if kind == b"IHDR":
            _check_header(body)
        elif kind == b"iTXt" and _credential_of(body) is not None:
            raise InputError("the picture carries a credential already", code="AMBIGUOUS_CONTAINER")
        elif kind == b"IEND":
            _require_nothing_behind(data[place:])
            end = place
    body = b"iTXt" + ob.PNG_KEYWORD.encode() + b"\0\0\0\0\0" + credential
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    baked = data[:end] + chunk + data[end:]
    # What we could not read back ourselves does not leave: one chunk or one byte too many.
    if unbake(baked) != credential:
        raise InputError("the credential would not come out of the PNG byte for byte")
    return baked
