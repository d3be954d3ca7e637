"""Turning a DNS name into addresses, once, within a deadline.

The system's resolver cannot be interrupted, so it runs in a thread of its own that is left behind
when time is up; how many may hang at once is limited.
"""

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from issuer.errors import FetchError

Resolve: TypeAlias = Callable[[str], Sequence[str]]
"""Gives every address of a name, in order of preference; raises OSError when there is none."""

MAX_HANGING: Final = 32

_slots: Final = threading.BoundedSemaphore(MAX_HANGING)


def system_resolve(host: str) -> Sequence[str]:
    """Ask the system's resolver for the addresses of `host`."""
    found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def resolve_within(resolve: Resolve, host: str, *, seconds: float) -> Sequence[str]:
    """Run `resolve` for at most `seconds`.

    Raises:
        FetchError: FETCH_FAILED when the name has no address or the answer does not come in time.
    """
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host))
        except (OSError, UnicodeError) as exc:
            answers.put(exc)
        finally:
            _slots.release()

    if not _slots.acquire(blocking=False):
        raise FetchError("Too many names are being resolved at once.", code="FETCH_FAILED")
    try:
        threading.Thread(target=ask, name="resolve", daemon=True).start()
    except RuntimeError as exc:
        _slots.release()
        raise FetchError("No thread is left to resolve a name in.", code="FETCH_FAILED") from exc
    try:
        answer = answers.get(timeout=max(seconds, 0.001))
    except queue.Empty as exc:
        raise FetchError(f"The name {host!r} was not resolved in time.", code="FETCH_FAILED") from exc
    if isinstance(answer, OSError | UnicodeError):
        raise FetchError(f"The name {host!r} has no address.", code="FETCH_FAILED") from answer
    if not answer:
        raise FetchError(f"The name {host!r} has no address.", code="FETCH_FAILED")
    return answer
