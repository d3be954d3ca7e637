"""Chance comes in as an argument: what the use cases ask of it, and the system's answer.

A test hands in its own; production uses the operating system's generator alone.
"""

import os
import secrets
import threading
from typing import Final, Protocol

from issuer.clock import unix_milliseconds

_COUNTER_BITS: Final = 12
_VARIANT: Final = {digit: "89ab"[int(digit, 16) >> 2] for digit in "0123456789abcdef"}
"""The first digit of the fourth group: the two bits of RFC 9562's variant, then two bits of chance."""


class Randomness(Protocol):
    """Where ids, status slots and salts come from. Safe to call from several threads."""

    def urn(self) -> str:
        """Return a fresh `urn:uuid:` of version 4."""

    def ordered_urn(self) -> str:
        """Return a fresh `urn:uuid:` of version 7, greater than every one given before, in text too.

        For rows that are read in the order in which they were written. It tells when it was made; what
        must not tell that is named by `urn`.
        """

    def ordered_urns(self, count: int) -> list[str]:
        """Return several at once; as `ordered_urn` for each, in order."""

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, all equally likely."""

    def token(self, size: int) -> bytes:
        """Return `size` unpredictable bytes."""


class SystemRandomness:
    """The operating system's generator."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = 0

    def urn(self) -> str:
        """Return a fresh `urn:uuid:` of version 4."""
        text = os.urandom(16).hex()
        return (
            f"urn:uuid:{text[:8]}-{text[8:12]}-4{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:]}"
        )

    def ordered_urn(self) -> str:
        """Return a `urn:uuid:` of version 7; as `ordered_urns`."""
        return self.ordered_urns(1)[0]

    def ordered_urns(self, count: int) -> list[str]:
        """Return `urn:uuid:` of version 7 (RFC 9562 section 6.2, method 1: a counter after the milliseconds).

        A clock that stands or steps back counts on from the newest one given.
        """
        with self._lock:
            first = max(unix_milliseconds() << _COUNTER_BITS, self._newest + 1)
            self._newest = first + count - 1
        found, chance = list[str](), os.urandom(8 * count).hex()
        for place in range(count):
            # Twelve digits of time, three of the counter.
            stamp, tail = f"{first + place:015x}", chance[16 * place : 16 * place + 16]
            found.append(
                f"urn:uuid:{stamp[:8]}-{stamp[8:12]}-7{stamp[12:]}-{_VARIANT[tail[0]]}{tail[1:4]}-{tail[4:]}"
            )
        return found

    def below(self, limit: int) -> int:
        """Return a number from 0 to `limit` - 1, all equally likely."""
        return secrets.randbelow(limit)

    def token(self, size: int) -> bytes:
        """Return `size` unpredictable bytes."""
        return os.urandom(size)
