"""A client of HTTP/1.1 that costs little beside the server that it measures.

It does what a good client does on a kept connection and no more: a request goes out in one piece, an answer is read up
to its Content-Length, and of its head the status and that length alone are looked at. `http.client` sends head and body of
a request apart and reads an answer through the mail parser of the standard library, which costs 0.3 ms of each
request: more than the server's own HTTP. Not for anything but measuring: no redirects, no chunks, no TLS.
"""

import socket
from collections.abc import Mapping
from typing import Final, Protocol

_PIECE: Final = 65_536
_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"\r\ncontent-length:"


class Wire(Protocol):
    """What is needed of a connected socket."""

    def sendall(self, data: bytes, /) -> None:
        """Send everything."""

    def recv(self, size: int, /) -> bytes:
        """Return what came, at most `size` bytes; nothing when the other side ended."""

    def close(self) -> None:
        """End it."""


class Connection:
    """One kept connection.

    Args:
        wire: a connected socket with a timeout.
        host: what the Host header says.
    """

    def __init__(self, wire: Wire, *, host: str) -> None:
        self._wire = wire
        self._host = host

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Return status and body of the answer to one request.

        Raises:
            ConnectionError: the server closed the connection, or answers without saying how long its answer is.
        """
        said = {"Host": self._host, **headers, **({"Content-Length": str(len(body))} if body else {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        self._wire.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        head, _, answer = self._until_head().partition(_END)
        _, found, after = head.lower().partition(_LENGTH)
        if not found:
            raise ConnectionError("an answer without Content-Length")
        length = int(after.partition(b"\r\n")[0])
        pieces, got = [answer], len(answer)
        while got < length:
            pieces.append(self._receive())
            got += len(pieces[-1])
        return int(head[9:12]), b"".join(pieces)

    def close(self) -> None:
        """End the connection."""
        self._wire.close()

    def _until_head(self) -> bytes:
        received = self._receive()
        while _END not in received:
            received += self._receive()
        return received

    def _receive(self) -> bytes:
        piece = self._wire.recv(_PIECE)
        if not piece:
            raise ConnectionError("the server closed the connection")
        return piece


def connect(url: str, *, timeout_s: float = 30) -> Connection:
    """Open a connection to a server of this machine.

    Args:
        url: `http://host:port`.
        timeout_s: how long one wait for the server may take.
    """
    host, _, port = url.removeprefix("http://").partition(":")
    wire = socket.create_connection((host, int(port)), timeout=timeout_s)
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Connection(wire, host=f"{host}:{port}")
