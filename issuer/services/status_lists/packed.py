"""Status lists kept packed in this process, so that one revocation in a million entries is told in milliseconds.

The record stays the truth: a kept list is used only when its number of set bits equals the count of changes
in the record, and it is built anew when it does not. Another process keeps its own; nothing is shared.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final
from weakref import WeakKeyDictionary

from issuer.status import spell
from issuer.status.packed import PackedBits
from issuer.store import Database, StatusListRecord, Unit

MOST: Final = 16
"""Lists kept for each database; a million entries take about 150 KB."""


@dataclass
class _Kept:
    """The lists of one database, last used last: up to which change each is known, and its bits."""

    lists: OrderedDict[str, tuple[int, PackedBits]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


_KEPT: Final[WeakKeyDictionary[Database, _Kept]] = WeakKeyDictionary()


def text_of(database: Database, unit: Unit, read: StatusListRecord) -> str:
    """Return the multibase text of a list as it was `read` in this unit or reader."""
    kept = _KEPT.setdefault(database, _Kept())
    with kept.lock:
        bits = _moved_on(kept, unit, read) or _built(unit, read)
        if bits.count == read.changes:
            kept.lists[read.id] = read.changes, bits
            kept.lists.move_to_end(read.id)
            while len(kept.lists) > MOST:
                kept.lists.popitem(last=False)
        return spell(bits)


def _moved_on(kept: _Kept, unit: Unit, read: StatusListRecord) -> PackedBits | None:
    """Return the kept list with what was set since; None when it is not kept, or is not this list."""
    change, bits = kept.lists.get(read.id, (0, None))
    # Another thread may have read a later moment; this one tells its own.
    if bits is None or change > read.changes:
        return None
    bits.set(unit.status_lists.indexes_since(read.id, change))
    if bits.count == read.changes:
        return bits
    del kept.lists[read.id]
    return None


def _built(unit: Unit, read: StatusListRecord) -> PackedBits:
    bits = PackedBits(bytes(read.length // 8))
    bits.set(unit.status_lists.set_indexes(read.id))
    return bits
