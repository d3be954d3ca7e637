"""Take the credential out of a PDF of any issuer: its one attached JSON or token file (ISO 32000-2, 7.11).

Runs in a worker: pypdf reads hostile bytes here. Only embedded files are looked at, whatever their names; nothing
on a page is read or drawn, and no script or form is touched.
"""

import io
import json
import re
import struct
import zlib
from typing import Final

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from issuer.errors import InputError

MAX_FILES: Final = 20
MAX_ATTACHED: Final = 262_144
MAX_OBJECTS: Final = 10_000
"""A certificate has some hundred; where the table of objects is damaged, every one of them is looked for."""

_MARKS: Final = frozenset({"@context", "proof", "vc", "vp", "credentialSubject"})
NONE_ATTACHED: Final = (
    "no credential is attached to the PDF; ask for the original file, or, where its page shows a QR code, check a photo"
    " or a screenshot of that code, or the certificate number"
)
_SPACE: Final = b" \t\r\n"
_TOKEN: Final = re.compile(rb"ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_SUFFIXES: Final = (".json", ".jsonld", ".jwt", ".jws")
_DAMAGED: Final = (
    PyPdfError,
    DependencyError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pypdf raises on a damaged or unusual file is not one class; all of it means that it cannot be read."""


def attached_credential(data: bytes) -> bytes:
    """Return the one attached file that is a credential; raises as `attached`."""
    return attached(data)[0]


def attached(data: bytes) -> list[bytes]:
    """Return the one attached file that is a credential, and after it the JSON files that are none.

    Such a file beside a credential may be a statement that the credential binds by its digest.

    Raises:
        InputError: IMAGE_MALFORMED for a PDF that cannot be read, IMAGE_WITHOUT_CREDENTIAL when none
            is attached, AMBIGUOUS_CONTAINER when several are, INPUT_TOO_LARGE.
    """
    if data.count(b" obj") > MAX_OBJECTS:
        raise InputError("the PDF has more parts than a certificate does", code="INPUT_TOO_LARGE")
    try:
        files = _attached(data)
    except _DAMAGED as exc:
        raise InputError("the PDF is damaged or not one that is read here", code="IMAGE_MALFORMED") from exc
    found = [
        content
        for name, content in files
        if content.lstrip(_SPACE)[:1] in {b"{", b"e"} and (_is_named(name) or _is_credential(content))
    ]
    # A lone file is taken for what was meant, whatever it is; the verifier then says what it is.
    credentials = found if len(found) == 1 else [content for content in found if not _is_other(content)]
    if not credentials:
        raise InputError(NONE_ATTACHED, code="IMAGE_WITHOUT_CREDENTIAL")
    if len(credentials) > 1:
        raise InputError("more than one credential is attached to the PDF", code="AMBIGUOUS_CONTAINER")
    return [*credentials, *(content for content in found if content is not credentials[0])]


def _is_other(content: bytes) -> bool:
    """Whether a file is plainly JSON and plainly no credential: it has neither context nor proof.

    What any reader could take for a credential counts as one, so that two readers never find two.
    """
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, dict) and not _MARKS & parsed.keys()


def _is_named(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _is_credential(content: bytes) -> bool:
    """Whether a file is a JSON object with a context, or a token; an invoice or a list beside it is neither."""
    text = content.strip(_SPACE)
    return (text[:1] == b"{" and b'"@context"' in text) or _TOKEN.fullmatch(text) is not None


def _attached(data: bytes) -> list[tuple[str, bytes]]:
    reader = PdfReader(io.BytesIO(data), strict=False)
    files: list[tuple[str, bytes]] = []
    for item in reader.attachment_list:
        content = bytes(item.content)
        if len(files) >= MAX_FILES or len(content) > MAX_ATTACHED:
            raise InputError("the PDF carries more than a certificate does", code="INPUT_TOO_LARGE")
        files.append((item.name, content))
    return files
