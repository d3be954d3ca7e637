"""The guarded fetcher against a real TLS server that misbehaves in every way it can."""

import gzip
import socket
import ssl
import struct
import time
from collections.abc import Sequence

import pytest

from issuer.errors import ConfigurationError, FetchError
from issuer.fetch import MAX_BYTES, Fetched, GuardedFetch
from tests.fetch.tls_server import HOST, Authority, Say, Server, make_authority, serving

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

URL = f"https://{HOST}/s/1"
BODY = b'{"id": "https://issuer.example/s/1"}'


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


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


def fetched(authority: Authority, say: Say, *, max_bytes: int = MAX_BYTES) -> Fetched:
    with serving(authority.server(), say) as server:
        return fetcher(authority, server).get(URL, max_bytes=max_bytes)


def refused(authority: Authority, say: Say, *, timeout_s: float = 5) -> FetchError:
    with serving(authority.server(), say) as server, pytest.raises(FetchError) as error:
        fetcher(authority, server, timeout_s=timeout_s).get(URL)
    return error.value


def test_it_works(authority: Authority) -> None:
    with serving(authority.server(), plain(with_length(BODY))) as server:
        found = fetcher(authority, server).get(URL + "?a=b", accept="application/vc")
    assert found == Fetched(url=URL + "?a=b", media_type="application/vc", body=BODY)
    (request,) = server.requests
    assert request.decode().split("\r\n") == [
        "GET /s/1?a=b HTTP/1.1",
        "Host: issuer.example",
        "Accept: application/vc",
        "Accept-Encoding: identity",
        "User-Agent: Mintmark",
        "Connection: close",
        "",
        "",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        ok(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
        ok(b"abcde", "content-length:5", "content-length: 5"),
        ok(b"abcde", "Content-Encoding: identity", "Content-Length: 5"),
        b"HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\n" + ok(b"abcde", "Content-Length: 5"),
    ],
)
def test_every_framing_of_the_standard_is_read(authority: Authority, raw: bytes) -> None:
    assert fetched(authority, plain(raw)).body == b"abcde"


def test_a_body_that_ends_with_an_orderly_close_is_read(authority: Authority) -> None:
    def say(connection: ssl.SSLSocket) -> None:
        connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nabcde")
        connection.unwrap()

    assert fetched(authority, say).body == b"abcde"


def test_a_body_that_ends_with_a_cut_line_is_not_read(authority: Authority) -> None:
    assert refused(authority, plain(b"HTTP/1.0 200 OK\r\n\r\nabcde")).code == "FETCH_FAILED"


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "304 x", "399 x"]
)
def test_a_redirect_is_not_followed(authority: Authority, status: str) -> None:
    raw = f"HTTP/1.1 {status}\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n".encode()
    with serving(authority.server(), plain(raw)) as server, pytest.raises(FetchError) as error:
        fetcher(authority, server).get(URL)
    assert error.value.code == "FETCH_BLOCKED"
    assert server.connections == 1


BROKEN = {
    "not found": b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}",
    "server error": b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "part": b"HTTP/1.1 206 Partial\r\nContent-Length: 2\r\n\r\n{}",
    "nothing": b"",
    "not http": b"SSH-2.0-OpenSSH_9.7\r\n\r\n",
    "http 0.9": BODY,
    "http 2": b"HTTP/2 200\r\n\r\n",
    "bare lf": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    "folded field": ok(b"{}", "X: a", " b", "Content-Length: 2"),
    "space before colon": ok(b"{}", "Content-Length : 2"),
    "control in a field": ok(b"{}", "X: a\x00b", "Content-Length: 2"),
    "truncated": with_length(BODY)[:-1],
    "truncated head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "more than announced": ok(BODY + bytes(100_000), f"Content-Length: {len(BODY)}"),
    "two lengths": ok(BODY, "Content-Length: 2", "Content-Length: 36"),
    "length and chunks": ok(b"0\r\n\r\n", "Content-Length: 2", "Transfer-Encoding: chunked"),
    "length in words": ok(BODY, "Content-Length: ten"),
    "negative length": ok(BODY, "Content-Length: -1"),
    "announced too long": ok(b"", "Content-Length: 1048577"),
    "compressed": with_length(gzip.compress(BODY), "Content-Encoding: gzip"),
    "compressed transfer": ok(b"0\r\n\r\n", "Transfer-Encoding: gzip, chunked"),
    "bomb": with_length(gzip.compress(bytes(1 << 24)), "Content-Encoding: gzip"),
    "negative chunk": ok(b"-1\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "prefixed chunk": ok(b"0x3\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "chunk of another size": ok(b"2\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "chunks cut off": ok(b"3\r\nabc\r\n", "Transfer-Encoding: chunked"),
    "long chunk line": ok(b"3;" + b"x" * 400 + b"\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "huge chunk": ok(b"FFFFFFFF\r\n", "Transfer-Encoding: chunked"),
    "many fields": ok(BODY, *(f"X-{n}: {n}" for n in range(4000))),
    "long field": ok(BODY, "X: " + "x" * 40_000),
    "endless interim": b"HTTP/1.1 100 Continue\r\n\r\n" * 50,
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN.keys())
def test_an_answer_that_breaks_the_rules_is_no_answer(authority: Authority, raw: bytes) -> None:
    assert refused(authority, plain(raw)).code == "FETCH_FAILED"


def endless(first: bytes, again: bytes) -> Say:
    def say(connection: ssl.SSLSocket) -> None:
        connection.sendall(first)
        for _ in range(2000):
            connection.sendall(again)

    return say


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (ok(b"", "Transfer-Encoding: chunked"), b"400\r\n" + b"x" * 1024 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 1024),
        (b"HTTP/1.1 200 OK\r\n", b"X: " + b"x" * 1000 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 1024),
    ],
    ids=["chunks", "body", "fields", "one field"],
)
def test_an_endless_answer_is_cut_off(authority: Authority, first: bytes, again: bytes) -> None:
    started = time.monotonic()
    assert refused(authority, endless(first, again)).code == "FETCH_FAILED"
    assert time.monotonic() - started < 4


