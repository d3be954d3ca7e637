"""The deny table: every special block of both registries, and IPv4 in every IPv6 dress."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from issuer.fetch.addresses import DENIED_IPV4, DENIED_IPV6, denied_because, is_loopback, read_address

DENIED = [
    "0.0.0.0",  # noqa: S104 - nothing is bound here
    "0.255.255.255",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.0",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::7f00:1",
    "100::1",
    "100:0:0:1::1",
    "2001::1",
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "2620:4f:8000::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "4000::1",
    "8000::1",
    "2606:4700::5efe:7f00:1",
    "2606:4700::200:5efe:a00:1",
]
ALLOWED = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "93.184.215.14",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2001:200::1",
    "2003::1",
    "2a00:1450::1",
    "3ffe::1",
]


@pytest.mark.parametrize("text", DENIED)
def test_special_addresses_are_denied_with_a_reason(text: str) -> None:
    assert denied_because(ip_address(text))


@pytest.mark.parametrize("text", ALLOWED)
def test_public_addresses_are_not(text: str) -> None:
    assert denied_because(ip_address(text)) is None


@given(st.ip_addresses(v=4))
def test_whatever_the_library_calls_private_is_denied(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert denied_because(address)


@given(st.ip_addresses(v=6))
def test_the_same_for_the_newer_family(address: IPv6Address) -> None:
    if not address.is_global or address.is_multicast:
        assert denied_because(address)


@given(st.sampled_from(DENIED_IPV4 + DENIED_IPV6))
def test_both_ends_of_every_row_are_denied(row: tuple[object, str]) -> None:
    network = row[0]
    assert hasattr(network, "network_address")
    assert hasattr(network, "broadcast_address")
    assert denied_because(network.network_address)
    assert denied_because(network.broadcast_address)


@given(st.ip_addresses(v=4))
def test_no_dress_makes_an_older_address_public(address: IPv4Address) -> None:
    number = int(address)
    prefixes = [0, 0xFFFF << 32, 0xFFFF << 48, 0x64_FF9B << 96, 0x64_FF9B_0001 << 80]
    for prefix in prefixes:
        assert denied_because(IPv6Address(prefix | number))
    assert denied_because(IPv6Address(0x2002 << 112 | number << 80))


@pytest.mark.parametrize(
    "text", ["", "x", "127.1", "0177.0.0.1", "2130706433", "fe80::1%1", "[::1]", "1.2.3.4 "]
)
def test_what_is_no_plain_address_is_not_read(text: str) -> None:
    assert read_address(text) is None


@pytest.mark.parametrize(
    ("text", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("::ffff:127.0.0.1", False)],
)
def test_loopback_is_known_in_its_plain_spelling(text: str, *, loopback: bool) -> None:
    assert is_loopback(ip_address(text)) is loopback
