"""From bytes to a document: recognise, unpack, parse once and strictly (OB 3.0 section 5.3).

The bytes decide what a file is (`recognising`); a media type that says something else is refused, because two
readers would then read two things. Pictures with a badge inside and JSON are read by our own code under limits;
PDF and zip files, and codes on photos (`photo`), by libraries in a killable worker. Nothing is fetched, and no
signature is looked at.
"""

import re
from dataclasses import replace
from typing import Final

from issuer.badges.baking import png, svg
from issuer.documents import strict_json
from issuer.documents.strict_json import JsonObject
from issuer.errors import InputError
from issuer.signing import jose
from issuer.terms import vc
from issuer.verify import photo
from issuer.verify.presented import Link, Presented, types_of
from issuer.verify.recognising import MEDIA_ZIP, SPACE, recognise, refuse_others
from issuer.workers import Workers

MAX_CREDENTIAL: Final = strict_json.CREDENTIAL_LIMITS.max_bytes
MAX_CONTAINER: Final = 8 * 1024 * 1024
"""Most bytes of a picture, PDF or zip file (security.md section 4, limits)."""

_ADDRESS: Final = re.compile(r"https?://[\x21-\x7e]{1,2040}")
_ENVELOPE: Final = "data:application/vc+jwt,"

_CLAIMS: Final = {
    vc.MEDIA_VC: vc.MEDIA_VC,
    vc.MEDIA_VC_LD: vc.MEDIA_VC,
    vc.MEDIA_LD_JSON: vc.MEDIA_VC,
    vc.MEDIA_JSON: vc.MEDIA_VC,
    "application/vp": vc.MEDIA_VC,
    vc.MEDIA_VC_JWT: vc.MEDIA_VC_JWT,
    "application/vp+jwt": vc.MEDIA_VC_JWT,
    "application/vc+ld+json+jwt": vc.MEDIA_VC_JWT,
    vc.MEDIA_JWT: vc.MEDIA_VC_JWT,
    vc.MEDIA_PNG: vc.MEDIA_PNG,
    vc.MEDIA_SVG: vc.MEDIA_SVG,
    vc.MEDIA_PDF: vc.MEDIA_PDF,
    vc.MEDIA_JPEG: vc.MEDIA_JPEG,
    "image/jpg": vc.MEDIA_JPEG,
    MEDIA_ZIP: MEDIA_ZIP,
    "application/x-zip-compressed": MEDIA_ZIP,
}
"""What a media type says; one that is not here (none, text/plain, octet-stream) says nothing."""


def _claimed(media_type: str | None, shown: str) -> str:
    """Return what the bringer says, or what the bytes show where nothing was said."""
    return _CLAIMS.get((media_type or "").partition(";")[0].strip().lower(), shown)


def is_archive(data: bytes, media_type: str | None) -> bool:
    """Whether this is a zip file of credentials, and nobody says that it is something else."""
    return recognise(data) == MEDIA_ZIP == _claimed(media_type, MEDIA_ZIP)


def read(data: bytes, *, media_type: str | None, workers: Workers) -> Presented | Link:
    """Return the one document that the bytes hold, or the address that the code on a picture holds.

    Args:
        data: the bytes; a zip file is not read here.
        media_type: what the bringer says it is; None when nothing was said.
        workers: runs the libraries that read PDF files and photos.

    Raises:
        InputError: the bytes cannot be read as one credential; the code says why.
    """
    if not data.strip(SPACE):
        raise InputError("the file is empty", code="PARSING_ERROR")
    shown = recognise(data)
    refuse_others(data, shown)
    claimed = _claimed(media_type, shown)
    if MEDIA_ZIP in {claimed, shown}:
        raise InputError("the file is not what its media type says", code="PARSING_ERROR")
    if vc.MEDIA_JPEG in {claimed, shown}:
        if claimed != shown:
            raise InputError("the file is not what its media type says", code="IMAGE_MALFORMED")
        return _from_photo(data, claimed, workers)
    if claimed == vc.MEDIA_PNG:
        return _from_png(data, workers)
    if claimed == vc.MEDIA_SVG:
        return _from_svg(data)
    if claimed == vc.MEDIA_PDF:
        inner, *beside = _from_pdf(data, workers)
        return replace(_parse(inner, media_type=claimed), beside=tuple(beside))
    return _parse(data, media_type=claimed)


