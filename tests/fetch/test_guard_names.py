"""Names and addresses with real connections: the checked address is the one that is connected to."""

from collections.abc import Iterator, Sequence

import pytest

from issuer.errors import FetchError
from issuer.fetch import GuardedFetch
from tests.fetch.servers import BODY, URL, plain, with_length
from tests.fetch.tls_server import Authority, Server, serving

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])]


@pytest.fixture
def server(authority: Authority) -> Iterator[Server]:
    with serving(authority.server(), plain(with_length(BODY))) as running:
        yield running


def names(authority: Authority, server: Server, *answers: Sequence[str]) -> GuardedFetch:
    """Return a fetcher whose resolver gives one answer after the other, and fails when asked too often."""
    rest = iter(answers)
    return GuardedFetch(
        allow_loopback_for_tests=True,
        resolve=lambda _: next(rest),
        tls=authority.client(),
        port=server.port,
    )


def test_an_address_that_refuses_is_passed_over(authority: Authority, server: Server) -> None:
    assert names(authority, server, ["127.0.0.2", "127.0.0.1"]).get(URL).body == BODY
    assert server.connections == 1


def test_only_so_many_addresses_are_tried(authority: Authority, server: Server) -> None:
    with pytest.raises(FetchError) as error:
        names(authority, server, ["127.0.0.2"] * 4 + ["127.0.0.1"]).get(URL)
    assert error.value.code == "FETCH_FAILED"
    assert server.connections == 0


@pytest.mark.parametrize("inside", ["10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "0.0.0.0"])  # noqa: S104  (what must be refused)
def test_a_name_is_asked_once_for_one_fetch_and_again_for_the_next(
    authority: Authority, server: Server, inside: str
) -> None:
    fetch = names(authority, server, ["127.0.0.1"], [inside])
    assert fetch.get(URL).body == BODY
    with pytest.raises(FetchError) as error:
        fetch.get(URL)
    assert error.value.code == "FETCH_BLOCKED"
    assert server.connections == 1


def test_a_good_address_does_not_excuse_a_bad_one(authority: Authority, server: Server) -> None:
    with pytest.raises(FetchError) as error:
        names(authority, server, ["127.0.0.1", "192.168.0.1"]).get(URL)
    assert error.value.code == "FETCH_BLOCKED"
    assert server.connections == 0


def test_loopback_is_not_reached_without_the_setting_for_tests(authority: Authority) -> None:
    with (
        serving(authority.server(), plain(with_length(BODY))) as server,
        pytest.raises(FetchError) as error,
    ):
        GuardedFetch(resolve=lambda _: ["127.0.0.1"], tls=authority.client()).get(URL)
    assert error.value.code == "FETCH_BLOCKED"
    assert server.connections == 0


def test_the_sixth_version_is_spoken_too(authority: Authority) -> None:
    with serving(authority.server(), plain(with_length(BODY)), "::1") as server:
        assert names(authority, server, ["::1"]).get(URL).body == BODY
