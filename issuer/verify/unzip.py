"""Unpack a zip file of credentials within limits; runs in a worker, nothing is written to disk.

Names are only labels. `unpack` is for one verification: a zip inside a zip, an encrypted entry and anything beyond
the limits is refused as a whole, because half an answer about a folder would be read as an answer about all of
it. `unpack_some` is for a batch, in which every entry gets an answer of its own: it opens a large file piece by
piece and says of a single entry why it was not opened.
"""

import io
import lzma
import struct
import zipfile
import zlib
from typing import Final

from issuer.errors import InputError

MAX_FILES: Final = 100
MAX_BYTES: Final = 32 * 1024 * 1024
MAX_FILE: Final = 8 * 1024 * 1024
MAX_RATIO: Final = 200
PACKED_INPUT: Final = "input."
"""How the name of the one file begins that may itself be a zip file, in an evidence pack."""
MAX_BATCH_FILES: Final = 2_000
MAX_BATCH_BYTES: Final = 256 * 1024 * 1024
AT_ONCE: Final = 4 * 1024 * 1024
"""How much of a batch is unpacked before it is handed on; one entry may be larger."""
_LOCAL_FILE: Final = b"PK\x03\x04"
_DAMAGED: Final = (
    zipfile.BadZipFile,
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
"""What the library raises on a damaged or encrypted zip, or on a way of packing that it does not know."""


def unpack(data: bytes) -> list[tuple[str, bytes]]:
    """Return name and bytes of every file in the zip, in its order.

    Raises:
        InputError: PARSING_ERROR for a damaged or encrypted zip, INPUT_TOO_LARGE beyond the limits,
            AMBIGUOUS_CONTAINER for two entries of one name, INPUT_TOO_DEEP for a zip inside.
    """
    found = unpack_pack(data)
    if any(content.startswith(_LOCAL_FILE) for _, content in found):
        raise _nested()
    return found


def unpack_pack(data: bytes) -> list[tuple[str, bytes]]:
    """Return the files of an evidence pack, which may hold the zip file that was handed in, unopened.

    Raises:
        InputError: as `unpack`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [item for item in archive.infolist() if not _is_furniture(item)]
            _require_limits(entries)
            return [(item.filename, _read(archive, item)) for item in entries]
    except _DAMAGED as exc:
        raise InputError(
            "the zip file is damaged, encrypted or of an unknown kind", code="PARSING_ERROR"
        ) from exc


def unpack_some(data: bytes, start: int) -> tuple[list[tuple[str, bytes, str, str]], int]:
    """Return some entries of a batch from the one at `start` on, and where to go on, -1 after the last.

    Each entry is name, bytes, and a code and a sentence that are "" where the entry could be opened.

    Raises:
        InputError: PARSING_ERROR for a damaged zip, INPUT_TOO_LARGE for one that is too large as a whole.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [item for item in archive.infolist() if not _is_furniture(item)]
            _require_batch(entries)
            found: list[tuple[str, bytes, str, str]] = []
            size = 0
            for place, item in enumerate(entries[start:], start):
                if found and size + item.file_size > AT_ONCE:
                    return found, place
                entry = _opened(archive, item)
                found.append((item.filename, *entry))
                size += len(entry[0])
            return found, -1
    except _DAMAGED as exc:
        raise InputError("the zip file is damaged or of an unknown kind", code="PARSING_ERROR") from exc


def _require_batch(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_BATCH_FILES or sum(item.file_size for item in entries) > MAX_BATCH_BYTES:
        raise InputError(
            f"the zip file holds more than {MAX_BATCH_FILES} files or {MAX_BATCH_BYTES} bytes",
            code="INPUT_TOO_LARGE",
        )


def _opened(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> tuple[bytes, str, str]:
    """Return the bytes of an entry, or code and sentence that say why it stays closed."""
    try:
        _require_sizes([item])
        content = _read(archive, item)
    except InputError as exc:
        return b"", exc.code, exc.detail
    except _DAMAGED:
        return b"", "PARSING_ERROR", "this entry of the zip file is damaged, encrypted or of an unknown kind"
    if content.startswith(_LOCAL_FILE):
        return b"", _nested().code, _nested().detail
    return content, "", ""


def _is_furniture(item: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder or a file that an operating system put in unasked."""
    name = item.filename.rpartition("/")[2]
    return item.is_dir() or item.filename.startswith("__MACOSX/") or name in {".DS_Store", "Thumbs.db"}


def _require_limits(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(item.file_size for item in entries)
    if len(entries) > MAX_FILES or total > MAX_BYTES:
        raise InputError(
            f"the zip file holds more than {MAX_FILES} files or {MAX_BYTES} bytes", code="INPUT_TOO_LARGE"
        )
    _require_sizes(entries)
    if len({item.filename for item in entries}) != len(entries):
        raise InputError("the zip file holds two files of one name", code="AMBIGUOUS_CONTAINER")


def _require_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(item.file_size > MAX_FILE for item in entries):
        raise InputError(f"a file of the zip has more than {MAX_FILE} bytes", code="INPUT_TOO_LARGE")
    if any(item.file_size > MAX_RATIO * max(item.compress_size, 1024) for item in entries):
        raise InputError("the zip file unpacks to far more than it is", code="INPUT_TOO_LARGE")


def _read(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    with archive.open(item) as file:
        # What the directory says about a size is only a claim.
        content = file.read(item.file_size + 1)
    if len(content) > item.file_size:
        raise InputError("a file of the zip is longer than it says", code="INPUT_TOO_LARGE")
    if content.startswith(_LOCAL_FILE) and not item.filename.startswith(PACKED_INPUT):
        raise _nested()
    return content


def _nested() -> InputError:
    return InputError("a zip file inside a zip file is not read", code="INPUT_TOO_DEEP")
