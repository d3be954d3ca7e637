"""The guarded fetcher against a real TLS server that answers in every way it should not."""

import gzip
import socket
import ssl
import struct
import time
import zlib

import pytest

from issuer.errors import ConfigurationError, FetchError
from issuer.fetch import MAX_BYTES, Fetched
from tests.fetch.servers import BODY, URL, fetched, fetcher, ok, plain, refused, with_length
from tests.fetch.tls_server import Authority, Say, Server, serving

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_it_works(authority: Authority) -> None:
    with serving(authority.server(), plain(with_length(BODY, 'ETag: "7"', "Set-Cookie: a=b"))) as server:
        found = fetcher(authority, server).get(URL + "?a=b", accept="application/vc")
    headers = (("content-type", "application/vc"), ("etag", '"7"'))
    assert found == Fetched(url=URL + "?a=b", media_type="application/vc", body=BODY, headers=headers)
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


REDIRECTS = ["300 x", "301 Moved Permanently", "302 Found", "303 See Other", "305 x", "307 Temporary Redirect",
             "308 Permanent Redirect", "399 x"]  # fmt: skip


@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_is_not_followed(authority: Authority, status: str) -> None:
    with serving(authority.server(), plain(with_length(BODY))) as other:
        where = f"Location: https://127.0.0.1:{other.port}/\r\nContent-Length: 0\r\n\r\n"
        with serving(authority.server(), plain(f"HTTP/1.1 {status}\r\n{where}".encode())) as server:
            fetch = fetcher(authority, server)
            with pytest.raises(FetchError) as error:
                fetch.get(URL)
    assert error.value.code == "FETCH_BLOCKED"
    assert (server.connections, other.connections) == (1, 0)


@pytest.mark.parametrize(
    "field",
    ["Refresh: 0; url=https://127.0.0.1/", "Location: https://127.0.0.1/", "Content-Location: https://127.0.0.1/",
     "Link: <https://127.0.0.1/>; rel=canonical", 'Alt-Svc: h3=":443"', "Strict-Transport-Security: max-age=1"],
)  # fmt: skip
def test_a_field_that_points_elsewhere_changes_nothing(authority: Authority, field: str) -> None:
    with serving(authority.server(), plain(with_length(BODY, field))) as server:
        assert fetcher(authority, server).get(URL).body == BODY
    assert server.connections == 1


def test_a_cookie_is_neither_kept_nor_sent(authority: Authority) -> None:
    with serving(
        authority.server(), plain(with_length(BODY, "Set-Cookie: a=b; Path=/", 'ETag: "x"'))
    ) as server:
        fetch = fetcher(authority, server)
        fetch.get(URL)
        fetch.get(URL)
    first, second = server.requests
    assert first == second
    assert b"ookie" not in first


@pytest.mark.parametrize(
    ("field", "media_type"),
    [
        ("Content-Type: Application/VC+JWT; charset=utf-8", "application/vc+jwt"),
        ("Content-Type: text/html", "text/html"),
        ("Content-Type:", ""),
        ("X: y", ""),
    ],
)
def test_the_media_type_is_handed_on_bare(authority: Authority, field: str, media_type: str) -> None:
    found = fetched(authority, plain(ok(BODY, f"Content-Length: {len(BODY)}", field)))
    assert (found.media_type, found.body) == (media_type, BODY)


BROKEN = {
    "not found": b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}",
    "server error": b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}",
    "created": b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}",
    "not modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "too many requests": b"HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 2\r\n\r\n{}",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + with_length(BODY),
    "status beyond 599": b"HTTP/1.1 600 x\r\nContent-Length: 2\r\n\r\n{}",
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
    "compressed twice": with_length(BODY, "Content-Encoding: identity, gzip"),
    "compressed, raw": with_length(zlib.compress(BODY), "Content-Encoding: deflate"),
    "compressed, Brotli": with_length(BODY, "Content-Encoding: br"),
    "compressed in a second field": with_length(BODY, "Content-Encoding: identity", "Content-Encoding: zstd"),
    "compressed transfer": ok(b"0\r\n\r\n", "Transfer-Encoding: gzip, chunked"),
    "bomb": with_length(gzip.compress(bytes(1 << 24)), "Content-Encoding: gzip"),
    "negative chunk": ok(b"-1\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "prefixed chunk": ok(b"0x3\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "chunk of another size": ok(b"2\r\nabc\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
    "no last chunk": ok(b"3\r\nabc\r\n0\r\n", "Transfer-Encoding: chunked"),
    "bad trailer": ok(b"0\r\nno field\r\n\r\n", "Transfer-Encoding: chunked"),
    "chunks before HTTP/1.1": ok(b"0\r\n\r\n", "Transfer-Encoding: chunked").replace(b"1.1", b"1.0"),
    "chunks of one byte": ok(b"1\r\nx\r\n" * 20_000 + b"0\r\n\r\n", "Transfer-Encoding: chunked"),
    "spaces in a field": ok(BODY, "X:" + " " * 30_000 + "\x01"),
    "two media types": with_length(BODY, "Content-Type: text/html"),
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


def test_what_is_gone_for_good_is_told_apart(authority: Authority) -> None:
    gone = b"HTTP/1.1 410 Gone\r\nContent-Length: 2\r\n\r\n{}"
    assert refused(authority, plain(gone)).code == "FETCH_GONE"
    assert refused(authority, plain(gone.replace(b"410 Gone", b"404 Not Found"))).code == "FETCH_FAILED"


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


@pytest.mark.parametrize("accept", ["a\r\nHost: x", "", "\u00e4", "x" * 201])
def test_the_accept_field_is_plain_text(authority: Authority, accept: str) -> None:
    with pytest.raises(ConfigurationError):
        fetcher(authority, Server(port=1)).get(URL, accept=accept)


def test_nobody_can_ask_for_more_than_the_door_reads(authority: Authority) -> None:
    """A caller's larger wish does not move the cap of security rule 7."""
    whole = b"x" * MAX_BYTES
    assert fetched(authority, plain(with_length(whole)), max_bytes=2 * MAX_BYTES).body == whole
    with pytest.raises(FetchError) as found:
        fetched(authority, plain(with_length(whole + b"x")), max_bytes=2 * MAX_BYTES)
    assert found.value.code == "FETCH_FAILED"
