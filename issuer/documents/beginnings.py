"""Digests of byte strings that begin alike: what they have in common is hashed once.

The canonical form of an award is sorted by what it is about, so that the awards of one achievement begin with the same
fourteen of eighteen kilobytes. A hash function reads from the front: its state after those bytes is kept, and goes
on from there with the rest of each. Whether a string begins with them is asked of its very bytes, every time.
"""

import hashlib
import sys
from typing import Any, Final

from issuer.documents.rdfc import HashName

LEAST: Final = 2048
"""Bytes below which a beginning is not worth keeping."""
STATE: Final = 600
"""Bytes that the state of a hash function takes."""
MOST: Final = 4
"""Beginnings that are kept; what was not learned for the longest time goes first."""


class Beginnings:
    """Hashes one byte string after the other. Safe to use from many threads: what is learned is one new value.

    Args:
        hash_name: the hash function.
    """

    def __init__(self, hash_name: HashName) -> None:
        self._new: Final = hashlib.sha256 if hash_name == "sha256" else hashlib.sha384
        # A state is copied and never written to, so that it stays the one of its beginning.
        self._known: tuple[tuple[bytes, Any], ...] = ()
        self._last = b""
        self.size = 0
        """Bytes of memory that it takes."""

    def digest(self, data: bytes) -> bytes:
        """Return the digest of `data`."""
        for beginning, state in self._known:
            if data.startswith(beginning):
                going_on = state.copy()
                going_on.update(memoryview(data)[len(beginning) :])
                made: bytes = going_on.digest()
                return made
        self._learn(data)
        return self._new(data).digest()

    def _learn(self, data: bytes) -> None:
        """Keep what this string and the one before have in common."""
        common = data[: _common(data, self._last)]
        self._last = data
        if len(common) >= LEAST:
            # A longer one that begins like it was common to two of them by chance.
            others = tuple(one for one in self._known if not one[0].startswith(common))
            self._known = ((common, self._new(common)), *others)[:MOST]
        self.size = sys.getsizeof(data) + sum(sys.getsizeof(one) + STATE for one, _state in self._known)


def _common(one: bytes, other: bytes) -> int:
    """Return how many bytes two strings begin with in common."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
