"""Remembers the start of the newest status list seen at each address (security.md F-21).

An older list that is served again, to undo a revocation, is then not believed. Kept in the memory of
one process, for the addresses asked about most recently, and says nothing about who verified what.
"""

import threading
from collections import OrderedDict
from datetime import datetime
from typing import Final

MOST: Final = 20_000


class SeenLists:
    """Keeps the promises of `verify.ListMemory`; safe to share between threads."""

    def __init__(self, *, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._newest: OrderedDict[str, datetime] = OrderedDict()

    def newest(self, url: str) -> datetime | None:
        """Return the start of the newest verified list at an address, None when none was seen."""
        with self._lock:
            return self._newest.get(url)

    def remember(self, url: str, valid_from: datetime) -> None:
        """Keep the start of a list that was verified; an older start changes nothing."""
        with self._lock:
            known = self._newest.pop(url, valid_from)
            self._newest[url] = max(known, valid_from)
            if len(self._newest) > self._most:
                self._newest.popitem(last=False)
