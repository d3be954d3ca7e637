"""A real TLS server on loopback that says exactly the bytes a test wants, and a trust of its own."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HOST = "issuer.example"
Say = Callable[[ssl.SSLSocket], None]


@dataclass(frozen=True)
class Pair:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass
class Authority:
    """A certificate authority that lives for one test run."""

    folder: Path
    pair: Pair

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.load_verify_locations(cadata=self.pair.certificate.public_bytes(Encoding.PEM).decode())
        return context

    def server(self, host: str = HOST, *, days: int = 1) -> ssl.SSLContext:
        pair = make_pair(host, signed_by=self.pair, days=days)
        path = self.folder / f"{host}.{days}.pem"
        path.write_bytes(
            pair.certificate.public_bytes(Encoding.PEM)
            + pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def make_pair(name: str, *, signed_by: Pair | None, days: int = 1) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(tz=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by.certificate.subject if signed_by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=signed_by is None, path_length=None), critical=True)
    )
    if signed_by:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return Pair(builder.sign(signed_by.key if signed_by else key, hashes.SHA256()), key)


def make_authority(folder: Path) -> Authority:
    return Authority(folder, make_pair("Test authority", signed_by=None))


@dataclass
class Server:
    """A running server: its port, and the requests that reached it."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(tls: ssl.SSLContext, say: Say) -> Iterator[Server]:
    """Serve until the block ends: read one request, then let `say` answer it."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    server = Server(port=listener.getsockname()[1])

    def answer(plain: socket.socket) -> None:
        plain.settimeout(5)
        with suppress(OSError), tls.wrap_socket(plain, server_side=True) as connection:
            request = b""
            while b"\r\n\r\n" not in request and (data := connection.recv(4096)):
                request += data
            server.requests.append(request)
            say(connection)
        with suppress(OSError):
            plain.close()

    def run() -> None:
        while not server.stopping.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            server.connections += 1
            answer(plain)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        thread.join()
        listener.close()
