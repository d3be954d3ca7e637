"""The HTTP reader: framing is read the same however the bytes arrive, and any bytes end by name."""

import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.errors import FetchError
from issuer.fetch.http1 import MAX_CHUNKS, MAX_HEAD, Wire, read_body, read_head

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"


def in_pieces(data: bytes, size: int) -> Callable[[int], bytes]:
    rest = bytearray(data)

    def receive(count: int) -> bytes:
        piece = bytes(rest[: min(size, count)])
        del rest[: len(piece)]
        return piece

    return receive


def read(data: bytes, *, size: int = 65_536, max_bytes: int = 10_000) -> bytes:
    wire = Wire(in_pieces(data, size))
    return read_body(wire, read_head(wire), max_bytes=max_bytes)


def chunked(parts: list[bytes]) -> bytes:
    return b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in parts if part) + b"0\r\n\r\n"


@given(st.lists(st.binary(max_size=50), max_size=8), st.integers(1, 40))
def test_chunks_are_joined_however_they_arrive(parts: list[bytes], size: int) -> None:
    assert read(HEAD + chunked(parts), size=size) == b"".join(parts)


@given(st.binary(max_size=200), st.integers(1, 40))
def test_a_length_is_exact_however_it_arrives(body: bytes, size: int) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert read(head + body, size=size) == body
    if body:
        with pytest.raises(FetchError):
            read(head + body[:-1], size=size)


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=8), st.data())
def test_chunks_that_break_off_are_no_body(parts: list[bytes], data: st.DataObject) -> None:
    whole = chunked(parts)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(FetchError):
        read(HEAD + whole[:cut])


TOKENS = [b"HTTP/1.1 ", b"200", b"100", b" OK", b"\r\n", b"\n", b":", b" ", b"Content-Length", b"Transfer-Encoding",
          b"chunked", b"5", b"-", b"0", b"a" * 300, b"\x00", b"\xff"]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=30), st.integers(1, 40))
def test_any_bytes_end_in_a_body_or_a_refusal(tokens: list[bytes], size: int) -> None:
    with contextlib.suppress(FetchError):
        assert len(read(b"".join(tokens), size=size)) <= 10_000


@given(st.binary(max_size=60))
def test_any_bytes_after_a_good_head_do_too(tail: bytes) -> None:
    with contextlib.suppress(FetchError):
        assert len(read(HEAD + tail)) <= 10_000


@pytest.mark.parametrize(("limit", "fits"), [(10, True), (9, False)])
@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10,
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + b"x" * 10,
        HEAD + b"5\r\nxxxxx\r\n5\r\nxxxxx\r\n0\r\n\r\n",
    ],
    ids=["to the end", "by length", "in chunks"],
)
def test_the_limit_is_exact(answer: bytes, limit: int, *, fits: bool) -> None:
    if fits:
        assert read(answer, max_bytes=limit) == b"x" * 10
    else:
        with pytest.raises(FetchError, match="longer than 9 bytes"):
            read(answer, max_bytes=limit)


def test_the_head_has_a_largest_size() -> None:
    room = MAX_HEAD - len(b"HTTP/1.1 200 OK\r\n") - len(b"X: \r\n")
    assert read(b"HTTP/1.1 200 OK\r\nX: " + b"x" * (room - 2) + b"\r\n\r\n") == b""
    with pytest.raises(FetchError):
        read(b"HTTP/1.1 200 OK\r\nX: " + b"x" * (room + 2) + b"\r\n\r\n")


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        HEAD + b"2\r\n{}\r\n0\r\n\r\n{}",
    ],
)
def test_an_answer_that_goes_on_behind_its_end_is_none(answer: bytes) -> None:
    with pytest.raises(FetchError, match="goes on"):
        read(answer)


def test_fields_behind_the_chunks_are_read_over() -> None:
    assert read(HEAD + b"2\r\n{}\r\n0\r\nDigest: x\r\nExpires:\r\n\r\n") == b"{}"
    for tail in (b"Digest x\r\n\r\n", b"X: " + b"x" * MAX_HEAD + b"\r\n\r\n", b"X: 1\r\n" * 9000 + b"\r\n"):
        with pytest.raises(FetchError):
            read(HEAD + b"2\r\n{}\r\n0\r\n" + tail)


def test_codings_of_a_server_that_knows_none_are_ambiguous() -> None:
    with pytest.raises(FetchError, match="ambiguous"):
        read(HEAD.replace(b"1.1", b"1.0") + b"0\r\n\r\n")


def test_nothing_is_read_in_another_protocol() -> None:
    with pytest.raises(FetchError, match="protocol"):
        read(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n" + HEAD)


def test_the_number_of_chunks_is_limited() -> None:
    one = b"1\r\nx\r\n"
    assert len(read(HEAD + one * MAX_CHUNKS + b"0\r\n\r\n", max_bytes=10**6)) == MAX_CHUNKS
    with pytest.raises(FetchError, match="do not end"):
        read(HEAD + one * (MAX_CHUNKS + 1) + b"0\r\n\r\n", max_bytes=10**6)


@pytest.mark.parametrize("edge", [b"", b"\x01", b"\x00", b"a\x7f"])
@pytest.mark.parametrize("start", [b"X:", b"X: a", b"X", b"Content-Length:"])
def test_a_run_of_spaces_costs_no_more_than_its_length(start: bytes, edge: bytes) -> None:
    answer = b"HTTP/1.1 200 OK\r\n" + start + b" " * 32_000 + edge + b"\r\n\r\n"
    started = time.process_time()
    with contextlib.suppress(FetchError):
        read(answer)
    assert time.process_time() - started < 0.5


def test_white_space_around_a_value_is_not_part_of_it() -> None:
    assert read(b"HTTP/1.1 200 OK\r\nContent-Length: \t 2 \t\r\n\r\n{}") == b"{}"
