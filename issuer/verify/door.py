"""The network as one verification may use it: few fetches, each made once, within one span of time.

A hostile document names many addresses; whatever it names, it causes no more than this. Answers and
failures are remembered for this verification only; a cache between verifications is the caller's.
"""

from datetime import datetime
from typing import Final

from issuer.clock import monotonic_seconds
from issuer.errors import FetchError
from issuer.fetch import MAX_BYTES, Fetch, Fetched

FETCHES: Final = 8
"""Most fetches for one credential (security.md section 4, limits)."""
FETCHES_OF_PART: Final = 4
"""More fetches for every credential inside it."""
MOST_FETCHES: Final = 64
SPAN_S: Final = 10.0


class Door:
    """Keeps the promises of `Fetch` for the length of one verification; not shared between threads."""

    def __init__(self, inner: Fetch, *, limit: int = FETCHES, span_s: float = SPAN_S) -> None:
        self._inner = inner
        self._limit = limit
        self._until = monotonic_seconds() + span_s
        self._made = 0
        self._known: dict[tuple[str, str], Fetched | FetchError] = {}

    def allow_part(self) -> None:
        """Allow the fetches of one more credential inside, up to the most that one verification makes."""
        self._limit = min(self._limit + FETCHES_OF_PART, MOST_FETCHES)

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`; promises and errors as `Fetch.get`.

        Raises:
            FetchError: as the fetcher behind, and FETCH_FAILED when this verification asks too much.
        """
        key = (url, accept)
        if key not in self._known:
            self._known[key] = self._bring(url, accept, max_bytes)
        found = self._known[key]
        if isinstance(found, FetchError):
            raise FetchError(found.detail, code=found.code, hint=found.hint) from found
        return found

    def saved_at(self, url: str) -> datetime | None:
        """Return when the bytes that came from `url` had left it, None when they came just now or not at all."""
        found = (item for (address, _), item in self._known.items() if address == url)
        return next((item.fetched_at for item in found if isinstance(item, Fetched)), None)

    def _bring(self, url: str, accept: str, max_bytes: int) -> Fetched | FetchError:
        if self._made >= self._limit:
            return FetchError("The document asks for more fetches than one verification makes.")
        if monotonic_seconds() > self._until:
            return FetchError("Fetching for this document has taken too long already.")
        self._made += 1
        try:
            return self._inner.get(url, accept=accept, max_bytes=max_bytes)
        except FetchError as exc:
            return exc.with_traceback(None)
