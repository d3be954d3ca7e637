"""A cache in front of a fetcher, with a limit per host (security rule 7).

Answers are kept for a while, failures for a shorter one, so that a list is fetched once and a dead
server is not asked again for every badge. One host may cause only so many fetches at a time and in a
window, and its failures only so many seconds, whatever addresses a hostile badge makes up. The age of an
answer is told by the clock that comes in, limits by one that nobody can set.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from issuer.clock import Clock, monotonic_seconds, utc_now
from issuer.errors import FetchError
from issuer.fetch.protocol import MAX_BYTES, Fetch, Fetched
from issuer.fetch.urls import check_url

MAX_ENTRIES: Final = 512
MAX_HELD_BYTES: Final = 64 * MAX_BYTES
MAX_HOSTS: Final = 4096


@dataclass(frozen=True)
class CachePolicy:
    """How long answers are kept and how much one host may cause.

    Attributes:
        ttl: how long an answer is kept.
        negative_ttl: how long a failure is kept.
        at_once: most fetches from one host at the same time.
        in_window: most fetches from one host within `window_s`.
        failing_s: most seconds that failing fetches from one host may take within `window_s`.
        window_s: length of that window in seconds.
        patience_s: how long a caller waits for its turn at a busy host.
    """

    ttl: timedelta = timedelta(minutes=5)
    negative_ttl: timedelta = timedelta(seconds=30)
    at_once: int = 4
    in_window: int = 120
    failing_s: float = 15.0
    window_s: float = 60.0
    patience_s: float = 5.0


@dataclass(frozen=True)
class _Kept:
    at: datetime
    outcome: Fetched | FetchError


@dataclass
class _Host:
    turn: threading.Semaphore
    asked: deque[float] = field(default_factory=deque)
    failed: deque[tuple[float, float]] = field(default_factory=deque)
    waiting: int = 0

    def require_patience(self, policy: CachePolicy, now: float) -> None:
        """Return quietly while the host has not cost more than it may.

        Raises:
            FetchError: FETCH_FAILED when it was asked too often, or its failures took too long.
        """
        while self.asked and now - self.asked[0] >= policy.window_s:
            self.asked.popleft()
        while self.failed and now - self.failed[0][0] >= policy.window_s:
            self.failed.popleft()
        if len(self.asked) >= policy.in_window:
            raise FetchError("This host is being asked too often.", code="FETCH_FAILED")
        if sum(seconds for _, seconds in self.failed) >= policy.failing_s:
            raise FetchError("This host fails too slowly to be asked again now.", code="FETCH_FAILED")


class CachingFetch:
    """Keeps what `inner` brings; may be shared between threads.

    Args:
        inner: brings what is not kept.
        clock: tells the age of an answer.
        policy: how long and how much.
        seconds: a clock that only ever goes forward, for the limits.
    """

    def __init__(
        self,
        inner: Fetch,
        *,
        clock: Clock = utc_now,
        policy: CachePolicy | None = None,
        seconds: Callable[[], float] = monotonic_seconds,
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._seconds = seconds
        self._policy = policy or CachePolicy()
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str, int], _Kept] = OrderedDict()
        self._held_bytes = 0
        self._hosts: dict[str, _Host] = {}

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int = MAX_BYTES) -> Fetched:
        """Return a kept answer or ask `inner`; promises and errors as `Fetch.get`.

        Raises:
            FetchError: as `inner` raises or raised, and FETCH_FAILED when the host is asked too often.
        """
        parsed = check_url(url)
        key = (url, accept, max_bytes)
        kept = self._recall(key)
        if kept is None:
            host = self._enter(parsed.host)
            try:
                # Another caller may have brought it while this one waited for its turn.
                kept = self._recall(key) or self._ask(host, key)
            finally:
                self._leave(host)
        if isinstance(kept.outcome, FetchError):
            raise _same(kept.outcome) from kept.outcome
        return replace(kept.outcome, fetched_at=kept.at)

    def forget(self, url: str) -> None:
        """Drop every answer kept for `url`."""
        with self._lock:
            for key in [key for key in self._kept if key[0] == url]:
                self._drop(key)

    def _recall(self, key: tuple[str, str, int]) -> _Kept | None:
        now = self._clock()
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            failed = isinstance(kept.outcome, FetchError)
            ttl = self._policy.negative_ttl if failed else self._policy.ttl
            # An entry from the future means that the clock was set back: its age is not known.
            if not timedelta(0) <= now - kept.at < ttl:
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return kept

    def _ask(self, host: _Host, key: tuple[str, str, int]) -> _Kept:
        url, accept, max_bytes = key
        begun = self._seconds()
        with self._lock:
            host.require_patience(self._policy, begun)
            host.asked.append(begun)
        outcome: Fetched | FetchError
        try:
            outcome = self._inner.get(url, accept=accept, max_bytes=max_bytes)
        except FetchError as exc:
            outcome = exc.with_traceback(None)
            with self._lock:
                host.failed.append((begun, self._seconds() - begun))
        kept = _Kept(at=self._clock(), outcome=outcome)
        self._keep(key, kept)
        return kept

    def _keep(self, key: tuple[str, str, int], kept: _Kept) -> None:
        with self._lock:
            if key in self._kept:
                self._drop(key)
            self._kept[key] = kept
            self._held_bytes += _size(kept)
            while len(self._kept) > MAX_ENTRIES or self._held_bytes > MAX_HELD_BYTES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, str, int]) -> None:
        self._held_bytes -= _size(self._kept.pop(key))

    def _enter(self, name: str) -> _Host:
        """Wait for a turn at the host.

        Raises:
            FetchError: FETCH_FAILED when no turn comes in time, or the host has cost too much already.
        """
        with self._lock:
            if len(self._hosts) >= MAX_HOSTS:
                self._hosts = {known: host for known, host in self._hosts.items() if host.waiting}
            host = self._hosts.setdefault(name, _Host(threading.Semaphore(self._policy.at_once)))
            host.require_patience(self._policy, self._seconds())
            host.waiting += 1
        if not host.turn.acquire(timeout=self._policy.patience_s):
            with self._lock:
                host.waiting -= 1
            raise FetchError("Too many fetches from this host at once.", code="FETCH_FAILED")
        return host

    def _leave(self, host: _Host) -> None:
        host.turn.release()
        with self._lock:
            host.waiting -= 1


def _size(kept: _Kept) -> int:
    return 0 if isinstance(kept.outcome, FetchError) else len(kept.outcome.body)


def _same(error: FetchError) -> FetchError:
    """Return a new error for each caller: one that is raised twice would gather tracebacks."""
    return FetchError(error.detail, code=error.code, pointer=error.pointer, hint=error.hint)
