"""Token buckets in memory that all processes of one server share; nothing about a caller reaches a disk.

The table is made before the server forks, so that every worker process counts in the same one. A caller is
known by a keyed hash that nobody can compute after this server stopped; an IPv6 caller is its /64 network.
A full bucket is forgotten: an address leaves the table minutes after its last request. Servers on other
machines count for themselves.
"""

import hashlib
import ipaddress
import mmap
import multiprocessing
import secrets
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import IssuerError

SLOTS: Final = 16_384
PROBES: Final = 8
TAG_BYTES: Final = 16
IPV6_NETWORK_BITS: Final = 64
_SLOT: Final = struct.Struct(f"<{TAG_BYTES}sdd")


class RateLimitedError(IssuerError):
    """The caller asks too often.

    Attributes:
        wait_s: whole seconds after which the next request has a chance.
    """

    default_code = "RATE_LIMITED"

    def __init__(self, wait_s: float) -> None:
        self.wait_s = max(1, round(wait_s + 0.5))
        super().__init__(f"Too many requests. Try again in {self.wait_s} seconds.")


@dataclass(frozen=True)
class Rate:
    """How much one caller may ask: `burst` at once, refilled within a minute by `per_minute`."""

    per_minute: float
    burst: float

    @property
    def per_second(self) -> float:
        """How fast a bucket fills."""
        return self.per_minute / 60


class RateLimiter:
    """Buckets of all callers of one server. Make it before the server forks; threads may share it."""

    def __init__(self) -> None:
        self._table = mmap.mmap(-1, SLOTS * _SLOT.size)
        self._lock = multiprocessing.get_context().Lock()
        self._secret = secrets.token_bytes(32)

    def take(self, caller: str, *, rate: Rate, cost: float = 1.0) -> None:
        """Let a caller ask once.

        Args:
            caller: who asks, such as `address 192.0.2.7` or `key 3f09c2a81b77`.
            rate: what it may ask.
            cost: how much this request weighs.

        Raises:
            RateLimitedError: its bucket does not hold `cost`.
        """
        tag = hashlib.blake2b(caller.encode(), key=self._secret, digest_size=TAG_BYTES).digest()
        now = monotonic_seconds()
        with self._lock:
            place, level = self._find(tag, rate, now)
            allowed = level >= cost
            _SLOT.pack_into(self._table, place, tag, level - cost if allowed else level, now)
        if not allowed:
            raise RateLimitedError((cost - level) / rate.per_second)

    def _find(self, tag: bytes, rate: Rate, now: float) -> tuple[int, float]:
        """Return the caller's place and level; a new caller takes the place that was quiet longest."""
        first = int.from_bytes(tag[:8], "big")
        oldest, oldest_at = 0, float("inf")
        for probe in range(PROBES):
            place = (first + probe) % SLOTS * _SLOT.size
            known, level, at = _SLOT.unpack_from(self._table, place)
            if known == tag:
                return place, min(rate.burst, level + (now - at) * rate.per_second)
            if at < oldest_at:
                oldest, oldest_at = place, at
        return oldest, rate.burst


def network_of(address: str) -> str:
    """Return what stands for a caller's address: IPv4 as it is, IPv6 by its /64 network."""
    with suppress(OSError, ValueError):
        # Most callers; a tenth of the price of the general reading below.
        socket.inet_pton(socket.AF_INET, address)
        return address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, IPV6_NETWORK_BITS), strict=False))
    return str(parsed)
