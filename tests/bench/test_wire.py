"""The measuring client reads every answer whole, however it comes, and sends a request in one piece."""

from collections.abc import Iterable

import pytest

from bench.wire import Connection

ANSWER = b"HTTP/1.1 200 OK\r\nServer: one\r\nContent-Length: 11\r\n\r\nhello world"
NO_BODY = b"HTTP/1.1 404 NOT FOUND\r\ncontent-length: 0\r\n\r\n"


class Pieces:
    """A wire that answers in given pieces and notes what was sent."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self.sent: list[bytes] = []
        self.is_closed = False

    def sendall(self, data: bytes, /) -> None:
        self.sent.append(data)

    def recv(self, size: int, /) -> bytes:
        piece = next(self._pieces, b"")
        assert len(piece) <= size
        return piece

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("size", [1, 7, 53, 1000])
def test_answers_in_pieces_are_read_whole_and_one_after_the_other(size: int) -> None:
    pieces = [one[at : at + size] for one in (ANSWER, NO_BODY) for at in range(0, len(one), size)]
    wire = Pieces(pieces)
    connection = Connection(wire, host="127.0.0.1:1")
    assert connection.ask("GET", "/one", b"", {"Accept": "text/html"}) == (200, b"hello world")
    assert connection.ask("POST", "/two", b"body", {"Content-Type": "application/vc"}) == (404, b"")
    assert wire.sent == [
        b"GET /one HTTP/1.1\r\nHost: 127.0.0.1:1\r\nAccept: text/html\r\n\r\n",
        b"POST /two HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/vc\r\nContent-Length: 4\r\n\r\nbody",
    ]
    connection.close()
    assert wire.is_closed


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ANSWER[:-3], "closed the connection"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "without Content-Length"),
    ],
)
def test_an_answer_that_cannot_be_measured_is_refused(answer: bytes, words: str) -> None:
    with pytest.raises(ConnectionError, match=words):
        Connection(Pieces([answer]), host="x").ask("GET", "/", b"", {})
