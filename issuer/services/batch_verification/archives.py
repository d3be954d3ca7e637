"""A zip file of a batch: opened piece by piece in a worker, one input for every entry of it.

An entry that cannot be opened is an input with a problem; a zip file that cannot be read at all is one problem.
An entry whose name says that it is no credential is named and not read.
"""

from collections.abc import Iterator
from typing import Final

from issuer.errors import InputError, IssuerError
from issuer.services.batch_verification import inputs
from issuer.services.batch_verification.inputs import MAX_FILE, Input
from issuer.verify import intake
from issuer.verify.archive import is_wanted
from issuer.verify.summary import clean
from issuer.workers import Workers

MAX_ARCHIVE: Final = 64 * 1024 * 1024


def of_file(number: int, name: str, data: bytes | None, *, workers: Workers) -> Iterator[Input]:
    """Yield the inputs of one file: itself, or every entry where it is a zip file; never fails.

    Args:
        number: the place of the first of them.
        name: what the file is called.
        data: its bytes, None where it was too large to be read; b"" under no name is no file.
        workers: opens zip files.
    """
    if data is None:
        yield inputs.too_large(number, name)
    elif intake.is_archive(data, None):
        try:
            yield from entries(data, workers=workers, first=number)
        except IssuerError as exc:
            yield Input(number, clean(name), problem=exc)
    elif len(data) > MAX_FILE:
        yield inputs.too_large(number, name)
    elif data or name:
        yield inputs.of_file(number, name, data)


def entries(data: bytes, *, workers: Workers, first: int = 1) -> Iterator[Input]:
    """Yield every entry of a zip file as an input, numbered from `first` on.

    Raises:
        InputError: the zip file is damaged, or too large as a whole; no entry was yielded then.
    """
    place, number = 0, first
    while place >= 0:
        found, place = _some(workers.run("issuer.verify.unzip:unpack_some", data, place))
        for name, content, code, words in found:
            yield _input(number, name, content, code, words)
            number += 1


def _input(number: int, name: str, content: bytes, code: str, words: str) -> Input:
    if code:
        return Input(number, clean(name), problem=InputError(words, code=code))
    if not is_wanted(name):
        words = "The name of this file says that it is no credential, so that it was not read."
        return Input(number, clean(name), problem=InputError(words, code="FILE_NOT_READ"))
    return inputs.of_file(number, name, content)


def _some(answer: object) -> tuple[list[tuple[str, bytes, str, str]], int]:
    match answer:
        case (list() as found, int() as place):
            return [(str(a), bytes(b), str(c), str(d)) for a, b, c, d in found], place
        case _:
            raise TypeError("the unpacker gives a list and a number")