def read_document(document: JsonObject, *, data: bytes, media_type: str) -> Presented:
    """Return the document inside an object that was parsed already, such as a part of a container.

    Raises:
        InputError: it is an envelope around something that is not a token.
    """
    return _open_envelope(Presented(document, data, media_type))


def _parse(data: bytes, *, media_type: str) -> Presented:
    """Parse JSON or a token; inside a picture the text itself shows which of both it is."""
    if len(data) > MAX_CREDENTIAL:
        raise InputError(
            f"the credential has {len(data)} bytes; at most {MAX_CREDENTIAL} are read", code="INPUT_TOO_LARGE"
        )
    is_picture = media_type not in {vc.MEDIA_VC, vc.MEDIA_VC_JWT}
    if media_type == vc.MEDIA_VC_JWT or (is_picture and recognise(data) == vc.MEDIA_VC_JWT):
        return _token(data, media_type)
    made = strict_json.parse_noting(data)
    document = strict_json.require_object(made.value)
    return _open_envelope(Presented(document, data, media_type, objects=made.objects))


def _token(data: bytes, media_type: str) -> Presented:
    # An editor leaves one line end at the end of a file; within the token nothing is forgiven.
    token = jose.parse_compact(data.rstrip(b"\r\n"))
    return Presented(token.payload, data.rstrip(b"\r\n"), media_type, token)


def _open_envelope(presented: Presented) -> Presented:
    """Take the token out of an EnvelopedVerifiableCredential (VCDM 2.0 section 4.13)."""
    document = presented.document
    if vc.ENVELOPED_CREDENTIAL not in types_of(document):
        return presented
    address = document.get("id")
    if not isinstance(address, str) or not address.startswith(_ENVELOPE):
        raise InputError("an enveloped credential is a data: address of a token", pointer="/id")
    return _token(address.removeprefix(_ENVELOPE).encode(), presented.media_type)


def _from_png(data: bytes, workers: Workers) -> Presented | Link:
    """Return what a PNG holds: a badge of 3.0, else of an older edition, else what a code on it holds."""
    try:
        return _parse(png.unbake(data), media_type=vc.MEDIA_PNG)
    except InputError as exc:
        # Only a sound picture without a badge is looked at; a badge picture may show a code as well.
        if exc.code != "IMAGE_WITHOUT_CREDENTIAL":
            raise
    older = png.unbake_older(data)
    return _from_photo(data, vc.MEDIA_PNG, workers) if older is None else _older(older, vc.MEDIA_PNG)


def _from_svg(data: bytes) -> Presented:
    try:
        return _parse(svg.unbake(data), media_type=vc.MEDIA_SVG)
    except InputError as exc:
        older = svg.unbake_older(data) if exc.code == "IMAGE_WITHOUT_CREDENTIAL" else None
        if older is None:
            raise
    return _older(older, vc.MEDIA_SVG)


def _from_photo(data: bytes, media_type: str, workers: Workers) -> Presented | Link:
    text = photo.code_on(data, workers)
    if photo.is_address(text):
        return Link(text, media_type, "the QR code on the picture")
    return _token(text.encode("ascii"), media_type)


def _older(data: bytes, media_type: str) -> Presented:
    """Parse what a picture of Open Badges 2.0 or before holds; for some badges that is an address alone."""
    if not data.lstrip(SPACE).startswith((b"https:", b"http:")):
        return _parse(data, media_type=media_type)
    text = data.decode("ascii", "replace").strip(" \t\r\n")
    if not _ADDRESS.fullmatch(text):
        raise InputError("the picture holds an address that cannot be read", code="PARSING_ERROR")
    return Presented({}, data, media_type, address=text)


def _from_pdf(data: bytes, workers: Workers) -> list[bytes]:
    if len(data) > MAX_CONTAINER:
        raise InputError(f"the PDF is larger than {MAX_CONTAINER} bytes", code="INPUT_TOO_LARGE")
    found = workers.run("issuer.verify.pdf:attached", data)
    if not isinstance(found, list):
        raise TypeError("the PDF reader gives a list")
    return [bytes(item) for item in found]
