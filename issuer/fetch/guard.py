"""The guarded fetcher: the only code that opens a connection (security rule 7).

1 the spelling is checked; 2 the name is resolved once; 3 every address is checked against the deny
table; 4 the connection goes to a checked address; 5 TLS is verified for the name; 6 one GET is sent;
7 the head is judged: no redirect, only 200, no coding; 8 the body is read up to its limit.
One deadline spans all of it, so that a server that drips bytes gains nothing.
What the bytes mean is not asked here; nor is anything kept (`cache` does that).
"""

import re
import socket
import ssl
from collections.abc import Sequence
from contextlib import closing
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import ConfigurationError, FetchError
from issuer.fetch.addresses import Address, denied_because, is_loopback, read_address
from issuer.fetch.http1 import Head, Wire, broken, read_body, read_head
from issuer.fetch.protocol import MAX_BYTES, Fetched, media_type_of
from issuer.fetch.resolve import Resolve, resolve_within, system_resolve
from issuer.fetch.urls import ParsedUrl, check_url

HTTPS_PORT: Final = 443
TIMEOUT_S: Final = 5.0
MAX_ADDRESSES: Final = 4
"""Most addresses of one name that are tried."""

KEPT_HEADERS: Final = ("content-type", "date", "last-modified", "etag", "age", "cache-control", "expires")
"""What an auditor asks about an answer; everything else a server says stays with the server."""

_ACCEPT: Final = re.compile(r"[\x20-\x7e]{1,200}")
_OK: Final = 200
_GONE: Final = 410
_REDIRECTS: Final = frozenset(range(300, 400)) - {304}
"""Every answer that points elsewhere (RFC 9110 section 15.4); 304 answers a question that we never ask."""


class _Deadline:
    """Seconds left of one fetch."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic_seconds() + seconds

    def left(self) -> float:
        """Return the seconds left.

        Raises:
            TimeoutError: none are.
        """
        seconds = self._end - monotonic_seconds()
        if seconds <= 0:
            raise TimeoutError
        return seconds


class GuardedFetch:
    """Fetches public https documents under the rules above; may be shared between threads.

    Args:
        timeout_s: seconds for one fetch, name resolution included.
        allow_loopback_for_tests: let names lead to this machine. Never in production.
        resolve: gives the addresses of a name; the system's resolver by default.
        tls: trust to verify servers with; the system's by default. Tightened where it is looser than needed.
        port: another port than 443, only together with `allow_loopback_for_tests`.

    Raises:
        ConfigurationError: another port without `allow_loopback_for_tests`, or a `tls` context
            that does not verify.
    """

    def __init__(
        self,
        *,
        timeout_s: float = TIMEOUT_S,
        allow_loopback_for_tests: bool = False,
        resolve: Resolve = system_resolve,
        tls: ssl.SSLContext | None = None,
        port: int = HTTPS_PORT,
    ) -> None:
        if port != HTTPS_PORT and not allow_loopback_for_tests:
            raise ConfigurationError("Fetches go to port 443.")
        self._tls = tls or ssl.create_default_context()
        if not self._tls.check_hostname or self._tls.verify_mode is not ssl.CERT_REQUIRED:
            raise ConfigurationError("Fetches verify the server's certificate and name.")
        # The name stands in the certificate's alternatives; its subject proves nothing (RFC 9525 section 2).
        self._tls.hostname_checks_common_name = False
        self._tls.minimum_version = max(self._tls.minimum_version, ssl.TLSVersion.TLSv1_2)
        self._timeout_s = timeout_s
        self._allow_loopback = allow_loopback_for_tests
        self._resolve = resolve
        self._port = port

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`; promises and errors as `Fetch.get`.

        A stranger's server is never read beyond MAX_BYTES, whoever asks for more (security rule 7).
        """
        parsed = check_url(url)
        if not _ACCEPT.fullmatch(accept):
            raise ConfigurationError("The Accept header of a fetch is not plain text.")
        deadline = _Deadline(self._timeout_s)
        try:
            addresses = self._checked_addresses(parsed.host, deadline)
            with closing(self._connect(parsed.host, addresses, deadline)) as connection:
                head, body = _exchange(
                    connection, _request(parsed, accept), deadline, min(max_bytes, MAX_BYTES)
                )
        except TimeoutError as exc:
            raise _failed(parsed, f"it took longer than {self._timeout_s:g} seconds") from exc
        except ssl.SSLCertVerificationError as exc:
            raise _failed(parsed, f"its certificate does not verify ({exc.verify_message})") from exc
        except OSError as exc:
            raise _failed(parsed, f"the connection failed ({type(exc).__name__})") from exc
        return Fetched(
            url=url,
            media_type=media_type_of(head.only("content-type")),
            body=body,
            headers=tuple((name, value) for name in KEPT_HEADERS for value in head.values(name)),
        )

    def _checked_addresses(self, host: str, deadline: _Deadline) -> list[Address]:
        """Resolve `host` once; one forbidden address among many is enough to refuse the name."""
        checked: list[Address] = []
        for text in resolve_within(self._resolve, host, seconds=deadline.left()):
            address = read_address(text)
            if address is None:
                raise _blocked(host, "an address that cannot be read")
            because = denied_because(address)
            if because and not (self._allow_loopback and is_loopback(address)):
                raise _blocked(host, f"an address that is {because}")
            checked.append(address)
        return checked[:MAX_ADDRESSES]

    def _connect(self, host: str, addresses: Sequence[Address], deadline: _Deadline) -> ssl.SSLSocket:
        """Connect to the first address that answers, then verify TLS for the name."""
        for number, address in enumerate(addresses):
            # An address that swallows packets may not use up the time of those after it.
            patience = deadline.left() / (len(addresses) - number)
            family = socket.AF_INET if address.version == 4 else socket.AF_INET6  # noqa: PLR2004  (IP version 4)
            plain = socket.socket(family, socket.SOCK_STREAM)
            plain.settimeout(patience)
            try:
                plain.connect((str(address), self._port))
            except OSError:
                plain.close()
                if number + 1 == len(addresses):
                    raise
                continue
            try:
                plain.settimeout(deadline.left())
                return self._tls.wrap_socket(plain, server_hostname=host, suppress_ragged_eofs=False)
            except OSError:
                plain.close()
                raise
        raise FetchError(f"The name {host!r} has no address.", code="FETCH_FAILED")


