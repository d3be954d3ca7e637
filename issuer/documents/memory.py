"""A bounded memory of results by exact content: what was not used for the longest time goes first.

The key of a JSON value is its exact content, so that two values that differ in anything, be it the order of
members, or 1 and true, have different keys. Safe to use from many threads.
"""

import marshal
import threading
from collections import OrderedDict
from typing import Final, Generic, TypeAlias, TypeVar

from issuer.documents.strict_json import Json, JsonObject

Value = TypeVar("Value")
Key: TypeAlias = bytes | tuple[str, str]
"""Exact content: bytes, or two texts. A text that is kept knows its own hash, however long it is."""
_OVERHEAD: Final = 400
MOST_KEYS: Final = 2
"""Keys that an object remembers: one of each prefix under which documents of one kind ask for it."""
_MARSHAL_VERSION: Final = 2  # the last version that writes a value the same way however it is shared


class KeyedObject(dict[str, Json]):
    """An object that many documents share and nobody changes: its key is made once for each of a few prefixes.

    A key of anything that holds one is None, as of all that is more than plain JSON.
    """

    __slots__ = ("_keys",)

    def __init__(self, members: JsonObject) -> None:
        super().__init__(members)
        self._keys: dict[bytes, bytes | None] = {}

    def key(self, prefix: bytes) -> bytes | None:
        """Return the key of the same members in a plain object; as `content_key`."""
        if prefix in self._keys:
            return self._keys[prefix]
        made = content_key(prefix, dict(self))
        if len(self._keys) < MOST_KEYS:
            self._keys[prefix] = made
        return made


def content_key(prefix: bytes, value: JsonObject) -> bytes | None:
    """Return the exact content of a value as a key, or None where it holds more than plain JSON values."""
    if type(value) is KeyedObject:
        return value.key(prefix)
    try:
        return prefix + marshal.dumps(value, _MARSHAL_VERSION)
    except ValueError:
        return None


class Memory(Generic[Value]):
    """Values by content key, together of `max_bytes` at most."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()

    def find(self, key: Key) -> Value | None:
        """Return what is kept under a key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Key, value: Value, size: int) -> None:
        """Keep a value of about `size` bytes, and drop others until all fit again."""
        size += sum(map(len, key)) if isinstance(key, tuple) else len(key)
        size += _OVERHEAD
        with self._lock:
            if key not in self._kept:
                self._kept[key] = (value, size)
                self._bytes += size
            while self._bytes > self._max_bytes:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._bytes -= dropped

    def __len__(self) -> int:
        return len(self._kept)
