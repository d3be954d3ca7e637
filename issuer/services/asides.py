"""Whoever asks the network steps out of the lane until the answer is there.

It stands around the cache, not inside of it: where two ask for the same, the second waits for the first, and must
not hold the lane meanwhile.
"""

from issuer.fetch import MAX_BYTES, Fetch, Fetched
from issuer.workers import Lane


class AsideFetch:
    """A network door whose callers let others pass while they wait."""

    def __init__(self, inner: Fetch, lane: Lane) -> None:
        self._inner = inner
        self._lane = lane

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`; promises and errors as `Fetch.get`."""
        with self._lane.aside():
            return self._inner.get(url, accept=accept, max_bytes=max_bytes)
