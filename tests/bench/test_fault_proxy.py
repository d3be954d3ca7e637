"""A wire stands before the server that is meant, wherever its address names host and port: else nothing is slow or cut."""

import socket
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.fault_proxy import wired
from issuer.store.engines import parse_url

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("postgresql://u:secret@db.example:6000/d", "db.example:6000"),
        ("postgresql://u@db.example/d", "db.example:5432"),
        ("postgresql://u@/d", "127.0.0.1:5432"),
        ("postgresql://u@/d?host=/run/server", "/run/server/.s.PGSQL.5432"),
        ("postgresql://u@:6000/d?host=/run/server", "/run/server/.s.PGSQL.6000"),
        ("postgresql://u@/d?host=/run/server&port=6000", "/run/server/.s.PGSQL.6000"),
        ("postgresql://u@/d?host=db.example&port=6000", "db.example:6000"),
    ],
)
def test_a_wire_reaches_the_server_and_nothing_goes_round_it(address: str, path: str) -> None:
    with wired(address) as (wire, through):
        over = parse_url(through)
        assert wire.path == path
        assert (over.host, over.port) == ("127.0.0.1", wire.port)
        assert not {"host", "port"} & over.query.keys()
        assert (over.username, over.database) == ("u", "d")


def answer(port: int, asked: bytes) -> bytes:
    """Return the first bytes that come back; none where the wire broke."""
    with socket.create_connection(("127.0.0.1", port), 10) as caller:
        try:
            caller.sendall(asked)
            return caller.recv(100)
        except ConnectionError:
            return b""


def test_what_is_said_passes_and_a_cut_wire_passes_nothing() -> None:
    # The path of a socket has to be short.
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/.s.PGSQL.6000")
        server.listen()
        server.settimeout(10)

        def echo() -> None:
            there, _ = server.accept()
            with there:
                there.sendall(there.recv(100).upper())

        with wired(f"postgresql://u@/d?host={folder}&port=6000") as (wire, _), ThreadPoolExecutor(1) as one:
            heard = one.submit(echo)
            assert answer(wire.port, b"asked") == b"ASKED"
            heard.result(10)
            wire.cut()
            assert answer(wire.port, b"asked") == b""
