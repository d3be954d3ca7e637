"""A thread stays with a connection that asks on, and takes nothing from anybody else by it."""

import selectors
import socket
from collections.abc import Iterator
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import ThreadWorker

from issuer.web import lingering, patience, queueing
from issuer.web.queueing import LONGEST_PROBE, CountingWorker, is_probe

THREADS = 4


class Connection(SimpleNamespace):
    """A connection as gunicorn has it: a key by itself, not by what it holds."""

    def __hash__(self) -> int:  # type: ignore[override]  # what it is made of has none
        return id(self)

    __eq__ = object.__eq__


class Line:
    """A worker without its poller, and what it was seen to do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        config = Config()
        config.set("threads", THREADS)
        self.now = 100.0
        self.waited = list[float]()
        self.answers = list[Any]()
        monkeypatch.setattr(queueing, "monotonic_seconds", lambda: self.now)
        self.in_line = list[Any]()
        monkeypatch.setattr(ThreadWorker, "enqueue_req", self.in_line.append)
        monkeypatch.setattr(ThreadWorker, "handle", self._answer)
        self.worker = CountingWorker(0, 0, [], SimpleNamespace(), 30, config, SimpleNamespace())
        self.worker.poller = selectors.DefaultSelector()
        self.worker.method_queue.init()
        self.worker.nr_conns = 1

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
    made.worker._probes.shutdown()
    made.worker.poller.close()
    made.worker.method_queue.close()
    made.worker.tmp.close()


@pytest.fixture
def client() -> Iterator[tuple[socket.socket, Any]]:
    """Return a client's end and the connection that the worker has of it."""
    ours, theirs = socket.socketpair()
    buffered = SimpleNamespace(buf=SimpleNamespace(getvalue=lambda: b""))
    with ours, theirs:
        theirs.setblocking(False)
        parser = SimpleNamespace(unreader=buffered)
        yield (
            ours,
            Connection(sock=theirs, is_http2=False, initialized=False, data_ready=False, parser=parser),
        )


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
    line.worker._line.append(SimpleNamespace())
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


def test_who_has_said_nothing_holds_no_thread(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    line.worker.enqueue_req(conn)
    assert not line.in_line
    assert list(line.worker.pending_conns) == [conn]
    ours.sendall(b"1")
    line.worker.wait_for_and_dispatch_events(timeout=10)
    assert line.in_line == [conn]
    assert not line.worker.pending_conns
    assert conn.data_ready, "the thread does not wait for a first byte that is there"


def test_who_says_nothing_for_long_is_let_go(line: Line, client: tuple[socket.socket, Any]) -> None:
    ours, conn = client
    line.worker.enqueue_req(conn)
    closed = list[object]()
    conn.close, conn.timeout = lambda: closed.append(conn), 0
    line.worker.murder_pending()
    assert closed == [conn]
    ours.sendall(b"1")
    assert not line.worker.poller.select(0)


def answered(result: object) -> "Future[object]":
    made = Future[object]()
    if isinstance(result, Exception):
        made.set_exception(result)
    else:
        made.set_result(result)
    return made


def test_who_was_answered_for_the_last_time_and_stays_is_not_waited_for(
    line: Line, client: tuple[socket.socket, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, conn = client
    ended = list[object]()
    conn.close = lambda: ended.append(conn)
    line.worker.finish_request(conn, answered(result=False))
    assert ours.recv(1) == b""
    assert (ended, line.worker.nr_conns) == ([], 1), "it counts as long as it is open"
    monkeypatch.setattr(lingering, "monotonic_seconds", lambda: line.now + 1_000_000)
    line.worker.murder_pending()
    assert (len(ended), line.worker.nr_conns) == (1, 0)


@pytest.mark.parametrize("result", [True, OSError()], ids=["asks on", "failed"])
def test_every_other_connection_is_gunicorn_s(
    line: Line, client: tuple[socket.socket, Any], monkeypatch: pytest.MonkeyPatch, result: object
) -> None:
    finished = list[object]()
    monkeypatch.setattr(ThreadWorker, "finish_request", lambda _, conn, done: finished.append((conn, done)))
    done = answered(result)
    line.worker.finish_request(client[1], done)
    assert finished == [(client[1], done)]


def test_who_ended_before_a_word_goes_to_a_thread_that_finds_out(
    line: Line, client: tuple[socket.socket, Any]
) -> None:
    ours, conn = client
    ours.close()
    line.worker.enqueue_req(conn)
    assert line.in_line == [conn]


PROBE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


def test_a_probe_is_answered_while_every_thread_is_busy(
    line: Line, client: tuple[socket.socket, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The threads of this worker never serve anybody, and still the probe is taken and the connection kept."""
    ours, conn = client
    finished = list[Any]()
    monkeypatch.setattr(
        line.worker, "finish_request", lambda conn, future: finished.append((conn, future.result()))
    )
    line.worker.poller.register(
        line.worker.method_queue, selectors.EVENT_READ, line.worker.method_queue.run_callbacks
    )
    ours.sendall(PROBE)
    line.worker.enqueue_req(conn)
    line.worker.wait_for_and_dispatch_events(timeout=10)
    assert finished == [(conn, True)]
    assert line.waited == [0.0]
    assert not line.in_line
    assert not line.worker._line


def test_a_probe_on_a_connection_that_was_answered_before_stands_in_line(
    line: Line, client: tuple[socket.socket, Any]
) -> None:
    """What was read ahead comes before it, and a client that never reads could stop the one thread of the probes."""
    ours, conn = client
    conn.initialized = True
    ours.sendall(PROBE)
    line.worker.enqueue_req(conn)
    assert line.in_line == [conn]
    assert not line.waited


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"GET /healthz",
        PROBE[:-1],
        PROBE[:-2],
        PROBE + b"G",
        PROBE + PROBE,
        PROBE.replace(b"GET", b"POST"),
        PROBE.replace(b"/healthz", b"/healthz?deep"),
        PROBE.replace(b"/healthz", b"/readyz"),
        PROBE.replace(b"Host: x", b"Content-Length: 5"),
        PROBE.replace(b"Host: x", b"transfer-encoding: chunked"),
        PROBE.replace(b"Host: x", b"Expect: 100-continue"),
        PROBE.replace(b"Host: x", b"Upgrade: h2c"),
        PROBE.replace(b"Host: x", b"X: " + b"a" * LONGEST_PROBE)[:LONGEST_PROBE],
    ],
)
def test_what_is_no_whole_probe_stands_in_line(
    line: Line, client: tuple[socket.socket, Any], said: bytes
) -> None:
    assert is_probe(PROBE)
    assert is_probe(PROBE.replace(b"GET", b"HEAD"))
    assert not is_probe(said)
    if said:
        ours, conn = client
        ours.sendall(said)
        line.worker.enqueue_req(conn)
        assert line.in_line == [conn]
