"""What the tests of the guarded fetcher share: servers that misbehave, and a fetcher that trusts them."""

import ssl
import time
from collections.abc import Sequence

import pytest

from issuer.errors import FetchError
from issuer.fetch import MAX_BYTES, Fetched, GuardedFetch
from tests.fetch.tls_server import HOST, Authority, Say, Server, serving

URL = f"https://{HOST}/s/1"
BODY = b'{"id": "https://issuer.example/s/1"}'


def loopback(_: str) -> Sequence[str]:
    return ["127.0.0.1"]


def fetcher(authority: Authority, server: Server, *, timeout_s: float = 5) -> GuardedFetch:
    return GuardedFetch(
        timeout_s=timeout_s,
        allow_loopback_for_tests=True,
        resolve=loopback,
        tls=authority.client(),
        port=server.port,
    )


def plain(raw: bytes) -> Say:
    return lambda connection: connection.sendall(raw)


def ok(body: bytes, *fields: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in ("HTTP/1.1 200 OK", *fields))
    return head.encode() + b"\r\n" + body


def with_length(body: bytes, *fields: str) -> bytes:
    return ok(body, f"Content-Length: {len(body)}", "Content-Type: application/vc", *fields)


def drip(raw: bytes, *, every: float) -> Say:
    def say(connection: ssl.SSLSocket) -> None:
        for byte in raw:
            connection.sendall(bytes([byte]))
            time.sleep(every)

    return say


def fetched(authority: Authority, say: Say, *, max_bytes: int = MAX_BYTES) -> Fetched:
    with serving(authority.server(), say) as server:
        return fetcher(authority, server).get(URL, max_bytes=max_bytes)


def refused(authority: Authority, say: Say, *, timeout_s: float = 5) -> FetchError:
    with serving(authority.server(), say) as server, pytest.raises(FetchError) as error:
        fetcher(authority, server, timeout_s=timeout_s).get(URL)
    return error.value
