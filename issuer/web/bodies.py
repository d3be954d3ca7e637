"""Bodies with many files, read piece by piece: multipart parts and lines, never a whole batch in memory.

What is larger than it may be is passed over without being kept, and told as such. A client that sends its whole
batch before it reads the first answer is served too, as long as the batch fits AT_FIRST bytes.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Final

from flask import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from issuer.errors import InputError

AT_FIRST: Final = 16 * 1024 * 1024
CHUNK: Final = 64 * 1024
LONGEST_FIELD: Final = 4_096
_LONGEST_HEAD: Final = 1024 * 1024
_TOO_MUCH: Final = "The batch is larger than what one request may hold; what stands before was read."
_BROKEN: Final = "The connection ended before the batch did."


@dataclass(frozen=True)
class Sent:
    """One part of a form.

    Attributes:
        name: the name of its field.
        file: the name of the file, None for a field of text.
        media_type: what the sender says it is, None where it says nothing.
        data: the bytes, None for a part that is larger than it may be.
    """

    name: str
    file: str | None
    media_type: str | None
    data: bytes | None = field(repr=False)


class Body(io.RawIOBase):
    """The body of a request as a file whose errors are ours; begins with what was there AT_FIRST."""

    def __init__(self, asked: Request, *, at_first: int | None = None) -> None:
        super().__init__()
        self._rest = asked.stream
        self._first = io.BytesIO(b"".join(self._pieces(AT_FIRST if at_first is None else at_first)))

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base says any buffer
        """Read the next bytes.

        Raises:
            InputError: INPUT_TOO_LARGE beyond the limit of the request; the connection ended too early.
        """
        piece = self._first.read(len(buffer)) or self._read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def drain(self) -> None:
        """Read what is left and forget it: a client that is still sending would not see the answer."""
        with suppress(InputError):
            while self._read(CHUNK):
                pass

    def _pieces(self, most: int) -> Iterator[bytes]:
        while most and (piece := self._read(min(CHUNK, most))):
            most -= len(piece)
            yield piece

    def _read(self, size: int) -> bytes:
        try:
            return self._rest.read(size)
        except RequestEntityTooLarge as exc:
            raise InputError(_TOO_MUCH, code="INPUT_TOO_LARGE") from exc
        except ClientDisconnected as exc:
            raise InputError(_BROKEN) from exc


def lines(body: Body, *, longest: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of every line that is not empty; None in place of a line that is too long.

    Raises:
        InputError: the body is too large, or ends too early.
    """
    file = io.BufferedReader(body, CHUNK)
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) <= longest:
            if line := line.strip():
                yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(CHUNK)
        yield number, None


def parts(body: IO[bytes] | Body, boundary: str, *, largest: int) -> Iterator[Sent]:
    """Yield every part of a multipart form.

    Args:
        body: the body.
        boundary: what stands between the parts.
        largest: most bytes of a file; a field of text has at most LONGEST_FIELD.

    Raises:
        InputError: this is no multipart form, it is too large, or it ends too early.
    """
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"), _LONGEST_HEAD)
    part: Field | File | None = None
    kept, size = bytearray(), 0
    while True:
        event = _next(decoder, body)
        if isinstance(event, Epilogue):
            return
        if isinstance(event, Field | File):
            part, kept, size = event, bytearray(), 0
        elif isinstance(event, Data) and part is not None:
            most = largest if isinstance(part, File) else LONGEST_FIELD
            size += len(event.data)
            if size <= most:
                kept += event.data
            else:
                kept.clear()
            if not event.more_data:
                yield _sent(part, None if size > most else bytes(kept))


class SentFile(io.RawIOBase):
    """The first file of a multipart form, read as it comes; the fields before it are there at once.

    Attributes:
        fields: the texts that stand before the file, by name; what comes after it is not read.
        name: what the file is called; None where the form has no file with a name.
    """

    def __init__(self, body: IO[bytes] | Body, boundary: str) -> None:
        """Read up to the file.

        Raises:
            InputError: this is no multipart form, a field is too long, or it ends too early.
        """
        super().__init__()
        self._body = body
        self._decoder = MultipartDecoder(boundary.encode("latin-1", "replace"), _LONGEST_HEAD)
        self._rest = memoryview(b"")
        self._is_over = False
        self.fields: dict[str, str] = {}
        self.name: str | None = None
        field_name, kept = "", bytearray()
        while not isinstance(event := _next(self._decoder, body), Epilogue | File):
            if isinstance(event, Field):
                field_name, kept = str(event.name), bytearray()
            elif isinstance(event, Data):
                kept += event.data
                if len(kept) > LONGEST_FIELD:
                    raise InputError(f"The field {field_name[:40]!r} is too long.")
                if not event.more_data:
                    self.fields[field_name] = kept.decode("utf-8", "replace")
        if isinstance(event, File):
            self.name = event.filename or None
        else:
            self._is_over = True

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the base says any buffer
        """Read the next bytes of the file.

        Raises:
            InputError: the form is too large, broken, or ends too early.
        """
        while not self._rest and not self._is_over:
            event = _next(self._decoder, self._body)
            if isinstance(event, Data):
                self._rest = memoryview(event.data)
                self._is_over = not event.more_data
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _next(decoder: MultipartDecoder, body: IO[bytes] | Body) -> object:
    try:
        while isinstance(event := decoder.next_event(), NeedData):
            decoder.receive_data(body.read(CHUNK) or None)
    except (ValueError, RequestEntityTooLarge) as exc:
        raise InputError("This is no multipart form, or it ends too early.", code="PARSING_ERROR") from exc
    return event


def _sent(part: Field | File, data: bytes | None) -> Sent:
    name = part.filename if isinstance(part, File) else None
    media_type = part.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Sent(str(part.name or ""), name, media_type or None, data)