def _request(parsed: ParsedUrl, accept: str) -> bytes:
    lines = (
        f"GET {parsed.target} HTTP/1.1",
        f"Host: {parsed.host}",
        f"Accept: {accept}",
        "Accept-Encoding: identity",
        "User-Agent: Mintmark",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


def _exchange(
    connection: ssl.SSLSocket, request: bytes, deadline: _Deadline, max_bytes: int
) -> tuple[Head, bytes]:
    def receive(count: int) -> bytes:
        connection.settimeout(deadline.left())
        return connection.recv(count)

    connection.settimeout(deadline.left())
    connection.sendall(request)
    wire = Wire(receive)
    head = read_head(wire)
    _judge(head)
    return head, read_body(wire, head, max_bytes=max_bytes)


def _judge(head: Head) -> None:
    if head.status in _REDIRECTS:
        raise FetchError(
            "The server redirects to another address; redirects are not followed.", code="FETCH_BLOCKED"
        )
    if head.status == _GONE:
        # Not a failure: the host says that the document was there and is there no more (RFC 9110, 15.5.11).
        raise FetchError("The server says that this document is gone for good.", code="FETCH_GONE")
    if head.status != _OK:
        raise broken(f"its status is {head.status}")
    if any(coding.lower() not in {"", "identity"} for coding in head.values("content-encoding")):
        raise broken("it is compressed although that was not asked for")


def _blocked(host: str, what: str) -> FetchError:
    return FetchError(f"The name {host!r} leads to {what}.", code="FETCH_BLOCKED")


def _failed(parsed: ParsedUrl, why: str) -> FetchError:
    return FetchError(
        f"The document at {parsed.url[:120]!r} could not be fetched: {why}.", code="FETCH_FAILED"
    )
