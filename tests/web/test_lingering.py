"""A client that was answered for the last time keeps its answer, and keeps nobody waiting."""

import selectors
import socket
from collections.abc import Iterator

import pytest

from issuer.web import lingering
from issuer.web.lingering import LONGEST_S, MOST_BYTES, Lingering


class Connection:
    """What gunicorn keeps of a connection, as far as it matters here."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock


class Leaving:
    """Connections that end, and those that were let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(lingering, "monotonic_seconds", lambda: self.now)
        self.gone = list[Connection]()
        self.poller = selectors.DefaultSelector()
        self.lingering = Lingering(self.gone.append)
        self._open = list[socket.socket]()

    def add(self) -> tuple[socket.socket, Connection]:
        """Answer a client for the last time; return its end and the connection."""
        ours, theirs = socket.socketpair()
        self._open += [ours, theirs]
        conn = Connection(theirs)
        self.lingering.add(self.poller, conn)
        return ours, conn

    def turn(self) -> None:
        for key, _ in self.poller.select(0):
            key.data(key.fileobj)
        self.lingering.end_overdue(self.poller)

    def close(self) -> None:
        self.poller.close()
        for one in self._open:
            one.close()


@pytest.fixture
def leaving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Leaving]:
    made = Leaving(monkeypatch)
    yield made
    made.close()


def test_a_client_that_ends_is_let_go_at_once(leaving: Leaving) -> None:
    ours, conn = leaving.add()
    assert ours.recv(1) == b"", "it hears that nothing more comes"
    leaving.turn()
    assert leaving.gone == []
    ours.close()
    leaving.turn()
    assert leaving.gone == [conn]


def test_what_a_client_still_sends_is_thrown_away(leaving: Leaving) -> None:
    ours, conn = leaving.add()
    ours.sendall(b"more")
    leaving.turn()
    assert leaving.gone == []
    ours.shutdown(socket.SHUT_WR)
    leaving.turn()
    assert leaving.gone == [conn]


def test_a_client_that_never_ends_is_let_go_after_a_moment_and_others_in_their_turn(leaving: Leaving) -> None:
    _, first = leaving.add()
    leaving.now += 1
    _, second = leaving.add()
    leaving.now += LONGEST_S - 1
    leaving.turn()
    assert leaving.gone == [first]
    leaving.now += 1
    leaving.turn()
    assert leaving.gone == [first, second]
    assert not leaving.poller.get_map()


def test_a_client_that_sends_without_end_is_let_go(leaving: Leaving) -> None:
    ours, conn = leaving.add()
    ours.setblocking(False)
    sent = 0
    while not leaving.gone:
        assert sent <= 2 * MOST_BYTES
        sent += ours.send(b"x" * 65_536)
        leaving.turn()
    assert leaving.gone == [conn]


@pytest.mark.parametrize("ending", ["the thread closed it", "the client reset it"])
def test_what_is_closed_already_is_let_go_at_once(leaving: Leaving, ending: str) -> None:
    ours, theirs = socket.socketpair()
    if ending == "the thread closed it":
        theirs.close()
    ours.close()
    conn = Connection(theirs)
    leaving.lingering.add(leaving.poller, conn)
    leaving.turn()
    theirs.close()
    assert leaving.gone == [conn]
