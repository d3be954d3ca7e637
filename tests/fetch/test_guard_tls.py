"""Certificates: a server that is not proven to be the name is not spoken to."""

import socket
import ssl
import time

import pytest

from issuer.errors import FetchError
from issuer.fetch import GuardedFetch
from tests.fetch.servers import BODY, URL, fetcher, plain, with_length
from tests.fetch.tls_server import Authority, Server, listening, make_authority, serving

pytestmark = [pytest.mark.e2e, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("stranger"))


def error_of(authority: Authority, tls: ssl.SSLContext) -> FetchError:
    with serving(tls, plain(with_length(BODY))) as server, pytest.raises(FetchError) as error:
        fetcher(authority, server).get(URL)
    assert server.requests == []
    assert error.value.code == "FETCH_FAILED"
    return error.value


def test_a_wildcard_of_the_domain_is_enough(authority: Authority) -> None:
    with serving(authority.server(names=["*.issuer.example"]), plain(with_length(BODY))) as server:
        fetch = fetcher(authority, server)
        assert fetch.get("https://www.issuer.example/").body == BODY
        for other in (URL, "https://a.b.issuer.example/"):
            with pytest.raises(FetchError, match="certificate"):
                fetch.get(other)


def test_trust_that_is_looser_than_needed_is_tightened(authority: Authority) -> None:
    tls = authority.client()
    tls.hostname_checks_common_name = True
    GuardedFetch(tls=tls)
    assert not tls.hostname_checks_common_name
    assert tls.minimum_version >= ssl.TLSVersion.TLSv1_2


CERTIFICATES = {
    "another host": {"host": "other.example"},
    "another host in front": {"names": ["issuer.example.other.example"]},
    "a part of the name": {"names": ["example"]},
    "a wildcard for all": {"names": ["*"]},
    "a name in the subject alone": {"names": []},
    "expired": {"begins": -3, "days": -1},
    "not yet valid": {"begins": 1, "days": 2},
}


@pytest.mark.parametrize("change", CERTIFICATES.values(), ids=CERTIFICATES.keys())
def test_a_certificate_that_does_not_verify_is_a_failure(
    authority: Authority, change: dict[str, object]
) -> None:
    assert "certificate" in error_of(authority, authority.server(**change)).detail  # type: ignore[arg-type]


def test_a_certificate_of_an_unknown_authority_is_a_failure(
    authority: Authority, stranger: Authority
) -> None:
    assert "certificate" in error_of(authority, stranger.server()).detail


def test_a_certificate_that_signs_itself_is_a_failure(authority: Authority) -> None:
    assert "certificate" in error_of(authority, authority.self_signed()).detail


def test_a_server_that_asks_who_we_are_is_a_failure(authority: Authority) -> None:
    tls = authority.server()
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(cadata=authority.pem())
    error_of(authority, tls)


def quietly(server: Server, connection: socket.socket) -> None:
    """Read whatever comes and say nothing."""
    while not server.stopping.is_set() and connection.recv(4096):
        pass


def in_plain_text(_: Server, connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(with_length(BODY))


def closing_at_once(_: Server, connection: socket.socket) -> None:
    connection.close()


def dripping(server: Server, connection: socket.socket) -> None:
    """Announce a large record of the handshake, then send it byte by byte."""
    connection.recv(4096)
    connection.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb")
    while not server.stopping.is_set():
        connection.sendall(b"\x03")
        time.sleep(0.05)


@pytest.mark.parametrize("handle", [quietly, in_plain_text, closing_at_once, dripping])
def test_a_handshake_that_does_not_end_well_ends_in_time(authority: Authority, handle: object) -> None:
    started = time.monotonic()
    with listening(handle) as server, pytest.raises(FetchError) as error:  # type: ignore[arg-type]
        fetcher(authority, server, timeout_s=0.4).get(URL)
    assert error.value.code == "FETCH_FAILED"
    assert time.monotonic() - started < 2
