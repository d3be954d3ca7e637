"""Noting every answer that a fetcher gave, and giving the same answers again.

An answer is a document or a named refusal; both are noted, so that what could not be had once cannot be had
when it is repeated. Nothing is judged here, and nothing is written to a disk.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from issuer.clock import Clock
from issuer.errors import FetchError
from issuer.fetch.protocol import MAX_BYTES, Fetch, Fetched
from issuer.fetch.urls import check_url


@dataclass(frozen=True)
class Exchange:
    """One question to a fetcher and its answer.

    Attributes:
        url: the address that was asked.
        accept: the Accept header.
        at: when the answer came.
        outcome: the document, or why there was none.
    """

    url: str
    accept: str
    at: datetime
    outcome: Fetched | FetchError


class RecordingFetch:
    """Keeps the promises of `inner` and notes each of its answers; may be shared between threads."""

    def __init__(self, inner: Fetch, *, clock: Clock) -> None:
        self._inner = inner
        self._clock = clock
        self._lock = threading.Lock()
        self._exchanges: list[Exchange] = []

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Everything that was asked so far, in order."""
        with self._lock:
            return tuple(self._exchanges)

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Bring the document at `url`; promises and errors as `inner`.

        Raises:
            FetchError: as `inner` raises it, and noted.
        """
        try:
            fetched = self._inner.get(url, accept=accept, max_bytes=max_bytes)
        except FetchError as exc:
            self._note(url, accept, FetchError(exc.detail, code=exc.code, hint=exc.hint))
            raise
        self._note(url, accept, fetched)
        return fetched

    def _note(self, url: str, accept: str, outcome: Fetched | FetchError) -> None:
        with self._lock:
            self._exchanges.append(Exchange(url, accept, self._clock(), outcome))


class ReplayFetch:
    """Gives the answers that were noted, and no other; an address asked in another way gives the first one."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._exact: dict[tuple[str, str], Fetched | FetchError] = {}
        self._first: dict[str, Fetched | FetchError] = {}
        for exchange in exchanges:
            self._exact.setdefault((exchange.url, exchange.accept), exchange.outcome)
            self._first.setdefault(exchange.url, exchange.outcome)

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Return the answer that was noted; promises as `Fetch.get`.

        Raises:
            FetchError: the refusal that was noted; FETCH_FAILED when nothing was, or it is too long.
        """
        check_url(url)
        found = self._exact.get((url, accept), self._first.get(url))
        if found is None:
            raise FetchError(f"The document at {url[:120]!r} is not among those that were kept.")
        if isinstance(found, FetchError):
            raise FetchError(found.detail, code=found.code, hint=found.hint) from found
        if len(found.body) > max_bytes:
            raise FetchError(f"The document at {url[:120]!r} is longer than {max_bytes} bytes.")
        return found
