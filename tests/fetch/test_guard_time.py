"""Time: one deadline spans a fetch from the name to the last byte, however the server spends it."""

import threading
import time

import pytest

from issuer.errors import FetchError
from issuer.fetch import GuardedFetch
from issuer.fetch.guard import TIMEOUT_S
from tests.fetch.servers import BODY, URL, drip, fetcher, ok, plain, refused, with_length
from tests.fetch.tls_server import Authority, Say, serving

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]

SLOW: dict[str, Say] = {
    "body": drip(with_length(bytes(60)), every=0.1),
    "head": drip(ok(b""), every=0.1),
    "chunks": drip(ok(b"1\r\nx\r\n" * 30, "Transfer-Encoding: chunked"), every=0.1),
    "trailer": drip(ok(b"0\r\n" + b"X: y\r\n" * 30, "Transfer-Encoding: chunked"), every=0.1),
    "interim answers": drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 4, every=0.1),
    "silence": lambda _: time.sleep(1),
}


@pytest.mark.parametrize("say", SLOW.values(), ids=SLOW.keys())
def test_a_slow_answer_does_not_stretch_the_deadline(authority: Authority, say: Say) -> None:
    started = time.monotonic()
    error = refused(authority, say, timeout_s=0.5)
    assert error.code == "FETCH_FAILED"
    assert "longer than 0.5 seconds" in error.detail
    assert time.monotonic() - started < 4


def test_a_slow_name_leaves_less_time_for_the_rest(authority: Authority) -> None:
    def resolve(_: str) -> list[str]:
        time.sleep(0.3)
        return ["127.0.0.1"]

    with serving(authority.server(), SLOW["silence"]) as server:
        fetch = GuardedFetch(
            timeout_s=0.5,
            allow_loopback_for_tests=True,
            resolve=resolve,
            tls=authority.client(),
            port=server.port,
        )
        started = time.monotonic()
        with pytest.raises(FetchError, match="longer than"):
            fetch.get(URL)
        assert time.monotonic() - started < 0.8


@pytest.mark.slow
def test_no_fetch_takes_longer_than_its_budget_by_default(authority: Authority) -> None:
    started = time.monotonic()
    with serving(authority.server(), drip(with_length(bytes(100)), every=0.2)) as server:
        fetch = GuardedFetch(
            allow_loopback_for_tests=True,
            resolve=lambda _: ["127.0.0.1"],
            tls=authority.client(),
            port=server.port,
        )
        with pytest.raises(FetchError):
            fetch.get(URL)
        taken = time.monotonic() - started
    assert TIMEOUT_S == 5
    assert 4.9 < taken < 5.5


def test_an_answer_in_time_is_read_however_slow(authority: Authority) -> None:
    with serving(authority.server(), drip(with_length(BODY), every=0.002)) as server:
        assert fetcher(authority, server).get(URL).body == BODY


def test_many_threads_share_one_fetcher(authority: Authority) -> None:
    found: list[bytes] = []
    with serving(authority.server(), plain(with_length(BODY))) as server:
        fetch = fetcher(authority, server)
        threads = [threading.Thread(target=lambda: found.append(fetch.get(URL).body)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [BODY] * 8
