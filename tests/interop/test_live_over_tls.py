"""A live site behind TLS, verified from outside: a Node peer resolves did:web, keys and lists by itself."""

import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from issuer.clock import utc_now
from issuer.documents.contexts import bundled
from issuer.documents.times import format_time
from issuer.services import revocation, tokens
from issuer.services.principal import OPERATOR
from issuer.store import Category
from tests.e2e.sites import running
from tests.fetch.tls_server import Authority, make_pair
from tests.interop.conftest import HERE, Peer
from tests.services.worlds import empty_world, furnish

pytestmark = [pytest.mark.interop, pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]
HOST = "badges.demo.example"
PATIENCE_S = 60


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _forward(secured: ssl.SSLSocket, backend: int) -> None:
    with secured, socket.create_connection(("127.0.0.1", backend), timeout=PATIENCE_S) as plain:
        back = threading.Thread(target=_pump, args=(plain, secured), daemon=True)
        back.start()
        _pump(secured, plain)
        back.join(PATIENCE_S)


@contextmanager
def tls_front(context: ssl.SSLContext, backend: int) -> Iterator[int]:
    """End TLS on a port of loopback and hand everything on, as a reverse proxy does."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with suppress(ssl.SSLError):
                        secured = context.wrap_socket(connection, server_side=True)
                        threading.Thread(target=_forward, args=(secured, backend), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]


@dataclass
class Live:
    """A running installation, as a stranger sees it, and what it issued."""

    port: int
    authority: str
    good: bytes
    ended: bytes
    token: str

    def ask(self, **what: Any) -> dict[str, Any]:
        """Let the Node stranger judge; it knows the contexts, the authority and nothing else."""
        node = shutil.which("node")
        assert node is not None
        request = {
            "host": HOST,
            "port": self.port,
            "ca": self.authority,
            "contexts": dict(bundled()),
            "now": format_time(utc_now()),
            **what,
        }
        done = subprocess.run(
            [node, str(HERE / "live.mjs")],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


@pytest.fixture(scope="module")
def live(peer: Peer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve an installation behind TLS under its own name; `peer` has made sure that Node is there."""
    assert peer is not None
    home: Path = tmp_path_factory.mktemp("live")
    world = empty_world(home)
    furnish(world.toolkit)
    good, ended = world.issue(), world.issue()
    revocation.revoke(world.toolkit, OPERATOR, ended.credential.id, Category.FRAUD)
    token = tokens.jwt_form(world.toolkit, good.credential.id)
    world.toolkit.database.close()
    authority = Authority(tmp_path_factory.mktemp("authority"), make_pair("authority", signed_by=None))
    with running(home, ["-m", "issuer.cli", "serve", "--port", "0", "--workers", "1"]) as site:
        backend = int(site.url.rsplit(":", 1)[-1])
        with tls_front(authority.server(HOST), backend) as port:
            yield Live(port, authority.pem(), good.version.body or b"", ended.version.body or b"", token)
        site.stop()


def test_a_stranger_verifies_a_credential_by_asking_the_site_alone(live: Live) -> None:
    answer = live.ask(credential=json.loads(live.good))
    assert answer["verified"], answer
    assert answer["revoked"] is False
    assert "/p/scsc/did.json" in answer["asked"]
    assert any(path.startswith("/s/") for path in answer["asked"])


def test_a_stranger_sees_that_a_credential_was_withdrawn(live: Live) -> None:
    answer = live.ask(credential=json.loads(live.ended))
    assert (answer["verified"], answer["revoked"]) == (False, True), answer


def test_a_stranger_refuses_a_changed_credential(live: Live) -> None:
    changed = json.loads(live.good)
    changed["credentialSubject"]["creditsEarned"] = 99
    assert not live.ask(credential=changed)["verified"]


def test_a_stranger_verifies_a_token_by_a_key_that_the_did_document_lists(live: Live) -> None:
    answer = live.ask(token=live.token)
    assert answer["verified"], answer
    assert [path.partition("/keys/")[0] for path in answer["asked"]] == ["/p/scsc", "/p/scsc/did.json"]
    header, payload, signature = live.token.split(".")
    assert not live.ask(token=f"{header}.{payload[:-2]}AA.{signature}")["verified"]


def test_a_stranger_who_does_not_trust_the_authority_learns_nothing(live: Live, tmp_path: Path) -> None:
    other = Authority(tmp_path, make_pair("another", signed_by=None)).pem()
    answer = Live(live.port, other, live.good, live.ended, live.token).ask(credential=json.loads(live.good))
    assert not answer["verified"]
