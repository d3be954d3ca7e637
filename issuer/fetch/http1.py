"""Reading one HTTP/1.1 answer, strictly and within limits (RFC 9112).

Small on purpose: status line, fields, and a body framed by length, by chunks or by the end of the
connection. What RFC 9112 lets a recipient forgive (bare LF, folded fields, two lengths) is refused.
Knows no sockets: bytes come from a function, so that deadlines and tests stay outside.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from issuer.errors import FetchError

MAX_HEAD: Final = 32_768
"""Most bytes of status line and fields together."""
MAX_INTERIM: Final = 4
"""Most 1xx answers before the real one."""
MAX_CHUNK_LINE: Final = 256
MAX_CHUNKS: Final = 16_384
"""Most chunks of one body: a mebibyte in pieces of 64 bytes. Smaller ones only cost time."""

_STATUS: Final = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?")
# White space around a value is stripped afterwards: a pattern that did it too could split a run of spaces in
# so many ways that one hostile field would hold the process for years.
_FIELD: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")
_SWITCHING: Final = 101
_LENGTH: Final = re.compile(r"[0-9]{1,15}", re.ASCII)


def broken(why: str) -> FetchError:
    """Return the refusal of an answer that cannot be read."""
    return FetchError(f"The server's answer cannot be used: {why}.", code="FETCH_FAILED")


class Wire:
    """Bytes of one connection, read in order.

    Args:
        receive: gives the next bytes, at most as many as asked, b"" at the end.
    """

    def __init__(self, receive: Callable[[int], bytes]) -> None:
        self._receive = receive
        self._held = bytearray()

    @property
    def holds_more(self) -> bool:
        """Whether bytes have come that nobody asked for yet."""
        return bool(self._held)

    def _more(self) -> bool:
        data = self._receive(65_536)
        self._held += data
        return bool(data)

    def line(self, limit: int) -> bytes:
        """Return the bytes before the next CRLF.

        Raises:
            FetchError: the line is longer than `limit`, ends in a bare LF, or breaks off.
        """
        while (end := self._held.find(b"\n", 0, limit + 2)) < 0:
            if len(self._held) > limit + 1:
                raise broken("a line of its head or framing is too long")
            if not self._more():
                raise broken("it breaks off")
        found = bytes(self._held[: end + 1])
        del self._held[: end + 1]
        if not found.endswith(b"\r\n"):
            raise broken("a line does not end in CRLF")
        return found[:-2]

    def exactly(self, count: int) -> bytes:
        """Return `count` bytes.

        Raises:
            FetchError: the connection ends before.
        """
        while len(self._held) < count:
            if not self._more():
                raise broken("it breaks off")
        found = bytes(self._held[:count])
        del self._held[:count]
        return found

    def rest(self, limit: int) -> bytes:
        """Return everything up to the end of the connection.

        Raises:
            FetchError: there are more than `limit` bytes.
        """
        while len(self._held) <= limit:
            if not self._more():
                return bytes(self._held)
        raise too_long(limit)


def too_long(limit: int) -> FetchError:
    """Return the refusal of a body over the limit."""
    return broken(f"it is longer than {limit} bytes")


@dataclass(frozen=True)
class Head:
    """Status and fields of an answer; field names in lower case, in order of arrival.

    Attributes:
        minor: the digit behind `HTTP/1.`
        status: the status code.
        fields: names and values.
    """

    minor: int
    status: int
    fields: tuple[tuple[str, str], ...]

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of every field of this name."""
        return tuple(value for field, value in self.fields if field == name)

    def only(self, name: str) -> str | None:
        """Return the value of a field that may occur once.

        Raises:
            FetchError: it occurs several times with different values.
        """
        values = set(self.values(name))
        if len(values) > 1:
            raise broken(f"it has two different fields {name!r}")
        return values.pop() if values else None


def _read_one_head(wire: Wire) -> Head:
    budget = MAX_HEAD
    line = wire.line(budget)
    status = _STATUS.fullmatch(line)
    if status is None:
        raise broken("it does not begin with an HTTP/1.1 status line")
    fields: list[tuple[str, str]] = []
    while True:
        budget -= len(line) + 2
        if budget < 0:
            raise broken("its head is too long")
        line = wire.line(budget)
        if not line:
            return Head(minor=int(status[1]), status=int(status[2]), fields=tuple(fields))
        field = _FIELD.fullmatch(line)
        if field is None:
            raise broken("a field of its head is not well formed")
        fields.append((field[1].decode("ascii").lower(), field[2].strip(b" \t").decode("latin-1")))


def read_head(wire: Wire) -> Head:
    """Read the head of the final answer, past a few interim ones.

    Raises:
        FetchError: it is not HTTP/1.1, too long, or never comes.
    """
    for _ in range(MAX_INTERIM + 1):
        head = _read_one_head(wire)
        if head.status == _SWITCHING:
            raise broken("it changes to a protocol that nobody asked for")
        if head.status >= 200:  # noqa: PLR2004 - RFC 9110 section 15: 1xx is interim
            return head
    raise broken("interim answers do not end")


def read_body(wire: Wire, head: Head, *, max_bytes: int) -> bytes:
    """Read the body as the head frames it (RFC 9112 section 6.3).

    Raises:
        FetchError: the framing is ambiguous or broken, or the body is too long or cut short.
    """
    coding, length = head.only("transfer-encoding"), head.only("content-length")
    if coding is not None:
        # HTTP/1.0 knows no codings (RFC 9112 section 6.1): who names one there is not understood.
        if coding.lower() != "chunked" or length is not None or not head.minor:
            raise broken("its framing is ambiguous")
        body = _read_chunks(wire, max_bytes)
        _require_no_more(wire)
        return body
    if length is None:
        return wire.rest(max_bytes)
    if not _LENGTH.fullmatch(length):
        raise broken("its length is not a number")
    if int(length) > max_bytes:
        raise too_long(max_bytes)
    body = wire.exactly(int(length))
    _require_no_more(wire)
    return body


def _require_no_more(wire: Wire) -> None:
    """Refuse an answer with bytes behind it: its length lies, or two answers stand in one connection."""
    if wire.holds_more:
        raise broken("it goes on after its announced end")


def _read_chunks(wire: Wire, max_bytes: int) -> bytes:
    body = bytearray()
    for _ in range(MAX_CHUNKS + 1):
        line = _CHUNK.fullmatch(wire.line(MAX_CHUNK_LINE))
        if line is None:
            raise broken("a chunk has no size")
        size = int(line[1], 16)
        if not size:
            _skip_trailer(wire)
            return bytes(body)
        if len(body) + size > max_bytes:
            raise too_long(max_bytes)
        body += wire.exactly(size)
        if wire.exactly(2) != b"\r\n":
            raise broken("a chunk does not end where its size says")
    raise broken("its chunks do not end")


def _skip_trailer(wire: Wire) -> None:
    """Read over the fields behind the last chunk (RFC 9112 section 7.1.2); nothing uses them."""
    budget = MAX_HEAD
    while line := wire.line(budget):
        budget -= len(line) + 2
        if budget < 0 or not _FIELD.fullmatch(line):
            raise broken("a field behind its body is not well formed")
