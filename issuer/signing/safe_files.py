"""Files for secrets: mode 0600, written whole or not at all, on the disk before the call returns.

A new file is written beside its final name, flushed with fsync, and then linked or renamed into place; the
folder is flushed as well, because a rename that only lives in memory does not survive a power cut.
"""

import os
import secrets
from pathlib import Path
from typing import Final

_FILE_MODE: Final = 0o600
_FOLDER_MODE: Final = 0o700


def make_folder(folder: Path) -> None:
    """Make `folder` for its owner alone; one that exists is left as it is."""
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet.

    Raises:
        FileExistsError: somebody was faster; the existing file is untouched.
    """
    draft = _draft_of(path)
    try:
        _write(draft, data)
        os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    _flush_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of an existing file, in one step."""
    draft = _draft_of(path)
    try:
        _write(draft, data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _flush_folder(path.parent)


def _draft_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(8)}.draft")


def _write(draft: Path, data: bytes) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
