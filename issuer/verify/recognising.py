"""What bytes are, by how they begin; and what to say about kinds of files that cannot be read here."""

from typing import Final

from issuer.badges.baking import png
from issuer.errors import InputError
from issuer.terms import vc

MEDIA_ZIP: Final = "application/zip"
SPACE: Final = b" \t\r\n"
_BOM: Final = b"\xef\xbb\xbf"
_HEIF: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"})
_OTHERS: Final = (
    ("GIF", (b"GIF87a", b"GIF89a")),
    ("TIFF", (b"II*\0", b"MM\0*")),
    ("Word or Excel", (b"\xd0\xcf\x11\xe0",)),
)
_PHOTO: Final = "send it as a JPEG or PNG; a phone can take its photos as “most compatible”"


def recognise(data: bytes) -> str:
    """Return the media type that the bytes show."""
    if data.startswith(png.SIGNATURE):
        return vc.MEDIA_PNG
    if data.startswith(b"\xff\xd8\xff"):
        return vc.MEDIA_JPEG
    if data.startswith(b"%PDF-"):
        return vc.MEDIA_PDF
    if data.startswith(b"PK\x03\x04"):
        return MEDIA_ZIP
    head = data[:1024].lstrip(_BOM + SPACE)
    if head[:14].lower().startswith((b"<!doctype html", b"<html")):
        return vc.MEDIA_HTML
    if head.startswith(b"<"):
        return vc.MEDIA_SVG
    if head.startswith(b"ey") and b"." in data:
        return vc.MEDIA_VC_JWT
    return vc.MEDIA_VC


def refuse_others(data: bytes, shown: str) -> None:
    """Return quietly unless the bytes are of a kind that people bring and that is not read here.

    Args:
        data: the bytes.
        shown: what `recognise` says of them.

    Raises:
        InputError: MEDIA_TYPE_NOT_SUPPORTED, with what to do instead.
    """
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        raise _unread(f"this is a photo in the format HEIC, which is not read here; {_PHOTO}")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        raise _unread(f"this is a picture in the format WebP, which is not read here; {_PHOTO}")
    for name, beginnings in _OTHERS:
        if data.startswith(beginnings):
            raise _unread(
                f"this is a {name} file, which is not read here; send a PNG, JPEG, SVG, PDF or JSON"
            )
    if shown == vc.MEDIA_HTML:
        raise _unread(
            "this is a web page for people and not a credential; look on that page for the badge picture, the"
            " signed file or the certificate number"
        )


def _unread(sentence: str) -> InputError:
    return InputError(sentence, code="MEDIA_TYPE_NOT_SUPPORTED")
