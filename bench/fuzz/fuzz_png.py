"""What must hold for baking and unbaking of PNG on any bytes.

A second reading walks the chunks with no limits and no checks. What comes out must stand in exactly one
credential chunk; what is baked must come out byte for byte, beside an otherwise untouched file.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from issuer.badges.baking import png
from issuer.errors import InputError

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORDS: Final = (b"openbadgecredential\x00", b"clrcredential\x00")
_CODES: Final = {"IMAGE_MALFORMED", "IMAGE_TOO_LARGE", "IMAGE_WITHOUT_CREDENTIAL", "AMBIGUOUS_CONTAINER"}
CREDENTIALS: Final = (b'{"id":"urn:uuid:1","name":"\xc3\x9c"}', b"eyJhbGciOiJFUzI1NiJ9.e30.AA")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


_HEADER: Final = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
_REST: Final = _chunk(b"IDAT", zlib.compress(b"\x00\x00")) + _chunk(b"IEND", b"")
_TEXT: Final = b"openbadgecredential\x00\x00\x00\x00\x00" + CREDENTIALS[0]
SEEDS: Final = (
    _SIGNATURE + _HEADER + _REST,
    _SIGNATURE + _HEADER + _chunk(b"iTXt", _TEXT) + _REST,
    _SIGNATURE + _HEADER + _chunk(b"iTXt", _TEXT) * 2 + _REST,
    _SIGNATURE + _HEADER + _chunk(b"iTXt", _TEXT.replace(b"openbadge", b"clr")) + _REST + b"behind",
    _SIGNATURE + _HEADER + _chunk(b"iTXt", b"Title\x00\x00\x00en\x00Titel\x00x") + _REST,
    _SIGNATURE
    + _HEADER
    + _chunk(b"iTXt", b"openbadgecredential\x00\x01\x00\x00\x00" + zlib.compress(b"{}"))
    + _REST,
    _SIGNATURE + _HEADER + _chunk(b"tEXt", b"openbadges\x00{}") + _REST,
)
WORDS: Final = (b"IHDR", b"IEND", b"iTXt", b"tEXt", b"zTXt", *_KEYWORDS, b"\x00\x00\x00\x00", _SIGNATURE)


def _pieces(data: bytes) -> list[tuple[bytes, bytes, int]]:
    """Return type, body and place of every chunk that can be made out, whatever its sum says."""
    found, place = [], len(_SIGNATURE)
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        found.append((kind, data[place + 8 : place + 8 + length], place))
        place += 12 + length
    return found


def mutate(data: bytes, most: int, seed: int, change: Callable[[bytes, int], bytes]) -> bytes:
    """Change one chunk, or their order, and repair the sums, so that what lies behind them is reached."""
    pieces = [(kind, body) for kind, body, _ in _pieces(data)]
    if seed % 5 == 0 or not pieces:
        return change(data, most)
    place = seed // 5 % len(pieces)
    kind, body = pieces[place]
    match seed % 5:
        case 1:
            pieces[place] = (kind, change(body, most // 2))
        case 2:
            pieces.insert(place, (kind, change(body, most // 2)))
        case 3:
            pieces[place] = ((change(kind, 4) + b"iTXt")[:4], body)
        case _:
            pieces.append(pieces.pop(place))
    return (_SIGNATURE + b"".join(_chunk(*piece) for piece in pieces))[:most]


def _credential_chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    for kind, body, place in _pieces(data):
        if kind == b"IEND":
            return
        if kind == b"iTXt" and body.startswith(_KEYWORDS):
            yield body, place


def _bakes(picture: bytes, credential: bytes) -> None:
    try:
        baked = png.bake(picture, credential)
    except InputError as error:
        # What can be read without a credential can be given one; a file at its limits is not in reach here.
        raise AssertionError(f"a sound picture is not baked: {error}") from error
    assert png.unbake(baked) == credential
    added = _chunk(b"iTXt", b"openbadgecredential\x00\x00\x00\x00\x00" + credential)
    place = baked.find(added)
    while place >= 0 and baked[:place] + baked[place + len(added) :] != picture:
        place = baked.find(added, place + 1)
    assert place >= 0, "another byte changed"
    try:
        png.bake(baked, credential)
    except InputError as error:
        assert error.code == "AMBIGUOUS_CONTAINER", error.code
    else:
        raise AssertionError("baked twice")


def check(data: bytes) -> None:
    """Raise AssertionError when baking or unbaking breaks a promise on `data`."""
    try:
        text = png.unbake(data)
    except InputError as error:
        assert error.code in _CODES, error.code
        if error.code == "IMAGE_WITHOUT_CREDENTIAL":
            assert not list(_credential_chunks(data)), "a credential was overlooked"
            for credential in (*CREDENTIALS, data[:100]):
                _bakes(data, credential)
        return
    ((body, place),) = _credential_chunks(data)
    assert body.endswith(text)
    assert body.count(b"\x00", 0, len(body) - len(text)) >= 5, "the text begins too early"
    # Without its chunk the picture carries nothing, and can be given the same text again.
    plain = data[:place] + data[place + 12 + len(body) :]
    _bakes(plain, text)
