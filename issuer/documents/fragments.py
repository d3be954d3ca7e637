"""Parts of documents that come again and again, ready-made: an issuer, an achievement.

What a part states depends only on its table and on its own JSON, so the exact JSON is the key: two parts
that differ in anything, be it the order of members, have different keys. The memory is bounded in bytes;
what was not used for the longest time goes first. Safe to use from many threads.
"""

import marshal
import threading
from collections import OrderedDict
from typing import Final

from issuer.documents.datasets import Fragment
from issuer.documents.rdfc import HashName
from issuer.documents.strict_json import JsonObject

MAX_BYTES: Final = 8 * 1024 * 1024
"""About a thousand issuers and achievements."""
_OVERHEAD: Final = 400
_MARSHAL_VERSION: Final = 2  # the last version that writes a value the same way however it is shared
UNFIT: Final = Fragment(root="", closed={}, blanks=(), links=(), hashes=())
"""Kept in place of a part that cannot be a fragment, so that nobody tries again."""


def key_of(signature: bytes, part: JsonObject) -> bytes | None:
    """Return the exact content of a part as a key, or None where it holds more than plain JSON values."""
    try:
        return signature + marshal.dumps(part, _MARSHAL_VERSION)
    except ValueError:
        return None


class Fragments:
    """Fragments by content, for one hash function, the least recently used dropped first."""

    def __init__(self, hash_name: HashName, max_bytes: int = MAX_BYTES) -> None:
        self.hash_name: Final = hash_name
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Fragment] = OrderedDict()

    def find(self, key: bytes) -> Fragment | None:
        """Return a kept fragment, or UNFIT, or None where nothing is known yet."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: bytes, fragment: Fragment) -> None:
        """Keep a fragment and drop others until all fit again."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = fragment
                self._bytes += _weight(key, fragment)
            while self._bytes > self._max_bytes:
                self._bytes -= _weight(*self._kept.popitem(last=False))

    def __len__(self) -> int:
        return len(self._kept)


def _weight(key: bytes, fragment: Fragment) -> int:
    # Lines and finished text each hold the statements once; links and hashes are short.
    texts = sum(2 * len(text) + sum(map(len, lines)) for lines, text in fragment.closed.values())
    return len(key) + texts + _OVERHEAD * (1 + len(fragment.closed) + len(fragment.blanks))
