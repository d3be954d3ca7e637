"""A real TLS server on loopback that says exactly the bytes a test wants, and a trust of its own."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
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

    def pem(self) -> str:
        return self.pair.certificate.public_bytes(Encoding.PEM).decode()

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.load_verify_locations(cadata=self.pem())
        return context

    def server(
        self, host: str = HOST, *, begins: int = -2, days: int = 1, names: Sequence[str] | None = None
    ) -> ssl.SSLContext:
        """Return a server's context; the certificate is for `names`, by default for the host."""
        names = [host] if names is None else names
        return self._context(make_pair(host, signed_by=self.pair, begins=begins, days=days, names=names))

    def self_signed(self) -> ssl.SSLContext:
        return self._context(make_pair(HOST, signed_by=None, names=[HOST]))

    def _context(self, pair: Pair) -> ssl.SSLContext:
        path = self.folder / f"{pair.certificate.serial_number}.pem"
        path.write_bytes(
            pair.certificate.public_bytes(Encoding.PEM)
            + pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def make_pair(
    name: str, *, signed_by: Pair | None, begins: int = -2, days: int = 1, names: Sequence[str] = ()
) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(tz=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signed_by.certificate.subject if signed_by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=begins))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=signed_by is None, path_length=None), critical=True)
    )
    if names:
        alternatives = x509.SubjectAlternativeName([x509.DNSName(other) for other in names])
        builder = builder.add_extension(alternatives, critical=False)
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
def listening(
    handle: Callable[[Server, socket.socket], None], address: str = "127.0.0.1"
) -> Iterator[Server]:
    """Hand every connection to `handle`, one after the other, until the block ends."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, 0), family=family)
    listener.settimeout(0.05)
    server = Server(port=listener.getsockname()[1])

    def run() -> None:
        while not server.stopping.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            server.connections += 1
            plain.settimeout(5)
            with suppress(OSError), plain:
                handle(server, plain)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        thread.join()
        listener.close()


@contextmanager
def serving(tls: ssl.SSLContext, say: Say, address: str = "127.0.0.1") -> Iterator[Server]:
    """Serve until the block ends: read one request, then let `say` answer it."""

    def answer(server: Server, plain: socket.socket) -> None:
        with tls.wrap_socket(plain, server_side=True) as connection:
            request = b""
            while b"\r\n\r\n" not in request and (data := connection.recv(4096)):
                request += data
            server.requests.append(request)
            say(connection)

    with listening(answer, address) as server:
        yield server
