"""A thread stays with a connection that asks on, and takes nothing from anybody else by it."""

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from issuer.web import patience, queueing
from issuer.web.queueing import CountingWorker

THREADS = 4


class Line:
    """A worker without its poller, and what it was seen to do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        config = Config()
        config.set("threads", THREADS)
        self.now = 100.0
        self.waited = list[float]()
        self.answers = list[Any]()
        monkeypatch.setattr(queueing, "monotonic_seconds", lambda: self.now)
        monkeypatch.setattr(ThreadWorker, "enqueue_req", lambda _worker, _conn: None)
        monkeypatch.setattr(ThreadWorker, "handle", self._answer)
        self.worker = CountingWorker(0, 0, [], SimpleNamespace(), 30, config, SimpleNamespace())

    def _answer(self, conn: Any) -> Any:
        self.waited.append(patience._WAITED_S.get())
        conn.sock.recv(1)
        return self.answers.pop(0) if self.answers else True

    def serve(self, conn: Any, *, line_s: float = 0) -> Any:
        """Let a connection stand in line and be served."""
        self.worker.enqueue_req(conn)
        self.now += line_s
        return self.worker.handle(conn)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    made = Line(monkeypatch)
    yield made
    made.worker.tmp.close()


@pytest.fixture
def client() -> Iterator[tuple[socket.socket, Any]]:
    """Return a client's end and the connection that the worker has of it."""
    ours, theirs = socket.socketpair()
    buffered = SimpleNamespace(buf=SimpleNamespace(getvalue=lambda: b""))
    with ours, theirs:
        yield ours, SimpleNamespace(sock=theirs, is_http2=False, parser=SimpleNamespace(unreader=buffered))


def test_the_worker_counts_from_the_line_to_the_thread(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    # The same connection brings a first request that waits, and a second that does not.
    for line_s in (3.0, 0.0):
        ours.sendall(b"1")
        line.serve(conn, line_s=line_s)
    assert line.waited == [3.0, 0.0]
    assert patience._WAITED_S.get() == 0


def test_who_asks_on_is_served_by_the_same_thread_and_has_waited_for_nobody(
    line: Line, client: tuple[socket.socket, Any]
) -> None:
    ours, conn = client
    ours.sendall(b"123")
    assert line.serve(conn, line_s=3.0) is True
    assert line.waited == [3.0, 0.0, 0.0]


def test_who_says_nothing_more_gives_its_thread_back(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    ours.sendall(b"1")
    assert line.serve(conn) is True
    assert line.waited == [0.0]
    assert not line.worker._staying


@pytest.mark.parametrize("answer", [False, object()], ids=["ends", "sent nothing yet"])
def test_a_connection_that_is_not_kept_is_not_waited_for(
    line: Line, client: tuple[socket.socket, Any], answer: object
) -> None:
    ours, conn = client
    ours.sendall(b"12")
    line.answers = [answer]
    assert line.serve(conn) is answer
    assert len(line.waited) == 1


def test_nobody_stays_while_another_stands_in_line(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    line.worker.enqueue_req(SimpleNamespace())
    ours.sendall(b"12")
    assert line.serve(conn) is True
    assert len(line.waited) == 1


def test_one_thread_never_stays(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    line.worker._staying.extend(range(THREADS - 1))
    ours.sendall(b"12")
    assert line.serve(conn) is True
    assert len(line.waited) == 1


def test_nobody_stays_when_the_server_ends(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    line.worker.alive = False
    ours.sendall(b"12")
    assert line.serve(conn) is True
    assert len(line.waited) == 1


def test_what_was_read_ahead_goes_back_to_the_line(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    conn.parser.unreader.buf.getvalue = lambda: b"GET /"
    ours.sendall(b"12")
    assert line.serve(conn) is True
    assert len(line.waited) == 1


def test_the_end_of_a_client_is_noticed_at_once(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    line.answers = [True, False]
    ours.sendall(b"1")
    ours.shutdown(socket.SHUT_WR)
    assert line.serve(conn) is False
    assert len(line.waited) == 2
