"""Reading and writing the files that commands are given; a lone hyphen is standard input or output."""

import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import click

from issuer.documents.strict_json import JsonObject, Limits, parse_object
from issuer.errors import InputError

STANDARD: Final = "-"
MOST_BYTES: Final = 256 * 1024 * 1024
_RECORD_LIMITS: Final = Limits(max_bytes=4_194_304, max_keys=50_000)


def read_bytes(name: str) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: INPUT_TOO_LARGE.
        OSError: the file cannot be read.
    """
    with click.open_file(name, "rb") as file:
        data: bytes = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise InputError(f"{name} is larger than {MOST_BYTES} bytes.", code="INPUT_TOO_LARGE")
    return data


def read_record(name: str) -> JsonObject:
    """Return the one JSON object that a file holds.

    Raises:
        InputError: it holds something else.
        OSError: the file cannot be read.
    """
    return parse_object(read_bytes(name), limits=_RECORD_LIMITS)


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file whole or not at all: beside its name first, then renamed into place.

    Raises:
        OSError: the file cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.draft")
    try:
        with draft.open("wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_parts(name: str, parts: Iterable[bytes]) -> None:
    """Write a long result piece by piece, to a file or to standard output.

    Raises:
        OSError: the file cannot be written.
    """
    if name == STANDARD:
        for part in parts:
            sys.stdout.buffer.write(part)
    else:
        write_whole(Path(name), parts)


def write_result(name: str, data: bytes) -> None:
    """Write what a command was asked for, to a file or to standard output.

    Raises:
        OSError: the file cannot be written.
    """
    write_parts(name, [data])