def drip(raw: bytes, *, every: float) -> Say:
    def say(connection: ssl.SSLSocket) -> None:
        for byte in raw:
            connection.sendall(bytes([byte]))
            time.sleep(every)

    return say


@pytest.mark.parametrize("raw", [with_length(bytes(60)), ok(b"")], ids=["body", "head"])
def test_a_slow_drip_does_not_stretch_the_deadline(authority: Authority, raw: bytes) -> None:
    started = time.monotonic()
    error = refused(authority, drip(raw, every=0.1), timeout_s=0.5)
    assert error.code == "FETCH_FAILED"
    assert "longer than 0.5 seconds" in error.detail
    assert time.monotonic() - started < 2


def test_silence_ends_at_the_deadline(authority: Authority) -> None:
    assert "longer than 0.3 seconds" in refused(authority, lambda _: time.sleep(0.6), timeout_s=0.3).detail


def test_the_limit_of_the_caller_is_exact(authority: Authority) -> None:
    assert fetched(authority, plain(with_length(BODY)), max_bytes=len(BODY)).body == BODY
    with pytest.raises(FetchError):
        fetched(authority, plain(with_length(BODY)), max_bytes=len(BODY) - 1)


def test_a_reset_connection_is_a_failure(authority: Authority) -> None:
    def say(connection: ssl.SSLSocket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(with_length(BODY)[:50])

    assert refused(authority, say).code == "FETCH_FAILED"


def test_a_closed_port_is_a_failure(authority: Authority) -> None:
    with serving(authority.server(), plain(b"")) as server:
        pass
    with pytest.raises(FetchError) as error:
        fetcher(authority, server).get(URL)
    assert error.value.code == "FETCH_FAILED"


def test_an_address_that_refuses_is_passed_over(authority: Authority) -> None:
    with serving(authority.server(), plain(with_length(BODY))) as server:
        fetch = GuardedFetch(
            allow_loopback_for_tests=True,
            resolve=lambda _: ["127.0.0.1", "127.0.0.1"],
            tls=authority.client(),
            port=server.port,
        )
        assert fetch.get(URL).body == BODY


@pytest.mark.parametrize("kind", ["another host", "expired", "unknown authority"])
def test_a_certificate_that_does_not_verify_is_a_failure(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    stranger = make_authority(tmp_path_factory.mktemp("stranger"))
    tls = {
        "another host": authority.server("other.example"),
        "expired": authority.server(days=-1),
        "unknown authority": stranger.server(),
    }[kind]
    with serving(tls, plain(with_length(BODY))) as server, pytest.raises(FetchError) as error:
        fetcher(authority, server).get(URL)
    assert error.value.code == "FETCH_FAILED"
    assert "certificate" in error.value.detail
    assert server.requests == []


def test_a_server_without_tls_is_a_failure(authority: Authority) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with listener, pytest.raises(FetchError) as error:
        fetcher(authority, Server(port=listener.getsockname()[1]), timeout_s=0.3).get(URL)
    assert error.value.code == "FETCH_FAILED"


def test_a_name_whose_second_answer_is_loopback_is_asked_once(authority: Authority) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    with serving(authority.server(), plain(with_length(BODY))) as server:
        fetch = GuardedFetch(
            allow_loopback_for_tests=True,
            resolve=lambda _: next(answers),
            tls=authority.client(),
            port=server.port,
        )
        assert fetch.get(URL).body == BODY
        assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize("accept", ["a\r\nHost: x", "", "\u00e4", "x" * 201])
def test_the_accept_field_is_plain_text(authority: Authority, accept: str) -> None:
    with pytest.raises(ConfigurationError):
        fetcher(authority, Server(port=1)).get(URL, accept=accept)
