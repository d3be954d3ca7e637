"""Where a name may lead: one forbidden address is enough, and no connection is ever tried.

Sockets are off in these tests: a fetcher that tried to connect would fail them.
"""

import socket
import ssl
import threading
from collections.abc import Sequence

import pytest

from issuer.errors import ConfigurationError, FetchError
from issuer.fetch import GuardedFetch

URL = "https://issuer.example/s/1"
PUBLIC = "93.184.215.14"


def error_for(addresses: Sequence[str], *, loopback: bool = False) -> FetchError:
    fetch = GuardedFetch(resolve=lambda _: addresses, allow_loopback_for_tests=loopback)
    with pytest.raises(FetchError) as error:
        fetch.get(URL)
    return error.value


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        [PUBLIC, "10.0.0.1"],
        ["2606:4700::1", "fe80::1%eth0"],
        ["0177.0.0.1"],
        ["not an address"],
    ],
)
def test_a_name_that_leads_inside_is_blocked(addresses: Sequence[str]) -> None:
    assert error_for(addresses).code == "FETCH_BLOCKED"


def test_a_name_that_later_leads_inside_is_blocked_then() -> None:
    answers = iter([["10.0.0.1"], ["127.0.0.1"]])
    fetch = GuardedFetch(resolve=lambda _: next(answers))
    for _ in range(2):
        with pytest.raises(FetchError) as error:
            fetch.get(URL)
        assert error.value.code == "FETCH_BLOCKED"


@pytest.mark.parametrize("address", ["10.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "::", "169.254.169.254"])  # noqa: S104  (what must be refused)
def test_tests_may_reach_loopback_and_nothing_else(address: str) -> None:
    assert error_for([address], loopback=True).code == "FETCH_BLOCKED"


def test_the_spelling_is_checked_before_the_name_is_asked() -> None:
    fetch = GuardedFetch(resolve=lambda host: pytest.fail(f"{host} was asked for"))
    with pytest.raises(FetchError) as error:
        fetch.get("https://127.0.0.1/s/1")
    assert error.value.code == "FETCH_BLOCKED"


def no_such_name(_: str) -> Sequence[str]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_a_name_without_an_address_is_a_failure() -> None:
    with pytest.raises(FetchError) as error:
        GuardedFetch(resolve=no_such_name).get(URL)
    assert error.value.code == "FETCH_FAILED"
    assert error_for([]).code == "FETCH_FAILED"


def test_a_resolver_that_hangs_does_not_stretch_the_deadline() -> None:
    hold = threading.Event()
    fetch = GuardedFetch(resolve=lambda _: [PUBLIC] if hold.wait(10) else [], timeout_s=0.1)
    with pytest.raises(FetchError, match="not resolved in time") as error:
        fetch.get(URL)
    hold.set()
    assert error.value.code == "FETCH_FAILED"


def test_another_port_is_for_tests_only() -> None:
    with pytest.raises(ConfigurationError):
        GuardedFetch(port=8443)


def test_tls_that_does_not_verify_is_not_taken() -> None:
    tls = ssl.create_default_context()
    tls.check_hostname = False
    tls.verify_mode = ssl.CERT_NONE
    with pytest.raises(ConfigurationError):
        GuardedFetch(tls=tls)
