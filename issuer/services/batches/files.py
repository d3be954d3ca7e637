"""A file that somebody saved from a spreadsheet becomes lines of text, a block at a time.

UTF-8 with or without its mark and UTF-16 with its mark are read; whatever else looks like a text file or a
workbook is refused in words that say how to save it. Says nothing about what the lines mean.
"""

import codecs
import hashlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from issuer.errors import InputError

BLOCK: Final = 65_536
LONGEST_LINE: Final = 1_048_576
_SAVE_AS: Final = "In the spreadsheet program, save it as “CSV UTF-8 (comma delimited)”."
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY: Final = (
    (b"PK\x03\x04", "a workbook (.xlsx or .ods)"),
    (b"\xd0\xcf\x11\xe0", "an old workbook (.xls)"),
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "compressed"),
)


class TextFile:
    """A file that is read once, from beginning to end, in constant memory.

    Attributes:
        line: number of the line that was given last, from 1.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.line = 0

    @property
    def sha256(self) -> str:
        """The hex digest of what was read so far."""
        return self._hash.hexdigest()

    def lines(self) -> Iterator[str]:
        """Yield each line with the line break that ends it.

        Raises:
            InputError: the file is no text in a known encoding, or a line is too long.
        """
        rest = ""
        for text in self._texts():
            pieces = (rest + text).split("\n")
            rest = pieces.pop()
            for piece in pieces:
                yield self._counted(piece + "\n")
            self._require_short(rest)
        if rest:
            yield self._counted(rest)

    def _counted(self, line: str) -> str:
        self._require_short(line)
        self.line += 1
        return line

    def _require_short(self, line: str) -> None:
        if len(line) > LONGEST_LINE:
            raise InputError(f"Line {self.line + 1} is longer than {LONGEST_LINE} characters.")

    def _texts(self) -> Iterator[str]:
        first = self._read()
        encoding, skip = _encoding(first)
        decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
        block = first[skip:]
        while True:
            try:
                yield decoder.decode(block, final=not block)
            except UnicodeDecodeError as exc:
                good = exc.object[: exc.start].count(b"\n")
                raise InputError(
                    f"Line {self.line + 1 + good} is not {encoding.upper()}"
                    f" (byte {exc.object[exc.start]:#04x}).",
                    hint=_SAVE_AS,
                ) from exc
            if not block:
                return
            block = self._read()

    def _read(self) -> bytes:
        block = self._stream.read(BLOCK)
        self._hash.update(block)
        return block


def _encoding(first: bytes) -> tuple[str, int]:
    """Return the encoding that the first block shows, and how many bytes its mark takes.

    Raises:
        InputError: it is no text, or text without a mark that only a guess could read.
    """
    for magic, what in _BINARY:
        if first.startswith(magic):
            raise InputError(f"The file is {what}, not a text file.", hint=_SAVE_AS)
    for mark, encoding in _MARKS:
        if first.startswith(mark):
            if encoding == "utf-32":
                raise InputError("The file is UTF-32, which is not read here.", hint=_SAVE_AS)
            return encoding, len(mark)
    if b"\0" in first[:1024]:
        raise InputError("The file looks like UTF-16 without the mark that says so.", hint=_SAVE_AS)
    return "utf-8", 0
