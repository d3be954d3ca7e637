"""Which IP addresses may be connected to: an explicit deny table (security rule 7).

`ipaddress.is_global` is not asked: it calls loopback in several IPv6 clothes global. The rows follow the IANA
IPv4 and IPv6 Special-Purpose Address Registries, multicast included, and every standard way to put
an IPv4 address inside an IPv6 one. A translator under a prefix of an operator's own (RFC 6052
section 2.2) cannot be told from a plain address; such an operator must filter behind it.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

DENIED_IPV4: Final[tuple[tuple[IPv4Network, str], ...]] = tuple(
    (IPv4Network(network), meaning)
    for network, meaning in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared between carriers"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud platform's own service"),
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "multicast tunnelling"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "AS112"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved or broadcast"),
    )
)

DENIED_IPV6: Final[tuple[tuple[IPv6Network, str], ...]] = tuple(
    (IPv6Network(network), meaning)
    for network, meaning in (
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4 inside IPv6, mapped"),
        ("::ffff:0:0:0/96", "IPv4 inside IPv6, translated"),
        ("64:ff9b::/96", "IPv4 inside IPv6, NAT64"),
        ("64:ff9b:1::/48", "IPv4 inside IPv6, local NAT64"),
        ("::/96", "IPv4 inside IPv6, compatible"),
        ("::/3", "not global unicast"),
        ("2001::/32", "IPv4 inside IPv6, Teredo"),
        ("2001::/23", "protocol assignments"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "IPv4 inside IPv6, 6to4"),
        ("2620:4f:8000::/48", "AS112"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
        ("4000::/2", "not global unicast"),
        ("8000::/1", "not global unicast"),
    )
)

_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})
"""Upper half of an interface identifier that carries an IPv4 address (RFC 5214 section 6.1)."""

LOOPBACK: Final = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))


def read_address(text: str) -> Address | None:
    """Return the address that a resolver gave, None for text that is no plain address."""
    if "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_loopback(address: Address) -> bool:
    """Whether the address is this machine itself, in its plain spelling."""
    return any(address in network for network in LOOPBACK)


def denied_because(address: Address) -> str | None:
    """Return why the address may not be connected to, None where it may."""
    if isinstance(address, IPv4Address):
        return next((meaning for network, meaning in DENIED_IPV4 if address in network), None)
    if int(address) >> 32 & 0xFFFF_FFFF in _ISATAP:
        return "IPv4 inside IPv6, ISATAP"
    return next((meaning for network, meaning in DENIED_IPV6 if address in network), None)
