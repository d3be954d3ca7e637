"""`mintmark serve` and `wsgi.py` as an operator runs them: processes, sockets, signals, logs."""

import contextlib
import json
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest

from issuer.clock import utc_now
from issuer.services.showing import sharing
from tests.e2e.sites import running
from tests.services.worlds import World, empty_world, furnish

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

SERVE = ["-m", "issuer.cli", "serve", "--port", "0"]
WSGI = [
    "-m",
    "gunicorn",
    "wsgi:application",
    "--bind",
    "127.0.0.1:0",
    "--threads",
    "2",
    "--no-control-socket",
]
WSGI_WITH_OURS = [*WSGI, "--worker-class", "issuer.web.queueing.CountingWorker"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    made = empty_world(tmp_path_factory.mktemp("serving"))
    furnish(made.toolkit)
    return made


@pytest.fixture(scope="module")
def home(world: World) -> Path:
    world.issue()
    return world.home


@pytest.mark.parametrize(
    "command", [SERVE, WSGI, WSGI_WITH_OURS], ids=["mintmark serve", "wsgi.py", "wsgi.py with our worker"]
)
def test_a_site_answers_logs_and_stops_gracefully(world: World, home: Path, command: Sequence[str]) -> None:
    # A server before this one wrote into the log by the clock of this machine.
    world.clock.now = utc_now()
    path = sharing.path_of(sharing.of(world.toolkit, world.issue().credential.id))
    with running(home, command) as site:
        assert site.get("/healthz")[2] == b"alive\n"
        assert site.get("/readyz")[2] == b"ready\n"
        status, headers, body = site.get(path, Accept="text/html", Host="evil.example")
        assert status == 200
        assert b"Genuine and current" in body
        assert b"evil.example" not in body
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert json.loads(site.get(path + ".json?secret=marigold")[2])["type"] == [
            "VerifiableCredential",
            "OpenBadgeCredential",
        ]
        assert site.stop() == 0
    text = "".join(site.lines)
    if command is SERVE:
        requests = [line for line in site.logged() if line["message"] == "request"]
        assert [line["route"] for line in requests][:2] == ["/healthz", "/readyz"]
        assert all(line["status"] == 200 for line in requests)
    for secret in ("marigold", path.removeprefix("/c/"), "evil.example"):
        assert secret not in text


def test_what_cannot_be_read_is_logged_without_the_address(home: Path) -> None:
    with running(home, [*SERVE, "--workers", "1"]) as site:
        parts = urlsplit(site.url)
        with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=10) as connection:
            connection.sendall(b"GET /marigold HTTP/9.9\r\nHost: x\r\nbad header\r\n\r\n")
            answer = connection.recv(4096)
        assert answer.startswith(b"HTTP/1.1 400")
        assert site.stop() == 0
    assert any(line["message"] == "a request could not be read" for line in site.logged())
    said = [line for line in site.logged() if "Listening at" not in line["message"]]
    assert "127.0.0.1" not in json.dumps(said)
    assert "marigold" not in json.dumps(said)


def test_a_request_under_way_is_finished_when_the_site_stops(home: Path) -> None:
    with running(home, [*SERVE, "--workers", "1"]) as site:
        parts = urlsplit(site.url)
        with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=30) as connection:
            body = b"x" * 1000
            head = f"POST /verify HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nContent-Length: {len(body)}\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
            connection.sendall((head + kind).encode() + b"text=" + body[:100])
            site.get("/healthz")
            site.process.terminate()
            connection.sendall(body[105:])
            received = b""
            while piece := connection.recv(65_536):
                received += piece
        assert site.process.wait(30) == 0
    assert received.startswith(b"HTTP/1.1 200")
    assert b"We could not read this file" in received


def test_a_probe_is_heard_behind_requests_that_hold_every_thread(home: Path) -> None:
    with running(home, [*SERVE, "--workers", "1", "--threads", "2"]) as site, contextlib.ExitStack() as stack:
        parts = urlsplit(site.url)
        address = (str(parts.hostname), int(parts.port or 0))
        head = b"POST /verify HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n"
        kind = b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        held = [stack.enter_context(socket.create_connection(address, timeout=30)) for _ in range(2)]
        for connection in held:
            connection.sendall(head + kind + b"text=x")
        # Nobody who says nothing holds up anybody either.
        silent = [stack.enter_context(socket.create_connection(address, timeout=30)) for _ in range(4)]
        # Nor does one that asks, reads no answer and asks on behind half a request of something else.
        asking = stack.enter_context(socket.create_connection(address, timeout=30))
        asking.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert asking.recv(65_536).startswith(b"HTTP/1.1 200")
        asking.sendall(head + b"X: ")
        asking.sendall(b"GET /healthz HTTP/1.1\r\n\r\n")
        for _ in range(3):
            assert site.get("/healthz")[2] == b"alive\n"
        for connection in held:
            connection.sendall(b"x" * 994)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        for connection in silent:
            connection.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("command", [[*SERVE, "--workers", "1"], WSGI_WITH_OURS], ids=["serve", "wsgi.py"])
def test_who_does_not_end_after_the_last_answer_holds_up_nobody(home: Path, command: Sequence[str]) -> None:
    with running(home, command) as site, contextlib.ExitStack() as stack:
        parts = urlsplit(site.url)
        address = (str(parts.hostname), int(parts.port or 0))
        staying = [stack.enter_context(socket.create_connection(address, timeout=10)) for _ in range(20)]
        # Two seconds for each of them would be more than anybody is ready to wait here.
        for connection in staying:
            connection.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        for connection in staying:
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200")
        for path in (b"/healthz", b"/robots.txt"):
            asking = stack.enter_context(socket.create_connection(address, timeout=10))
            asking.sendall(b"GET %b HTTP/1.1\r\nHost: x\r\n\r\n" % path)
            assert asking.recv(65_536).startswith(b"HTTP/1.1 200")


def test_a_wrong_setting_is_told_at_once_and_nothing_listens(tmp_path: Path) -> None:
    with pytest.raises(AssertionError) as caught, running(tmp_path / "nothing", SERVE):
        pass
    assert "CONFIGURATION_ERROR" in str(caught.value)


def test_a_server_that_is_told_to_end_says_so_before_it_refuses_anybody(home: Path) -> None:
    with running(home, [*SERVE, "--workers", "1"], settings={"MINTMARK_DRAIN_SECONDS": "2"}) as site:
        assert site.get("/readyz")[2] == b"ready\n"
        site.process.send_signal(signal.SIGTERM)
        for _ in range(100):
            with contextlib.suppress(HTTPError):
                assert site.get("/readyz")[0] == 200
                time.sleep(0.05)
                continue
            break
        with pytest.raises(HTTPError) as unready:
            site.get("/readyz")
        assert (unready.value.code, unready.value.read()) == (503, b"this server is about to end\n")
        assert site.get("/healthz")[0] == 200
        assert site.get("/p/scsc", Accept="text/html")[0] == 200
        assert site.process.wait(60) == 0


def test_a_person_at_the_keyboard_does_not_wait(home: Path) -> None:
    with running(home, [*SERVE, "--workers", "1"], settings={"MINTMARK_DRAIN_SECONDS": "60"}) as site:
        site.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(30) == 0
